"""Every template is sound: one with a fault would lose its words without a sound."""

from jinja2 import TemplateSyntaxError

from api.app import create_app
from tests.architecture.tree import ROOT

TEMPLATES = ROOT / "api" / "pages" / "templates"


def test_every_template_can_be_compiled(house):
    environment, faults = create_app(house=house).jinja_env, {}
    for path in sorted(TEMPLATES.glob("*.html")):
        try:
            environment.compile(path.read_text("utf-8"), name=path.name)
        except TemplateSyntaxError as fault:
            faults[path.name] = str(fault)

    assert faults == {}
