"""Finding aids as EAD 3: valid by the official schema, in the order of the records, of what one may see alone."""

import io
import tracemalloc
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
from lxml import etree

from archives.domain.permission import WORKER
from archives.domain.vocabulary import Classification
from archives.models import Fonds, Record
from archives.packaging.ead3 import NAMESPACE, NOTES, TERMS, Ead3Files
from archives.packaging.languages import languages
from archives.ports import AidHead, AidUnit
from archives.services.search_asking import Question
from tests.factories import cast
from tests.integration.test_records import PAPER, VOLUME
from tests.integration.test_search import catch_up, submit

SCHEMA = Path(__file__).parent.parent.parent / ".venv" / "ead3" / "ead" / "management" / "commands" / "ead3.xsd"
HEAD = AidHead("a-1", "检索结果：防汛", "青山县档案馆", datetime(2026, 11, 23, 8, 30, tzinfo=UTC), "zh-Hans")
NAMES = {"e": NAMESPACE}


@cache
def schema():
    assert SCHEMA.is_file(), "The schema is missing; make test brings it (django-ead carries release 1.1.1)."
    return etree.XMLSchema(etree.parse(SCHEMA))


def written(*units, head=HEAD):
    target = io.BytesIO()
    Ead3Files().write(head, units, target)
    return etree.fromstring(target.getvalue())


def faults(tree):
    """What the official schema says against it; XML ids that come twice are among it."""
    schema().validate(tree)
    return [str(each) for each in schema().error_log]


def exported(house, actor, words="", **filters):
    target = io.BytesIO()
    with house.open(actor) as services:
        services.search.write_hits(Question(words, filters), "hits.xml", target)
    return etree.fromstring(target.getvalue())


def outline(node, depth=0):
    """The units as lines: how deep, level, title."""
    lines = []
    for each in node.xpath("e:archdesc | e:dsc/e:c | e:c", namespaces=NAMES):
        title = each.findtext("e:did/e:unittitle", namespaces=NAMES)
        lines += [f"{'  ' * depth}{each.get('level')} {title}", *outline(each, depth + 1)]
    return lines


# --- the form --------------------------------------------------------------------------------------


def test_all_that_a_unit_can_say_is_valid_and_in_its_place():
    full = AidUnit(
        1,
        "item",
        "关于<防汛>的通知 & 𠮷\x0b",
        number="A001-WS·1998-Y-0001",
        identifier="urn:uuid:01890000-0000-7000-8000-000000000001",
        last_day="1998-03-04",
        date_as_stated="一九九八年三月四日",
        responsible="青山县财政局",
        quantities=((12, "页"),),
        extent="12页，附图1张",
        language="汉语、English；火星文",
        access=(("restricted", "开放状态：控制"), ("conditions", "须经批准\n另见说明")),
        notes=(
            *((name, f"{name}\n\n第二段") for name in NOTES),
            *((name, "甲；乙") for name in TERMS),
            ("unheard", "x"),
        ),
    )

    tree = written(AidUnit(0, "fonds", "青山县财政局", creators=("财政科", "财政局"), repository="青山县档案馆"), full)

    assert faults(tree) == []
    item = tree.find(".//e:c", NAMES)
    assert item.get("id") == "u-01890000-0000-7000-8000-000000000001"
    assert item.findtext("e:did/e:unittitle", namespaces=NAMES) == "关于<防汛>的通知 & 𠮷\ufffd"
    assert item.find(".//e:datesingle", NAMES).get("standarddate") == "1998-03-04"
    spoken = [(each.get("langcode"), each.text) for each in item.iterfind(".//e:language", NAMES)]
    assert spoken == [("chi", "汉语"), ("eng", "English"), (None, "火星文")]
    limits = [(each.get("localtype"), list(each.itertext("{*}p"))) for each in item.iterfind("e:accessrestrict", NAMES)]
    assert limits == [("restricted", ["开放状态：控制"]), ("conditions", ["须经批准", "另见说明"])]
    assert [each.text for each in item.iterfind(".//e:subject/e:part", NAMES)] == ["甲", "乙", "甲", "乙"]


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "en"])
def test_an_aid_without_any_unit_below_is_valid_in_each_language(language):
    head = AidHead("a-1", "x", "y", HEAD.made_at, language)

    tree = written(AidUnit(0, "collection", ""), head=head)

    assert faults(tree) == []
    assert tree.find(".//e:script", NAMES).get("scriptcode") == {"zh-Hans": "Hans", "zh-Hant": "Hant"}.get(
        language, "Latn"
    )


def test_a_span_is_said_from_day_to_day_and_parts_of_dates_stay_parts():
    tree = written(
        AidUnit(0, "fonds", "全宗"),
        AidUnit(1, "file", "一", first_day="1998", last_day="1999-05"),
        AidUnit(1, "file", "二", first_day="1998-01-01"),
    )

    assert faults(tree) == []
    said = [(each.tag.rpartition("}")[2], each.get("standarddate")) for each in tree.iterfind(".//*[@standarddate]")]
    assert said == [("fromdate", "1998"), ("todate", "1999-05"), ("datesingle", "1998-01-01")]


