"""What only a cluster can suffer; and that it finds what the twin in memory finds."""

import random
from dataclasses import replace
from threading import Event, Thread
from time import monotonic, sleep

import pytest

from api.bootstrap import build
from archives.domain.errors import IndexBusyError
from archives.domain.permission import WORKER
from archives.services.search_asking import Question
from config.outgoing import ClusterSettings
from search_index import MemoryIndex
from search_index.opensearch_index import OpenSearchIndex
from tests.cluster.servers import NODES
from tests.factories import cast
from tests.handover import register
from tests.search_corpus import document, found

SEED = 20261123
LETTERS = "档檔案会會议甲乙丙亂乱AＡaBb1１ 　，。-"
DOCUMENTS, PHRASES = 300, 500
PATIENCE = 120  # seconds


def test_500_phrases_find_what_the_twin_in_memory_finds_after_changes(index):
    chance, twin = random.Random(SEED), MemoryIndex()
    made = [document(str(number), text=_text(chance, 60), title=_text(chance, 12)) for number in range(DOCUMENTS)]
    changed = [replace(each, text=_text(chance, 40)) for each in made[::7]]
    for each in (index, twin):
        each.put(made)
        each.put(changed)
        each.remove([one.record_id for one in made[::11]])
    asked = [_text(chance, chance.randint(1, 12)) for _ in range(PHRASES)]

    differing = [words for words in asked if sorted(found(index, words)) != sorted(found(twin, words))]

    assert differing == []
    assert sum(bool(found(twin, words)) for words in asked) > PHRASES // 4


@pytest.mark.parametrize("victim", NODES)
def test_answers_go_on_when_a_node_is_killed_and_nothing_is_lost(cluster, index, victim):
    index.put([document(str(number), text="档案移交") for number in range(100)])
    cluster.wait(len(NODES))
    wrong, asked, done = [], [], Event()

    def ask_on():
        while not done.is_set():
            names = found(index, "移交")
            asked.append(len(names))
            if len(names) < 100:
                wrong.append(names)

    asker = Thread(target=ask_on)
    asker.start()
    cluster.kill(victim)
    _wait_for(lambda: len(asked) > 50)
    done.set()
    asker.join()
    cluster.start_node(victim)
    cluster.wait(len(NODES))
    index.put([document("new", text="档案移交")])

    assert wrong == []
    assert len(found(index, "移交")) == 101


def test_what_is_registered_while_the_manager_is_away_is_found_once_it_is_back(cluster, house_over):
    house, people = house_over
    manager = cluster.manager()
    cluster.kill(manager)
    try:
        register(house, people, "A001-WS·2005-Y-0001", "青山县防洪工作的通知")
        assert _titles(house, people) == ["青山县防洪工作的通知"]  # read directly, from what waits
        _drain_as_far_as_possible(house)
    finally:
        cluster.start_node(manager)
        cluster.wait(len(NODES))

    with house.open(WORKER) as services:
        services.indexing.catch_up()
        assert not services.indexing.waits()
    assert _titles(house, people) == ["青山县防洪工作的通知"]
    assert house.outside.index.count() == 1


def test_a_cluster_that_is_away_is_refused_in_our_words(tmp_path):
    away = OpenSearchIndex(tmp_path, ["http://127.0.0.1:9"])

    with pytest.raises(IndexBusyError, match="does not answer"):
        found(away, "档案")
    with pytest.raises(IndexBusyError, match="does not answer"):
        away.put([document("1")])


@pytest.fixture
def house_over(cluster, settings, sqlite_url):
    settings = replace(settings, cluster=ClusterSettings(cluster.urls()))
    house = build(settings)
    yield house, cast(house)
    house.close()


def _wait_for(condition):
    until = monotonic() + PATIENCE
    while not condition():
        assert monotonic() < until
        sleep(0.05)


def _titles(house, people):
    with house.open(people.clerk) as services:
        return [hit.record.title for hit in services.search.find(Question("防洪")).hits]


def _drain_as_far_as_possible(house):
    with house.open(WORKER) as services:
        try:
            services.indexing.catch_up()
        except IndexBusyError:
            return


def _text(chance, longest):
    return "".join(chance.choice(LETTERS) for _ in range(longest))
