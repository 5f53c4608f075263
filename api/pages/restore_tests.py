"""The page of restore tests: when it was last seen that a backup can be brought back."""

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from api.context import house, services
from api.pages import forms
from api.pages.forms import FRESH, Filled, answer_form
from api.pages.frame import show
from api.pages.reader import see_other
from archives.domain.errors import InvalidInputError, Problem
from archives.services.climate_list_reading import read_instant
from archives.services.paging import Cut
from archives.services.restore_tests import TriedRestore

restore_test_pages = Blueprint("pages_restore_tests", __name__, url_prefix="/restore-tests")


@restore_test_pages.get("")
def list_tests() -> Response:
    """All tests, the newest first, and a form for one that was made elsewhere."""
    return _page(FRESH)


@restore_test_pages.post("")
def record() -> ResponseReturnValue:
    """Write a test down."""

    def act() -> Response:
        services().restore_tests.record(_tried())
        return see_other(".list_tests")

    return answer_form(act, _page)


def _tried() -> TriedRestore:
    passed = forms.text("passed")
    if passed not in ("yes", "no"):
        raise InvalidInputError([Problem("required", "passed")])
    try:
        at = read_instant(forms.text("tested_at"), house().outside.profile.zone)
    except InvalidInputError as refused:
        raise InvalidInputError([Problem(each.code, "tested_at", each.facts) for each in refused.problems]) from refused
    return TriedRestore(forms.text("backup"), passed == "yes", forms.text("evidence"), at, forms.text("tested_by"))


def _page(filled: Filled) -> Response:
    counter = services().restore_tests
    page = counter.list(Cut(request.args.get("after", "")))
    now = services().work.now().astimezone(house().outside.profile.zone)
    period = house().outside.profile.supervision.restore_test_days
    facts = {"newest": counter.newest_passed(), "is_due": counter.is_due(), "may_record": counter.may_record()}
    return show("restore_tests.html", page=page, filled=filled, now=f"{now:%Y-%m-%dT%H:%M}", period=period, **facts)
