"""The index on disk: many processes, crashes, versions, damage."""

import gc
import multiprocessing
import os
import random
import signal
import threading
import time

import pytest

from archives.domain.errors import IndexBusyError, IndexUnusableError
from search_index import WhooshIndex, directory, generation, whoosh_index
from tests.search_corpus import document, found, texts

FORK = multiprocessing.get_context("fork")


@pytest.fixture
def home(tmp_path):
    return tmp_path / "index"


def in_another_process(task, *arguments):
    process = FORK.Process(target=task, args=arguments)
    process.start()
    process.join(60)
    assert process.exitcode == 0


def put(home, documents):
    WhooshIndex(home).put(documents)


def rebuild(home, documents):
    WhooshIndex(home).rebuild(documents)


def generations(home):
    return [path for path in home.iterdir() if path.is_dir()]


# --- several processes ---------------------------------------------------------------------------


def test_a_reader_sees_what_another_process_wrote(home):
    reader = WhooshIndex(home)
    assert found(reader, "档案") == []

    in_another_process(put, home, texts("档案"))
    assert found(reader, "档案") == ["0"]

    in_another_process(put, home, [document("0", text="会议"), document("1", text="档案")])
    assert found(reader, "档案") == ["1"]

    in_another_process(rebuild, home, [document("9", text="档案")])
    assert found(reader, "档案") == ["9"]


def test_a_writer_builds_upon_what_another_process_wrote(home):
    writer = WhooshIndex(home)
    writer.put(texts("档案"))

    in_another_process(rebuild, home, texts("会议"))
    writer.put([document("1", text="档案")])

    assert sorted(found(writer, "")) == ["0", "1"]
    assert found(writer, "档案") == ["1"]


def test_two_writers_exclude_each_other(home):
    index, second = WhooshIndex(home), WhooshIndex(home, lock_timeout=0.1)

    def slowly():
        with pytest.raises(IndexBusyError):
            second.put(texts("会议"))
        yield document("1", text="档案")

    index.rebuild(slowly())

    assert found(second, "档案") == ["1"]
    second.put(texts("会议"))
    assert index.count() == 2


def test_only_one_process_drains(home):
    index, second = WhooshIndex(home), WhooshIndex(home)

    with index.drain_lock() as held, second.drain_lock() as held_too:
        assert (held, held_too) == (True, False)
        index.put(texts("档案"))
    with second.drain_lock() as held:
        assert held


def test_the_place_of_a_drainer_that_was_killed_is_free(home):
    def hold(ready):
        with WhooshIndex(home).drain_lock() as held:
            assert held
            ready.set()
            time.sleep(60)

    ready = FORK.Event()
    process = FORK.Process(target=hold, args=(ready,))
    process.start()
    assert ready.wait(30)
    with WhooshIndex(home).drain_lock() as held:
        assert not held
    os.kill(process.pid, signal.SIGKILL)
    process.join(30)

    with WhooshIndex(home).drain_lock() as held:
        assert held


# --- rebuilding ----------------------------------------------------------------------------------


def test_searches_go_on_while_the_index_is_rebuilt(home):
    index, reader = WhooshIndex(home), WhooshIndex(home)
    index.put(texts("档案"))
    seen = []

    def documents():
        seen.append((found(reader, "档案"), found(index, "档案")))
        yield document("1", text="档案")
        seen.append((found(reader, "档案"), found(index, "档案")))

    index.rebuild(documents())

    assert seen == [(["0"], ["0"])] * 2
    assert (found(reader, "档案"), found(index, "档案")) == (["1"], ["1"])
    assert len(generations(home)) == 1


def test_searching_all_the_time_never_fails_while_others_write_and_rebuild(home):
    reader = WhooshIndex(home)
    reader.put(texts("档案"))
    answers, stop = [], threading.Event()

    def search():
        while not stop.is_set():
            answers.append(tuple(found(reader, "档案")))

    searching = threading.Thread(target=search)
    searching.start()
    try:
        for _ in range(6):
            in_another_process(put, home, texts("档案"))
            in_another_process(rebuild, home, texts("档案"))
    finally:
        stop.set()
        searching.join()

    assert set(answers) == {("0",)}


def test_a_rebuild_that_fails_leaves_the_index_as_it_was(home):
    index = WhooshIndex(home)
    index.put(texts("档案"))

    def documents():
        yield document("1", text="档案")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        index.rebuild(documents())

    assert found(WhooshIndex(home), "档案") == ["0"]
    assert index.rebuild(texts("会议")) == 1
    assert len(generations(home)) == 1


# --- crashes -------------------------------------------------------------------------------------


def test_a_killed_writer_leaves_an_index_that_opens_and_can_be_written(home):
    index = WhooshIndex(home)
    corpus = [document(str(number), text=f"档案会议{number}" * 40) for number in range(60)]
    index.put(corpus)
    delays = random.Random(7)

    def put_forever():
        while True:
            WhooshIndex(home).put(corpus)

    for _ in range(8):
        process = FORK.Process(target=put_forever)
        process.start()
        time.sleep(0.05 + delays.random() * 0.2)
        os.kill(process.pid, signal.SIGKILL)
        process.join(30)
        assert not WhooshIndex(home).needs_rebuild
        assert len(found(index, "档案")) == index.count() == 60

    index.put([document("60", text="档案")])
    assert len(found(WhooshIndex(home), "档案")) == 61