def test_languages_are_known_by_any_usual_name():
    assert [code for code, _ in languages("中文,zh-Hans / 维吾尔文；FRENCH、deu")] == [
        "chi",
        "chi",
        "uig",
        "fre",
        "ger",
    ]


def test_memory_does_not_grow_with_the_units():
    class Nowhere(io.BytesIO):
        def write(self, data):
            return len(data)

    def units(count):
        yield AidUnit(0, "fonds", "全宗")
        for number in range(count):
            yield AidUnit(1 + number % 3, "item", f"通知{number}", notes=(("note", "附注" * 50),))

    def peak(count):
        tracemalloc.start()
        Ead3Files().write(HEAD, units(count), Nowhere())
        top = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return top

    peak(10)
    assert peak(3000) < peak(300) + 50_000  # bytes


# --- of records ------------------------------------------------------------------------------------


@pytest.fixture
def people(house):
    """Two volumes and loose items of two series of the finance bureau, one item of the health bureau."""
    found = cast(house)
    with house.open(found.clerk) as services:

        def register(parent=None, fonds=found.finance_fonds, **more):
            return services.records.register(fonds.id, {**PAPER, **more}, parent).record.id

        volume = register(**{**VOLUME, "title": "预算卷"})
        register(volume, title="卷内二月防汛", formed_on="1998-02-01", language="汉语")
        register(volume, title="卷内三月", formed_on="1998-03-01")
        register(title="散件防汛", series="业务科", formed_on="1998-05-01", access_conditions="须经批准")
        register(title="无类防汛", series="", formed_on="1998-06-01")
    with house.open(found.other_clerk) as services:
        services.records.register(found.health_fonds.id, {**PAPER, "title": "卫生防汛"})
    return found


def test_the_hits_of_one_fonds_lie_as_the_records_lie_below_volumes_that_are_no_hits(house, people):
    tree = exported(house, people.clerk, "防汛")

    assert faults(tree) == []
    assert outline(tree) == [
        "fonds 青山县财政局",
        "  item 无类防汛",
        "  series 业务科",
        "    item 散件防汛",
        "  series 办公室",
        "    file 预算卷",
        "      item 卷内二月防汛",
    ]
    assert tree.findtext(".//e:titleproper", namespaces=NAMES) == "检索结果：防汛"
    assert tree.findtext(".//e:agencyname", namespaces=NAMES) == "青山县档案馆"
    assert [each.text for each in tree.iterfind(".//e:accessrestrict[@localtype='conditions']/*", NAMES)] == [
        "须经批准"
    ]
    assert tree.find(".//e:langmaterial/e:language", NAMES).get("langcode") == "chi"
    span = tree.find(".//e:c[@level='file']/e:did//e:daterange", NAMES)
    assert [each.get("standarddate") for each in span] == ["1998-02-01", "1998-03-01"]


def test_several_fonds_lie_in_a_collection_in_the_order_of_their_numbers(house, people):
    catch_up(house)
    tree = exported(house, WORKER, "防汛")

    assert faults(tree) == []
    assert [line for line in outline(tree) if "fonds" in line or "collection" in line] == [
        "collection 检索结果：防汛",
        "  fonds 青山县财政局",
        "  fonds 青山县卫生局",
    ]
    assert [each.text for each in tree.iterfind(".//e:c[@level='fonds']/e:did/e:unitid", NAMES)][::2] == [
        "A001",
        "A002",
    ]


def test_nothing_is_exported_that_may_not_be_seen(house, people):
    """The archivist sees two submitted records: an item without its volume, and one that is then classified."""
    with house.open(WORKER) as services:
        ids = {each.title: each.id for each in services.work.session.query(Record)}
    for title in ("卷内二月防汛", "散件防汛"):
        submit(house, ids[title], people.archive)
    with house.open(WORKER) as services, services.work.write():
        services.work.get(Record, ids["散件防汛"]).classification = Classification.SECRET

    tree = exported(house, people.archivist, "防汛")

    assert faults(tree) == []
    assert outline(tree) == ["fonds 青山县财政局", "  series 办公室", "    item 卷内二月防汛"]
    assert outline(exported(house, people.other_clerk, "防汛")) == [
        "fonds 青山县卫生局",
        "  series 办公室",
        "    item 卫生防汛",
    ]
    assert outline(exported(house, people.system_admin, "防汛")) == ["collection 检索结果：防汛"]


def test_filters_hold(house, people):
    with house.open(WORKER) as services:
        fonds = services.work.session.query(Fonds).filter_by(number="A001").one().id

    tree = exported(house, people.clerk, "", fonds_id=[str(fonds)], level=["volume"])

    assert faults(tree) == []
    assert outline(tree)[-1] == "    file 预算卷"
