"""Finding records: by words of description and text, at once after saving, and never beyond one's sight."""

import hashlib
import io
from collections import Counter

import pytest
from sqlalchemy import select

from archives.domain.errors import InvalidInputError
from archives.domain.permission import WORKER, Actor
from archives.domain.vocabulary import Custody
from archives.models import ContentFile, OutboxMessage, Record
from archives.services import search_asking
from archives.services.content import Upload
from archives.services.search_asking import Question
from tests import handover
from tests.factories import cast
from tests.handover import plan, three_records
from tests.integration.test_records import PAPER


@pytest.fixture
def people(house):
    return cast(house)


def register(house, actor, fonds, **changes):
    with house.open(actor) as services:
        return services.records.register(fonds.id, {**PAPER, **changes}).record.id


def attach(house, actor, record_id, text, name="正文.txt"):
    data = text.encode()
    with house.open(actor) as services:
        services.content.attach(record_id, Upload(name, io.BytesIO(data), len(data), hashlib.sha256(data).hexdigest()))


def catch_up(house):
    with house.open(WORKER) as services:
        return services.indexing.catch_up()


def find(house, actor, words="", **more):
    with house.open(actor) as services:
        return services.search.find(Question(words, **more))


def titles(findings):
    return ["".join(part for part, _ in hit.title) for hit in findings.hits]


def submit(house, record_id, archive):
    """Put a record before the archive, as a submission does."""
    with house.open(WORKER) as services, services.work.write():
        services.work.get(Record, record_id).repository_id = archive.id
        services.work.send("index", record_ids=[record_id])


def test_what_was_just_saved_is_found_before_it_is_indexed(house, people):
    register(house, people.clerk, people.finance_fonds, title="關於防汛經費的通知")

    assert house.outside.index.count() == 0
    for words in ("防汛", "防汛经费", "經費", "关于防汛"):
        assert titles(find(house, people.clerk, words)) == ["關於防汛經費的通知"], words


def test_what_is_indexed_is_found_as_before(house, people):
    register(house, people.clerk, people.finance_fonds, title="關於防汛經費的通知")

    assert catch_up(house) == 1

    assert house.outside.index.count() == 1
    assert titles(find(house, people.clerk, "防汛经费")) == ["關於防汛經費的通知"]


def test_a_changed_title_is_found_and_the_old_one_no_more(house, people):
    record_id = register(house, people.clerk, people.finance_fonds, title="防汛通知")
    catch_up(house)
    with house.open(people.clerk) as services:
        services.records.describe(record_id, services.records.get(record_id).version, {"title": "抗旱通知"})

    for _ in ("waiting", "indexed"):
        assert find(house, people.clerk, "防汛").total == 0
        assert find(house, people.clerk, "抗旱").total == 1
        catch_up(house)


def test_the_text_of_files_is_found_and_shown_as_it_was_written(house, people):
    record_id = register(house, people.clerk, people.finance_fonds, title="通知")
    attach(house, people.clerk, record_id, "前言。" * 40 + "各級檔案館應當加強水庫檔案的管理。" + "後記。" * 40)
    catch_up(house)

    (hit,) = find(house, people.clerk, "档案馆").hits

    assert ("檔案館", True) in hit.snippet
    assert hit.file == "正文.txt"
    assert "各級檔案館應當加強水庫" in "".join(part for part, _ in hit.snippet)


def test_a_match_in_the_title_is_marked(house, people):
    register(house, people.clerk, people.finance_fonds, title="关于防汛的通知")

    (hit,) = find(house, people.clerk, "防汛").hits

    assert hit.title == [("关于", False), ("防汛", True), ("的通知", False)]