def test_a_killed_rebuild_leaves_the_old_index_and_nothing_for_long(home):
    index = WhooshIndex(home)
    index.put(texts("档案"))

    def rebuild_and_die():
        def documents():
            yield from texts("会议")
            os.kill(os.getpid(), signal.SIGKILL)

        WhooshIndex(home).rebuild(documents())

    process = FORK.Process(target=rebuild_and_die)
    process.start()
    process.join(30)

    assert process.exitcode == -signal.SIGKILL
    assert len(generations(home)) == 2
    assert found(WhooshIndex(home), "档案") == ["0"]
    assert index.rebuild(texts("会议")) == 1
    assert len(generations(home)) == 1


# --- versions and damage -------------------------------------------------------------------------


def test_an_index_of_another_version_needs_a_rebuild(home, monkeypatch):
    WhooshIndex(home).put(texts("档案"))
    monkeypatch.setattr(directory, "SCHEMA_VERSION", 2)
    index = WhooshIndex(home)

    assert index.needs_rebuild
    assert (found(index, "档案"), index.count()) == ([], 0)
    with pytest.raises(IndexUnusableError, match="archives reindex"):
        index.put(texts("档案"))
    with pytest.raises(IndexUnusableError, match="archives reindex"):
        index.remove(["0"])

    assert index.rebuild(texts("档案")) == 1
    assert not index.needs_rebuild
    assert found(index, "档案") == ["0"]


@pytest.mark.parametrize("ending", [".toc", ".seg"])
@pytest.mark.parametrize(
    "content", [b"", b"\0" * 4096, b"\xff" * 100, os.urandom(5000)], ids=["empty", "zero", "full", "noise"]
)
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # Whoosh leaves a broken file open
def test_a_damaged_index_needs_a_rebuild(home, ending, content):
    WhooshIndex(home).put(texts("档案"))
    for path in home.rglob(f"*{ending}"):
        path.write_bytes(content)
    index = WhooshIndex(home)

    assert found(index, "档案") == []
    assert index.needs_rebuild
    with pytest.raises(IndexUnusableError, match="archives reindex"):
        index.put(texts("档案"))

    assert index.rebuild(texts("档案")) == 1
    assert not index.needs_rebuild
    assert found(index, "档案") == ["0"]
    gc.collect()


@pytest.mark.parametrize(
    "content", [b"", b"v1-../../etc", b"\xff\xfe", b"v1-000000000000"], ids=["empty", "path", "bytes", "gone"]
)
def test_a_pointer_to_nowhere_needs_a_rebuild(home, content):
    WhooshIndex(home).put(texts("档案"))
    (home / "current").write_bytes(content)

    index = WhooshIndex(home)

    assert index.needs_rebuild
    assert index.rebuild(texts("档案")) == 1
    assert found(index, "档案") == ["0"]


def test_an_index_whose_files_were_removed_needs_a_rebuild(home):
    index = WhooshIndex(home)
    index.put(texts("档案"))
    for path in home.rglob("*.seg"):
        path.unlink()

    assert WhooshIndex(home).needs_rebuild


def test_a_failing_source_of_documents_is_not_taken_for_damage(home):
    index = WhooshIndex(home)

    def documents():
        yield document("1", text="档案")
        raise ValueError("the database went away")

    with pytest.raises(ValueError, match="went away"):
        index.put(documents())
    assert not index.needs_rebuild


# --- segments ------------------------------------------------------------------------------------


def test_many_small_writes_are_merged_and_lose_nothing(home, monkeypatch):
    monkeypatch.setattr(generation, "MOST_SEGMENTS", 3)
    index = WhooshIndex(home)
    for number in range(20):
        index.put([document(str(number), text=f"档案 {number}", title=f"a{number}")])
        index.put([document("0", text=f"会议 {number}", archive_number=f"N-{number}", formed_on="2006")])

    assert len(found(index, "档案")) == 19
    assert found(index, "会议") == ["0"]
    assert found(index, '"会议 19"') == ["0"]
    assert found(index, "n-19") == ["0"]
    assert found(index, "n-18") == []
    assert found(index, "a7") == ["7"]
    assert len(list(home.rglob("*.seg"))) <= 4


def test_merging_at_rest_changes_no_answer(home):
    index = WhooshIndex(home)
    for number in range(5):
        index.put([document(str(number), text="档案" * number, title="会议")])
    index.remove(["3"])
    before = found(index, "档案"), found(index, "会议", sort="number"), index.count()

    index.merge()

    assert (found(index, "档案"), found(index, "会议", sort="number"), index.count()) == before
    assert len(list(home.rglob("*.seg"))) == 1


def test_large_puts_are_written_in_batches(home, monkeypatch):
    monkeypatch.setattr(whoosh_index, "BATCH_CHARACTERS", 50)
    index = WhooshIndex(home)

    index.put([document(str(number), text="档案" * 10) for number in range(10)])

    assert len(found(index, "档案")) == 10
    assert len(list(home.rglob("*.seg"))) == 4
