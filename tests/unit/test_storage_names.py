"""Names on disk: kept where every file system keeps them, hashed where one might not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archives.domain.errors import InvalidInputError
from archives.storage.names import content_paths, require_logical_paths

SHA = "5" * 64


@pytest.mark.parametrize(
    "path",
    ["原文.pdf", "文" * 85, "𠮷野家.txt", "é.txt", "空 格.doc", "1.2.3", "commune.txt", "~x", "100%.txt"],
)
def test_an_ordinary_name_is_the_name_on_disk(path):
    assert content_paths({path: SHA}) == {path: f"v1/content/{path}"}


def test_files_lie_side_by_side_under_their_own_names():
    assert content_paths({"a/b/c.tif": SHA, "a/d.tif": SHA, "e": SHA}) == {
        "a/b/c.tif": "v1/content/c.tif",
        "a/d.tif": "v1/content/d.tif",
        "e": "v1/content/e",
    }


@pytest.mark.parametrize(("one", "other"), [("a/1.pdf", "b/1.pdf"), ("a/x/1.pdf", "b/1.PDF")])
def test_where_two_files_bear_one_name_all_keep_their_directories(one, other):
    assert content_paths({one: SHA, other: SHA, "c/2.pdf": SHA}) == {
        one: f"v1/content/{one}",
        other: f"v1/content/{other}",
        "c/2.pdf": "v1/content/c/2.pdf",
    }


def test_a_path_too_long_for_some_disk_is_replaced_by_the_digest():
    long = "/".join(["文" * 80] * 5)
    assert content_paths({f"{long}/a": SHA, "b/a": SHA})[f"{long}/a"] == f"v1/content/_h/{SHA}"


@pytest.mark.parametrize(
    "path",
    [
        "文" * 86,
        "e\u0301.txt",
        "a\nb",
        "a\u202eb",
        "a\u200bb",
        "con",
        "NUL.txt",
        "dir/Com1.log",
        "aux .txt",
        "a:b",
        'a"b',
        "a\\b",
        "what?",
        "end.",
        "end ",
        "x/_h",
    ],
)
def test_a_name_that_some_disk_would_change_is_replaced_by_the_digest(path):
    assert content_paths({path: SHA}) == {path: f"v1/content/_h/{SHA}"}


@pytest.mark.parametrize(
    ("one", "other"),
    [("a.txt", "A.TXT"), ("é.txt", "e\u0301.txt"), ("straße", "STRASSE"), ("Dir/a", "dir/a")],
)
def test_twins_that_a_forgetful_disk_would_join_are_both_replaced(one, other):
    assert content_paths({one: "1" * 64, other: "2" * 64}) == {
        one: "v1/content/_h/" + "1" * 64,
        other: "v1/content/_h/" + "2" * 64,
    }


@pytest.mark.parametrize("path", ["", "/a", "a/", "a//b", ".", "a/../b", "./a", "..", "a\0b"])
def test_a_path_that_leads_astray_is_refused(path):
    with pytest.raises(InvalidInputError) as refused:
        require_logical_paths([path])
    assert [problem.code for problem in refused.value.problems] == ["path_unsafe"]


def test_all_that_is_wrong_with_the_paths_is_said_at_once():
    with pytest.raises(InvalidInputError) as refused:
        require_logical_paths(["../x", "a", "a", "a/b", "bad\udc80"])
    assert sorted((problem.code, problem.where) for problem in refused.value.problems) == [
        ("path_is_file_and_directory", "a"),
        ("path_not_unicode", "bad\udc80"),
        ("path_repeated", "a"),
        ("path_unsafe", "../x"),
    ]


@given(st.lists(st.text("aAéÉe\u0301ßſsS文/.\u200d", min_size=1, max_size=6), unique=True, max_size=8))
def test_no_two_paths_ever_share_a_place_on_any_disk(paths):
    paths = [path for path in paths if all(element not in {"", ".", ".."} for element in path.split("/"))]
    found = content_paths({path: f"{number:064x}" for number, path in enumerate(paths)})
    assert len({place.casefold() for place in found.values()}) == len(paths)