def test_hits_of_both_sides_make_one_list(house, people):
    for number in range(3):
        register(house, people.clerk, people.finance_fonds, title=f"防汛{number}")
    catch_up(house)
    for number in range(3, 5):
        register(house, people.clerk, people.finance_fonds, title=f"防汛{number}")

    pages = [find(house, people.clerk, "防汛", offset=at, limit=2) for at in (0, 2, 4)]

    assert [answer.total for answer in pages] == [5, 5, 5]
    assert {value.count for value in pages[0].facets["year"]} == {5}
    assert sorted(title for answer in pages for title in titles(answer)) == [f"防汛{n}" for n in range(5)]


def test_facets_carry_names(house, people):
    register(house, people.clerk, people.finance_fonds)

    facets = find(house, people.clerk).facets

    assert [(each.label, each.count) for each in facets["organization_id"]] == [("青山县财政局", 1)]
    assert [each.label for each in facets["fonds_id"]] == ["A001 青山县财政局"]
    assert [each.value for each in facets["retention"]] == ["permanent"]


def test_filters_restrict(house, people):
    register(house, people.clerk, people.finance_fonds, title="防汛", retention="永久")
    register(house, people.clerk, people.finance_fonds, title="防汛", retention="30年")

    assert find(house, people.clerk, "防汛", filters={"retention": ["D30"]}).total == 1


@pytest.mark.parametrize("more", [{"limit": 0}, {"limit": 201}, {"offset": -1}, {"sort": "colour"}])
def test_a_question_out_of_range_is_refused(house, people, more):
    with pytest.raises(InvalidInputError):
        find(house, people.clerk, "防汛", **more)


@pytest.mark.parametrize("indexed", [False, True])
def test_nobody_finds_counts_or_guesses_what_they_may_not_see(house, people, indexed):
    """Compare with a plain filter written here by hand: who sees which owner."""
    mine = [register(house, people.clerk, people.finance_fonds, title=f"防汛财政{n}") for n in range(3)]
    theirs = [register(house, people.other_clerk, people.health_fonds, title=f"防汛卫生{n}") for n in range(2)]
    submit(house, mine[0], people.archive)
    submit(house, theirs[0], people.archive)
    if indexed:
        catch_up(house)
    finance, health = str(people.finance.id), str(people.health.id)
    expected = {
        "clerk": {finance: 3},
        "other_clerk": {health: 2},
        "archivist": {finance: 1, health: 1},
        "director": {finance: 1, health: 1},
        "inspector": {finance: 3, health: 2},
        "neighbour_inspector": {},
        "system_admin": {},
        "security_admin": {},
        "audit_admin": {},
    }
    nobody = Actor(None, "nobody", ())

    for name, counts in expected.items():
        answer = find(house, getattr(people, name), "防汛")
        assert answer.total == sum(counts.values()), name
        assert {each.value: each.count for each in answer.facets["organization_id"]} == counts, name
        assert Counter(str(hit.record.organization_id) for hit in answer.hits) == Counter(counts), name
    assert (find(house, nobody, "防汛").total, find(house, nobody, "").hits) == (0, ())
    assert find(house, WORKER, "防汛").total == 5


def test_what_the_archive_gave_back_it_finds_no_more(house, people):
    record_id = register(house, people.clerk, people.finance_fonds, title="防汛")
    submit(house, record_id, people.archive)
    catch_up(house)
    assert find(house, people.archivist, "防汛").total == 1

    with house.open(WORKER) as services, services.work.write():
        services.work.get(Record, record_id).repository_id = None
        services.work.send("index", record_ids=[record_id])

    for _ in ("waiting", "indexed"):
        answer = find(house, people.archivist, "防汛")
        assert (answer.total, answer.hits, answer.facets["year"]) == (0, (), ())
        catch_up(house)


def test_a_rebuilt_index_holds_every_record_with_its_text(house, people):
    ids = [register(house, people.clerk, people.finance_fonds, title=f"第{n}件") for n in range(7)]
    attach(house, people.clerk, ids[3], "水库移民安置")
    with house.open(WORKER) as services, services.work.write():
        for message in services.work.session.scalars(select(OutboxMessage)):
            services.work.session.delete(message)
    steps = []

    with house.open(WORKER) as services:
        assert services.indexing.rebuild(lambda done, total: steps.append((done, total))) == 7

    assert steps == [(7, 7)]
    assert titles(find(house, people.clerk, "移民安置")) == ["第3件"]
    with house.open(WORKER) as services:
        assert services.work.session.scalars(select(ContentFile.text)).all() == ["水库移民安置"]


