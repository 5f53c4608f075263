"""What a profile says of the papers of a case: their numbers, and where to object."""

import pytest

from archives.domain.case_paper import PaperKind
from archives.domain.errors import InvalidInputError
from archives.domain.hazard import Instrument
from archives.domain.profile import Profile
from config import load_profile


def changed(**more):
    data = load_profile("cn")
    papers = {**data["inspection"]["papers"], **more}
    return {**data, "inspection": {**data["inspection"], "papers": papers}}


def rules(**more):
    return Profile.from_mapping(changed(**more)).supervision.papers


def test_a_number_is_made_of_authority_mark_year_and_serial():
    assert rules().document_number("青", "改", 2026, 12) == "青档改〔2026〕12号"
    assert rules(number="{mark}字[{year}]第{serial}号").document_number("青", "改", 2026, 1) == "改字[2026]第1号"


def test_an_order_is_numbered_by_its_instrument():
    papers = rules()

    marks = [papers.series(PaperKind.ORDER, each) for each in Instrument]
    assert marks == ["改", "正", "意"]
    assert papers.series(PaperKind.INSPECTION_NOTICE, None) == "检"


def test_an_authority_signs_with_its_own_characters_or_with_the_first_of_its_place():
    papers = rules(authorities={"990123": "青山"})

    assert [papers.sign_of(code, "白水县") for code in ("990123", "990124")] == ["青山", "白"]


@pytest.mark.parametrize("number", ["青档改{serial}号", "青档改〔{year}〕号"])
def test_a_number_without_year_or_serial_is_no_series(number):
    with pytest.raises(InvalidInputError) as refused:
        rules(number=number)

    assert [(problem.code, problem.where) for problem in refused.value.problems] == [
        ("unknown_value", "/inspection/papers/number")
    ]


def test_every_mark_and_language_is_asked_for():
    with pytest.raises(InvalidInputError) as refused:
        rules(marks={"inspection_notice": "检"}, remedies={"zh-Hans": ""})

    assert len(refused.value.problems) == 5 + 2


def test_words_that_are_left_out_are_left_out():
    papers = rules(remedies={"zh-Hans": "", "zh-Hant": "", "en": ""})

    assert papers.remedy("zh-Hans", "青山县") == ""
    assert papers.objection("en", "青山县档案局").endswith("青山县档案局.")
