"""Every template is sound: one with a fault would lose its words without a sound."""

import pytest
from flask import Flask
from flask_babel import Babel

from tests.architecture.tree import ROOT

TEMPLATES = ROOT / "api" / "pages" / "templates"


@pytest.fixture(scope="module")
def environment():
    app = Flask("templates", template_folder=str(TEMPLATES))
    Babel(app)
    return app.jinja_env


@pytest.mark.parametrize("path", sorted(TEMPLATES.glob("*.html")), ids=lambda path: path.name)
def test_a_template_can_be_compiled(environment, path):
    environment.compile(path.read_text("utf-8"), name=path.name)