def test_custody_is_a_facet(house, people):
    register(house, people.clerk, people.finance_fonds)

    assert [each.value for each in find(house, people.clerk).facets["custody"]] == [Custody.ORGANIZATION]


def test_the_archive_finds_what_was_submitted_and_no_more_what_was_withdrawn(house, people):
    three_records(house, people)
    transfer = plan(house, people)
    found = {}
    for step in ("planned", "submitted", "withdrawn"):
        if step == "submitted":
            handover.submit(house, people, transfer.id)
        if step == "withdrawn":
            handover.act(house, people.clerk, "transfers", "withdraw", transfer.id, "须补材料")
        found[step, "waiting"] = find(house, people.archivist, "档案").total
        catch_up(house)
        found[step, "indexed"] = find(house, people.archivist, "档案").total

    assert found == {
        ("planned", "waiting"): 0,
        ("planned", "indexed"): 0,
        ("submitted", "waiting"): 1,
        ("submitted", "indexed"): 1,
        ("withdrawn", "waiting"): 0,
        ("withdrawn", "indexed"): 0,
    }


def test_a_hit_in_a_paged_file_names_file_and_page(house, people):
    record = register(house, people.clerk, people.finance_fonds, title="一份通知")
    attach(house, people.clerk, record, "没有页的防汛文本", name="甲.txt")
    catch_up(house)
    without = find(house, people.clerk, "防汛").hits[0]
    with house.open(WORKER) as services, services.work.write():
        file = services.work.session.query(ContentFile).one()
        file.text, file.page_starts = "封面\n第二页的防洪\n又防洪；堤防工程的第三页", [0, 3, 10]
        services.work.send("index", record_ids=[record])
    catch_up(house)
    found = {words: find(house, people.clerk, words).hits[0] for words in ("封面", "防洪", "堤防", "又 防洪", "一份")}

    assert (without.file, without.page) == ("甲.txt", 0)
    assert {words: (hit.file, hit.page) for words, hit in found.items()} == {
        "封面": ("甲.txt", 1),
        "防洪": ("甲.txt", 2),
        "堤防": ("甲.txt", 3),
        "又 防洪": ("甲.txt", 2),
        "一份": ("", 0),
    }
    assert found["防洪"].file_id == file.id


class Meddler(io.BytesIO):
    """A file that has somebody act when the first words of it are written."""

    def __init__(self, act):
        super().__init__()
        self._act = act

    def write(self, data):
        if self._act is not None and "关于".encode() in data:
            act, self._act = self._act, None
            act()
        return super().write(data)


def test_an_export_is_of_one_state_whatever_is_written_meanwhile(house, people, monkeypatch):
    """Meanwhile one record is renamed, so that it no longer answers, one comes to answer, and all is indexed."""
    monkeypatch.setattr(search_asking, "PAGE", 1)
    for number in range(4):
        last = register(house, people.clerk, people.finance_fonds, title=f"关于防汛的通知{number}")
    catch_up(house)

    def meddle():
        with house.open(WORKER) as services, services.work.write():
            services.work.get(Record, last).title = "关于抗旱的通知"
            services.work.send("index", record_ids=[last])
        register(house, people.clerk, people.finance_fonds, title="关于防汛的通知9")
        catch_up(house)

    target = Meddler(meddle)
    with house.open(people.clerk) as services:
        services.search.write_hits(Question("防汛", sort="number"), "hits.csv", target)

    lines = target.getvalue().decode("utf-8-sig").splitlines()[1:]
    assert sorted(line.split(",")[1] for line in lines) == [f"关于防汛的通知{number}" for number in range(4)]
    assert find(house, people.clerk, "防汛").total == 4
