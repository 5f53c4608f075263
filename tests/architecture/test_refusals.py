"""Refusals have names, and every door has an answer for each."""

import inspect

from api.errors import STATUS
from api.pages.refusal_words import REFUSALS
from archives.domain import errors

KINDS = [
    kind
    for _name, kind in inspect.getmembers(errors, inspect.isclass)
    if issubclass(kind, errors.ArchivesError) and kind is not errors.ArchivesError
]


def test_every_refusal_has_a_status():
    assert {kind for kind in KINDS if kind not in STATUS} == set()


def test_every_status_is_one_of_a_refusal():
    assert all(400 <= status < 600 for status in STATUS.values())
    assert set(STATUS) - {errors.ArchivesError} <= set(KINDS)


def test_every_refusal_has_a_code_of_its_own():
    codes = [kind.code for kind in KINDS]

    assert len(codes) == len(set(codes))
    assert errors.ArchivesError.code not in codes


def test_every_refusal_has_words_for_a_reader():
    assert {kind.code for kind in KINDS} - set(REFUSALS) == set()


def test_every_refusal_ends_in_error():
    assert [kind.__name__ for kind in KINDS if not kind.__name__.endswith("Error")] == []
