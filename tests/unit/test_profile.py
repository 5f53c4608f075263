"""The delivered profile, and what is said about a faulty one."""

import copy
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from archives.domain.errors import InvalidInputError
from archives.domain.profile import CheckKind, OnFail, Profile
from archives.domain.vocabulary import Level, RepositoryLevel, RetentionClass
from config import UnknownProfileError, load_profile


@pytest.fixture
def plain() -> dict[str, Any]:
    return copy.deepcopy(dict(load_profile("cn")))


def test_d04_the_term_is_twenty_years_and_ten_for_a_county(plain: dict[str, Any]) -> None:
    years = Profile.from_mapping(plain).terms.years

    assert years == {
        RepositoryLevel.CENTRAL: 20,
        RepositoryLevel.PROVINCIAL: 20,
        RepositoryLevel.MUNICIPAL: 20,
        RepositoryLevel.COUNTY: 10,
    }


def test_central_and_provincial_archives_collect_what_is_permanent_the_others_more(plain: dict[str, Any]) -> None:
    collected = Profile.from_mapping(plain).terms.collected

    assert collected[RepositoryLevel.CENTRAL] == collected[RepositoryLevel.PROVINCIAL] == {RetentionClass.PERMANENT}
    assert collected[RepositoryLevel.COUNTY] == collected[RepositoryLevel.MUNICIPAL]
    assert collected[RepositoryLevel.COUNTY] == {RetentionClass.PERMANENT, RetentionClass.D30, RetentionClass.LONG}


def test_the_figures_of_the_profile_arrive_as_values(plain: dict[str, Any]) -> None:
    profile = Profile.from_mapping(plain)

    assert profile.zone.key == "Asia/Shanghai"
    assert not profile.terms.electronic_permanent_on
    assert profile.terms.electronic_permanent_years == 5
    assert profile.terms.kept_copy_years == 5
    assert profile.terms.kept_years == {"D30": 30, "D10": 10, "long": 50, "short": 15}
    assert (profile.deadlines.receipt_working_days, profile.deadlines.checking_working_days) == (10, 30)
    assert profile.deadlines.returns_that_escalate == 3
    assert (profile.login.failures, profile.login.lockout_minutes) == (5, 15)
    assert date(2026, 10, 1) in profile.calendar.holidays
    assert "access_status" in profile.description.required[Level.ITEM]
    assert {"ofd", "pdf", "wav"} <= profile.accepted_extensions
    assert "md" not in profile.accepted_extensions


def test_d27_what_only_a_person_or_an_engine_can_decide_is_never_automatic(plain: dict[str, Any]) -> None:
    checks = Profile.from_mapping(plain).checks

    assert checks["1-7"].on_fail is OnFail.BLOCK
    assert {checks[code].kind for code in ("4-1", "4-2")} == {CheckKind.EXTERNAL}
    assert {checks[code].kind for code in ("2-9", "3-4", "4-5", "4-7")} == {CheckKind.MANUAL}
    assert "1-9" not in checks


def test_every_fault_of_a_profile_is_named_at_once(plain: dict[str, Any]) -> None:
    plain["time_zone"] = "Asia/Peking Road"
    plain["transfer"]["years"]["county"] = 0
    plain["transfer"]["collected"]["central"] = ["permanent", "for ever"]
    plain["deadlines"]["receipt_working_days"] = "ten"
    del plain["login"]["failures"]
    plain["calendar"]["weekend"] = [1, 2, 3, 4, 5, 6, 7]
    plain["calendar"]["holydays"] = []
    plain["numbering"][0]["pattern"] = "([A-Z]"
    plain["numbering"][1]["template"] = "{fonds}-{colour}"
    plain["description"]["required"]["item"].append("colour")
    plain["checks"].append(dict(plain["checks"][0]))

    with pytest.raises(InvalidInputError) as refusal:
        Profile.from_mapping(plain)

    assert {(problem.where, problem.code) for problem in refusal.value.problems} == {
        ("/time_zone", "unknown_value"),
        ("/transfer/years/county", "too_small"),
        ("/transfer/collected/central", "unknown_value"),
        ("/deadlines/receipt_working_days", "wrong_type"),
        ("/login/failures", "missing"),
        ("/calendar/weekend", "unknown_value"),
        ("/calendar/holydays", "unknown_key"),
        ("/numbering/0/pattern", "bad_pattern"),
        ("/numbering/1/template", "unknown_part"),
        ("/description/required/item", "unknown_element"),
        ("/checks", "duplicate"),
    }


def test_an_empty_profile_is_refused_with_all_that_it_lacks() -> None:
    with pytest.raises(InvalidInputError) as refusal:
        Profile.from_mapping({})

    where = {problem.where for problem in refusal.value.problems if problem.code == "missing"}
    assert {"/name", "/time_zone", "/transfer", "/transfer/years/central", "/numbering", "/checks"} <= where


def test_a_profile_of_ones_own_is_read_from_its_path(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text('name = "own"\n', encoding="utf-8")

    assert load_profile(tmp_path / "own.toml") == {"name": "own"}


@pytest.mark.parametrize("name", ["nowhere", "../settings.py", "missing.toml", "cn\n"])
def test_a_profile_that_is_not_there_is_refused(name: str) -> None:
    with pytest.raises(UnknownProfileError, match="Delivered: cn"):
        load_profile(name)
