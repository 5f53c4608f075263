"""The documents say what the code does: commands, settings, checks, words."""

import re

import pytest

from api.cli import main
from archives import domain, models, ports
from archives.domain import (
    case_paper,
    check_rules,
    checklist,
    hazard,
    inspection,
    lead,
    permission,
    rectification,
    reference_code,
    responsibility,
    transfer,
    vocabulary,
    work_report,
)
from archives.domain import receipt_verification as receipts
from archives.domain.check_rules import RULES
from archives.domain.profile import Profile
from config import load_profile
from config.settings import _NAMES
from tests.architecture.tree import ROOT

CASES = (case_paper, hazard, inspection, rectification, checklist, lead, responsibility, work_report)
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))


def text(*parts):
    return ROOT.joinpath(*parts).read_text("utf-8")


def rows(page):
    return [
        [cell.strip() for cell in line.strip("|").split(" | ")] for line in page.splitlines() if line.startswith("| ")
    ]


def test_the_readme_names_every_command():
    told = " ".join(row[0] for row in rows(text("README.md")))

    assert [name for name in main.commands if not re.search(rf"`{name}\b|, `{name}`", told)] == []


def test_every_setting_is_documented():
    told = set(re.findall(r"`ARCHIVES_([A-Z_]+)`", text("docs", "settings.md")))

    assert told == {name.upper() for name in _NAMES} | {"HOME"}


def test_every_rule_is_documented_as_it_is_delivered():
    checks = Profile.from_mapping(load_profile("cn")).checks
    told = {row[0]: row for row in rows(text("docs", "checks.md")) if re.fullmatch(r"\d-\d+", row[0])}

    assert list(told) == [rule.code for rule in RULES]
    assert {code: row[1] for code, row in told.items()} == {code: checks[code].name for code in told}
    delivered = {code: str(checks[code].on_fail) if checks[code].on else "off" for code in told}
    assert {code: row[3] for code, row in told.items()} == delivered


def test_every_name_in_the_glossary_exists():
    known = {
        name
        for place in (models, vocabulary, reference_code, permission, transfer, check_rules, domain, ports, receipts)
        for name in dir(place)
    }
    known |= {name for place in CASES for name in dir(place)}
    known |= {each for place in CASES for kind in vars(place).values() if isinstance(kind, type) for each in dir(kind)}
    known |= {member for kind in vars(vocabulary).values() if isinstance(kind, type) for member in dir(kind)}
    known |= {column for model in vars(models).values() if hasattr(model, "__table__") for column in dir(model)}
    known |= {*dir(transfer.TransferAction), "transfer_list"}
    told = re.findall(r"`([\w.]+)`", text("docs", "glossary.md"))

    assert [name for name in told if not set(name.split(".")) <= known] == []


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_says_what_and_why(path):
    page = path.read_text("utf-8")

    assert page.startswith(f"# {int(path.name[:4])}. ")
    assert "**Decided.**" in page
    assert "**Why.**" in page


def test_every_link_between_documents_leads_somewhere():
    pages = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")]
    broken = [
        f"{page.name}: {target}"
        for page in pages
        for target in re.findall(r"\]\(([^)#]+)", page.read_text("utf-8"))
        if "://" not in target and not (page.parent / target).exists()
    ]

    assert broken == []
