"""Gives the templates the words of records and of bulk registration."""

from flask import Flask, url_for

from api.pages.element_words import element_hint, element_name, element_value
from api.pages.problem_words import finding_said, problem_remedy
from api.pages.registration_words import MODES, import_state


def install(app: Flask) -> None:
    """Give the templates their words."""
    app.jinja_env.globals.update(
        element_hint=element_hint,
        element_name=element_name,
        element_value=element_value,
        import_state=import_state,
        import_mode=MODES.get,
        finding_said=finding_said,
        problem_remedy=problem_remedy,
        bulk_url=lambda: url_for("pages_imports.list_imports"),
    )
