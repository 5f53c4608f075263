"""The guides call things by the names that the pages show."""

import re

import pytest

from scripts.messages import translated
from tests.architecture.tree import ROOT

GUIDES = sorted((ROOT / "docs" / "guides").glob("*.md"))
TERM = re.compile(r"\(([^()]*[\u3400-\u9fff][^()]*)\)")
LAW = re.compile("条例|^三员$")


def terms(guide):
    """Return the Chinese words that stand in brackets, one by one."""
    for found in TERM.findall(guide.read_text("utf-8")):
        yield from (re.sub(r"^[A-Za-z ,;:.]*", "", word).strip() for word in re.split(r"[、，;/]", found))


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.stem)
def test_a_guide_names_what_the_pages_show(guide):
    said = "\n".join(str(message.string) for message in translated("zh_Hans_CN") if message.id)
    unknown = {term for term in terms(guide) if re.search("[\u3400-\u9fff]", term) and term not in said}

    assert {term for term in unknown if not LAW.search(term)} == set()


def test_there_is_a_guide_for_every_kind_of_work():
    kinds = ["administrator", "archivist", "authority", "clerk", "inspector", "searcher"]

    assert [guide.stem for guide in GUIDES] == kinds
