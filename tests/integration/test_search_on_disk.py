"""The index on disk: many processes, crashes, versions, damage."""

import gc
import multiprocessing
import os
import random
import signal
import threading
import time
from pathlib import Path

import pytest

from archives.domain.errors import IndexBusyError, IndexUnusableError
from archives.ports import Visibility
from search_index import WhooshIndex, codec, directory, joining, section_file, segments, whoosh_index
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
    assert ready.wait(120)
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


def test_what_was_written_is_on_the_disk_before_it_is_named_and_its_name_before_the_old_goes(home, monkeypatch):
    done = []

    def noted(name):
        real = getattr(os, name)

        def call(first, *rest):
            path = Path(f"/proc/self/fd/{first}").readlink() if isinstance(first, int) else Path(first)
            done.append((name.replace("fdata", "f"), path.relative_to(home).as_posix()))
            return real(first, *rest)

        monkeypatch.setattr(os, name, call)

    index = WhooshIndex(home)
    index.put(texts("档案"))
    for name in ("fsync", "fdatasync", "rename", "remove"):
        noted(name)
    index.put(texts("会议"))

    generation = next(path for name, path in done if name == "remove").split("/")[0]
    assert [name for name, _ in done[:4]] == ["fsync", "fsync", "rename", "fsync"]
    assert done[0][1].endswith(".cols.new")
    assert ".toc." in done[1][1]
    assert done[1][1] == done[2][1]
    assert done[3] == ("fsync", generation)
    assert {name for name, _ in done[4:]} == {"remove"}


# --- versions and damage -------------------------------------------------------------------------


def test_an_index_of_another_version_needs_a_rebuild(home, monkeypatch):
    WhooshIndex(home).put(texts("档案"))
    monkeypatch.setattr(directory, "SCHEMA_VERSION", 99)
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


@pytest.mark.parametrize("ending", [".toc", ".cols"])
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


def test_no_byte_of_a_segment_changes_unnoticed(home):
    WhooshIndex(home).put([document("1", title="档案 forest", text="会议" * 40, archive_number="A-1")])
    (path,) = home.rglob("*.cols")
    whole = path.read_bytes()
    chance = random.Random(3)
    padding = 0

    for place in [0, 8, len(whole) - 1, *(chance.randrange(len(whole)) for _ in range(200))]:
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        index = WhooshIndex(home)
        padding += not index.needs_rebuild
        assert found(index, "档案") == ([] if index.needs_rebuild else ["1"])
    assert padding < 100  # between two arrays lies nothing


def test_a_segment_that_was_cut_short_is_noticed(home):
    WhooshIndex(home).put(texts("档案"))
    (path,) = home.rglob("*.cols")
    path.write_bytes(path.read_bytes()[:-1])

    assert WhooshIndex(home).needs_rebuild


def test_a_segment_of_a_newer_program_is_refused_with_the_way_out(home, monkeypatch, caplog):
    monkeypatch.setattr(section_file, "FORMAT_VERSION", 9)
    WhooshIndex(home).put(texts("档案"))
    monkeypatch.undo()
    index = WhooshIndex(home)

    with pytest.raises(IndexUnusableError, match="archives reindex"):
        index.put(texts("会议"))
    assert found(index, "档案") == []
    assert "format 9, this program reads 2" in caplog.text


def test_places_beyond_65535_are_found(home):
    index = WhooshIndex(home)
    index.put([document("1", text="会议" * 50_000 + "档案移交" + "甲" * 100_000 + " forest fire"), document("2")])

    assert (found(index, "议档案移"), found(index, '"forest fire"'), found(index, "案档")) == (["1"], ["1"], [])


def test_joining_in_small_windows_changes_no_answer(home, monkeypatch):
    monkeypatch.setattr(joining, "WINDOW", 3)
    index = WhooshIndex(home)
    for number in range(4):
        index.put(
            [document(str(number), text="档案会议 forest" * (number + 1), title=f"fire {number}", year=2000 + number)]
        )
    index.remove(["1"])
    index.put([document("2", text="档案")])

    index.merge()

    assert sorted(found(index, "档案")) == ["0", "2", "3"]
    assert [sorted(found(index, words)) for words in ("会议", "forest")] == [["0", "3"]] * 2
    assert found(index, '"fire 3"') == ["3"]
    assert found(index, "年度:2003") == ["3"]
    assert len(list(home.rglob("*.cols"))) == 1


@pytest.mark.parametrize(
    "content", [b"", b"v2-../../etc", b"\xff\xfe", b"v2-000000000000"], ids=["empty", "path", "bytes", "gone"]
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
    for path in home.rglob("*.cols"):
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
    monkeypatch.setattr(codec, "MOST_SEGMENTS", 3)
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
    assert len(list(home.rglob("*.cols"))) <= 4


def test_merging_at_rest_changes_no_answer(home):
    index = WhooshIndex(home)
    for number in range(5):
        index.put([document(str(number), text="档案" * number, title="会议")])
    index.remove(["3"])
    before = found(index, "档案"), found(index, "会议", sort="number"), index.count()

    index.merge()

    assert (found(index, "档案"), found(index, "会议", sort="number"), index.count()) == before
    assert len(list(home.rglob("*.cols"))) == 1


def test_what_one_may_see_stays_right_through_generations(home):
    index = WhooshIndex(home)
    index.put([document(str(number), text="档案", organization_id=f"o{number % 3}") for number in range(12)])
    sights = [Visibility(organizations=frozenset({"o1", f"x{number}"})) for number in range(70)]
    left = ["1", "10", "4", "7"]

    for gone in list(left):
        for visibility in sights:
            assert sorted(found(index, "档案", visibility=visibility)) == left
        index.remove([gone])
        left.remove(gone)
    index.put([document("1", text="档案", organization_id="o2"), document("2", text="档案", organization_id="o1")])

    assert all(found(index, "档案", visibility=visibility) == ["2"] for visibility in sights)


def test_a_segment_is_opened_once_for_reading_and_writing(home, monkeypatch):
    opened = []
    whole = segments.read_sections
    monkeypatch.setattr(segments, "read_sections", lambda path: opened.append(path) or whole(path))
    index = WhooshIndex(home)

    for number in range(3):
        index.put([document(str(number), text="档案")])
        assert len(found(index, "档案")) == number + 1

    assert len(opened) == len(set(opened)) == 3


def test_large_puts_are_written_in_batches(home, monkeypatch):
    monkeypatch.setattr(whoosh_index, "BATCH_CHARACTERS", 50)
    index = WhooshIndex(home)

    index.put([document(str(number), text="档案" * 10) for number in range(10)])

    assert len(found(index, "档案")) == 10
    assert len(list(home.rglob("*.cols"))) == 4
