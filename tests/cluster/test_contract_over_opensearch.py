"""The contract of every index, over a real OpenSearch cluster: the very tests that the others pass."""

from inspect import signature

import pytest

from tests.integration import test_search_contract, test_search_language
from tests.search_corpus import found

globals().update(
    (name, test)
    for name, test in vars(test_search_contract).items()
    if name.startswith("test_") and "index" in signature(test).parameters
)


@pytest.fixture(scope="module")
def filled(make_index):
    index = make_index()
    index.put(test_search_language.CORPUS)
    return index


@pytest.mark.parametrize(("words", "names"), test_search_language.SAID)
def test_a_question_finds_the_same_over_a_cluster(filled, words, names):
    assert sorted(found(filled, words)) == list(names)
