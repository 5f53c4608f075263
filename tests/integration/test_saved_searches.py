"""Saved searches: what comes to answer is told once, to its person alone, and within the sight of that moment."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from archives.delivery.memory import MemoryMailer
from archives.domain.errors import (
    DuplicateError,
    InvalidInputError,
    NotFoundError,
    NotPermittedError,
    StaleVersionError,
)
from archives.domain.permission import WORKER
from archives.domain.saved_search import Telling, letter_due
from archives.domain.vocabulary import Classification
from archives.models import Account, Grant, Job, Record, SavedSearch
from archives.ports import MailAnswer, MailFate
from archives.services.search_asking import Question
from tests.factories import cast
from tests.integration.test_search import catch_up, register, submit
from tests.mailing import with_mailer

ADDRESS = "li@finance.example"


@pytest.fixture
def people(house):
    return cast(house)


@pytest.fixture
def flood(house, people):
    """A search for 防汛 by the clerk of the finance bureau, saved when one record answered it."""
    register(house, people.clerk, people.finance_fonds, title="关于防汛的旧通知")
    return save(house, people.clerk)


def save(house, actor, words="防汛", name="防汛文件", telling=Telling.DESK, **filters):
    with house.open(actor) as services:
        return services.saved_searches.save(name, Question(words, filters), telling).id


def round_over(house):
    with house.open(WORKER) as services:
        return services.saved_search_rounds.make()


def new_titles(house, actor, search_id):
    with house.open(actor) as services:
        return sorted(hit.record.title for hit in services.saved_searches.new_hits(search_id))


def counted(house, actor):
    with house.open(actor) as services:
        return {each.search.name: each.new for each in services.saved_searches.list()}


def act(house, actor, what, search_id, *more):
    """Do something to a search as it stands now."""
    with house.open(actor) as services:
        seen = services.saved_searches.get(search_id).version
        return getattr(services.saved_searches, what)(search_id, seen, *more)


def change(house, record_id, **values):
    with house.open(WORKER) as services, services.work.write():
        record = services.work.get(Record, record_id)
        for name, value in values.items():
            setattr(record, name, value)
        services.work.send("index", record_ids=[record_id])


def post(house, mailer=None):
    """Do the letters whose time has come; return those that went, by address and subject."""
    mailer = mailer or MemoryMailer()
    served = with_mailer(house, mailer)
    for job in due_letters(house):
        with served.open(WORKER) as services:
            services.saved_search_rounds.send(UUID(job["search_id"]), datetime.fromisoformat(job["due"]))
    return [(each.to, each.subject) for each in mailer.sent]


def due_letters(house):
    with house.open(WORKER) as services:
        asked = select(Job).where(Job.kind == "search_letter", Job.run_at <= house.clock())
        return [dict(job.payload) for job in services.work.session.scalars(asked.order_by(Job.id))]


class Postman(MemoryMailer):
    """Remembers the keys of all letters that it was given, taken or not."""

    def __init__(self, answers=()):
        super().__init__(answers)
        self.keys = []

    def send(self, letter):
        self.keys.append(letter.key)
        return super().send(letter)


def watched(house, people, telling):
    """Save the clerk's search with an address for letters."""
    with house.open(people.clerk) as services:
        services.accounts.set_preferences(email=ADDRESS)
    return save(house, people.clerk, telling=telling)


def mailing_round(house):
    with with_mailer(house, MemoryMailer()).open(WORKER) as services:
        return services.saved_search_rounds.make()


# --- what is told ----------------------------------------------------------------------------------


def test_what_comes_after_the_saving_is_new_and_what_was_there_is_not(house, people, flood):
    register(house, people.clerk, people.finance_fonds, title="关于防汛的新通知")
    register(house, people.clerk, people.finance_fonds, title="关于抗旱的通知")

    assert round_over(house) == 1
    assert new_titles(house, people.clerk, flood) == ["关于防汛的新通知"]
    assert counted(house, people.clerk) == {"防汛文件": 1}


def test_nothing_is_told_twice_however_a_record_goes_and_comes(house, people, flood):
    """A record that was told is renamed, so that it answers no more, and named back; the index is there and is not."""
    new = register(house, people.clerk, people.finance_fonds, title="关于防汛的新通知")
    round_over(house)
    catch_up(house)
    rounds = [round_over(house)]
    act(house, people.clerk, "put_away", flood)
    for title in ("关于抗旱的通知", "关于防汛的新通知"):
        change(house, new, title=title)
        rounds.append(round_over(house))
        catch_up(house)
        rounds.append(round_over(house))

    assert rounds == [0, 0, 0, 0, 0]
    assert new_titles(house, people.clerk, flood) == []


def test_a_record_becomes_new_however_it_comes_to_answer(house, people):
    """It is renamed; or it is submitted to the archive, whose archivist asked; or its classification is lifted."""
    asked = save(house, people.archivist)
    renamed = register(house, people.clerk, people.finance_fonds, title="关于抗旱的通知")
    unsubmitted = register(house, people.clerk, people.finance_fonds, title="防汛一")
    secret = register(house, people.clerk, people.finance_fonds, title="防汛二")
    submit(house, renamed, people.archive)
    submit(house, secret, people.archive)
    change(house, secret, classification=Classification.SECRET)
    before = round_over(house)

    change(house, renamed, title="关于防汛的通知")
    submit(house, unsubmitted, people.archive)
    change(house, secret, classification=Classification.NONE)

    assert (before, round_over(house)) == (0, 3)
    assert new_titles(house, people.archivist, asked) == ["关于防汛的通知", "防汛一", "防汛二"]


def test_filters_are_saved_too(house, people):
    only_old = save(house, people.clerk, "", year=["2005"])
    for year in (2005, 2006):
        register(house, people.clerk, people.finance_fonds, title=f"通知{year}", year=year, formed_on=f"{year}-05-01")

    assert round_over(house) == 1
    assert new_titles(house, people.clerk, only_old) == ["通知2005"]


def test_a_missed_round_and_a_pause_are_made_up(house, people, flood):
    act(house, people.clerk, "pause", flood)
    register(house, people.clerk, people.finance_fonds, title="防汛一")
    paused = round_over(house)
    act(house, people.clerk, "resume", flood)
    register(house, people.clerk, people.finance_fonds, title="防汛二")

    assert (paused, round_over(house)) == (0, 2)
    assert new_titles(house, people.clerk, flood) == ["防汛一", "防汛二"]


# --- within the sight of the moment ----------------------------------------------------------------


def test_a_round_asks_with_the_grants_and_the_clearance_of_now(house, people, flood):
    """The clerk loses the only grant, gets it back, and is cleared for confidential records."""
    register(house, people.clerk, people.finance_fonds, title="防汛一")
    secret = register(house, people.clerk, people.finance_fonds, title="防汛密")
    change(house, secret, classification=Classification.CONFIDENTIAL)
    with house.open(WORKER) as services, services.work.write():
        grant = services.work.session.scalar(select(Grant).where(Grant.account_id == people.clerk.account_id))
        kept = {"role": grant.role, "organization_id": grant.organization_id}
        services.work.session.delete(grant)
    rounds = [round_over(house)]
    with house.open(WORKER) as services, services.work.write():
        services.work.session.add(Grant(account_id=people.clerk.account_id, **kept))
    rounds.append(round_over(house))
    with house.open(WORKER) as services, services.work.write():
        services.work.get(Account, people.clerk.account_id).clearance = Classification.CONFIDENTIAL
    rounds.append(round_over(house))

    assert rounds == [0, 1, 1]


def test_what_was_found_is_neither_shown_nor_counted_once_it_may_not_be_seen(house, people, flood):
    new = register(house, people.clerk, people.finance_fonds, title="防汛一")
    round_over(house)
    change(house, new, classification=Classification.SECRET)

    assert new_titles(house, people.clerk, flood) == []
    assert counted(house, people.clerk) == {"防汛文件": 0}
    act(house, people.clerk, "put_away", flood)
    change(house, new, classification=Classification.NONE)
    assert new_titles(house, people.clerk, flood) == ["防汛一"]


def test_the_searches_of_a_closed_account_do_not_run(house, people, flood):
    register(house, people.clerk, people.finance_fonds, title="防汛一")
    with house.open(WORKER) as services, services.work.write():
        services.work.get(Account, people.clerk.account_id).disabled_at = house.clock()

    assert round_over(house) == 0


def test_nobody_reaches_the_search_of_another(house, people, flood):
    for what in ("pause", "resume", "delete", "put_away"):
        for other in (people.other_clerk, people.approver, people.system_admin):
            with house.open(other) as services, pytest.raises(NotFoundError):
                getattr(services.saved_searches, what)(flood, 1)
    for other in (people.other_clerk, people.approver):
        assert counted(house, other) == {}
        with pytest.raises(NotFoundError):
            new_titles(house, other, flood)
    with pytest.raises(NotPermittedError):
        save(house, WORKER)


# --- keeping them ----------------------------------------------------------------------------------


def test_a_search_is_renamed_and_forgotten_by_who_saw_it_as_it_is(house, people, flood):
    act(house, people.clerk, "rename", flood, "防汛抗旱")
    with house.open(people.clerk) as services, pytest.raises(StaleVersionError):
        services.saved_searches.delete(flood, 1)
    assert counted(house, people.clerk) == {"防汛抗旱": 0}

    register(house, people.clerk, people.finance_fonds, title="防汛一")
    round_over(house)
    act(house, people.clerk, "delete", flood)
    assert counted(house, people.clerk) == {}


@pytest.mark.parametrize(
    ("asked", "refused"),
    [
        (("防汛文件", "防汛", Telling.DESK), DuplicateError),
        (("", "防汛", Telling.DESK), InvalidInputError),
        (("长" * 101, "防汛", Telling.DESK), InvalidInputError),
        (("空", " ", Telling.DESK), InvalidInputError),
        (("长", "防" * 1001, Telling.DESK), InvalidInputError),
        (("无地址", "防汛", Telling.DAILY), InvalidInputError),
    ],
)
def test_what_cannot_be_kept_is_refused(house, people, flood, asked, refused):
    name, words, telling = asked
    with pytest.raises(refused):
        save(house, people.clerk, words, name, telling)

    assert counted(house, people.clerk) == {"防汛文件": 0}


def test_an_unknown_filter_and_an_unknown_order_are_refused(house, people):
    for filters, sort in (({"colour": ["red"]}, "relevance"), ({}, "colour")):
        with house.open(people.clerk) as services, pytest.raises(InvalidInputError):
            services.saved_searches.save("某", Question("防汛", filters, sort))


# --- letters ---------------------------------------------------------------------------------------


def test_a_letter_goes_at_once_and_names_no_record(house, people):
    watched(house, people, Telling.AT_ONCE)
    register(house, people.clerk, people.finance_fonds, title="防汛一")
    mailing_round(house)
    mailer = MemoryMailer()
    went = post(house, mailer)
    mailing_round(house)

    assert went == [(ADDRESS, "检索“防汛文件”有 1 条新记录")]
    assert "防汛一" not in mailer.sent[0].text
    assert f"{house.outside.base_url}/searches/" in mailer.sent[0].text
    assert post(house) == []


def test_daily_letters_are_a_day_apart_and_count_what_came_between(house, people, clock):
    watched(house, people, Telling.DAILY)
    went = []
    for hours, title in ((0, "防汛一"), (1, "防汛二"), (1, "防汛三"), (21, ""), (1, "")):
        clock.move(hours=hours)
        if title:
            register(house, people.clerk, people.finance_fonds, title=title)
        mailing_round(house)
        went.append([subject for _, subject in post(house)])

    assert went == [["检索“防汛文件”有 1 条新记录"], [], [], [], ["检索“防汛文件”有 2 条新记录"]]


def test_a_letter_counts_only_what_may_be_seen_when_it_goes(house, people):
    """Of three records one is classified and one was looked at before the letter goes; of none there is no letter."""
    search = watched(house, people, Telling.AT_ONCE)
    ids = [register(house, people.clerk, people.finance_fonds, title=f"防汛{number}") for number in range(2)]
    mailing_round(house)
    change(house, ids[0], classification=Classification.SECRET)
    assert post(house) == [(ADDRESS, "检索“防汛文件”有 1 条新记录")]

    register(house, people.clerk, people.finance_fonds, title="防汛九")
    mailing_round(house)
    act(house, people.clerk, "put_away", search)
    assert post(house) == []


def test_a_server_that_is_away_gets_the_same_letter_later_and_one_that_refuses_is_told_of(house, people, clock):
    search = watched(house, people, Telling.AT_ONCE)
    register(house, people.clerk, people.finance_fonds, title="防汛一")
    mailing_round(house)
    away = Postman([MailAnswer(MailFate.DEFERRED, "no_connection")])
    post(house, away)
    clock.move(minutes=2)
    back = Postman()
    assert post(house, back) == [(ADDRESS, "检索“防汛文件”有 1 条新记录")]
    assert back.keys == away.keys

    register(house, people.clerk, people.finance_fonds, title="防汛二")
    mailing_round(house)
    post(house, MemoryMailer([MailAnswer(MailFate.REFUSED, "unknown_address")]))
    with house.open(people.clerk) as services:
        assert services.saved_searches.get(search).letter_fault == "unknown_address"
    assert post(house) == []


def test_a_paused_search_and_one_that_is_to_be_told_on_the_desk_send_nothing(house, people):
    search = watched(house, people, Telling.AT_ONCE)
    register(house, people.clerk, people.finance_fonds, title="防汛一")
    mailing_round(house)
    act(house, people.clerk, "pause", search)
    assert post(house) == []

    act(house, people.clerk, "resume", search)
    mailing_round(house)
    act(house, people.clerk, "tell", search, Telling.DESK)
    assert post(house) == []
    act(house, people.clerk, "tell", search, Telling.DAILY)
    mailing_round(house)
    assert post(house) == [(ADDRESS, "检索“防汛文件”有 1 条新记录")]


def test_rounds_on_either_database_lock_and_keep_the_known_set(either_house):
    people = cast(either_house)
    search = save(either_house, people.clerk)
    register(either_house, people.clerk, people.finance_fonds, title="防汛一")

    assert [round_over(either_house), round_over(either_house)] == [1, 0]
    with either_house.open(WORKER) as services:
        found = services.work.session.scalar(select(SavedSearch).where(SavedSearch.id == search))
        assert (len(found.known), found.paused_at) == (16, None)
    assert counted(either_house, people.clerk) == {"防汛文件": 1}
    act(either_house, people.clerk, "put_away", search)
    assert counted(either_house, people.clerk) == {"防汛文件": 0}


def test_two_rounds_at_once_tell_of_a_record_once(house, people, flood):
    """The other round comes between the asking and the noting of this one."""
    register(house, people.clerk, people.finance_fonds, title="防汛一")
    with house.open(WORKER) as services:
        rounds = services.saved_search_rounds
        search = services.work.get(SavedSearch, flood)
        found = rounds._answers(search)
        other = round_over(house)
        with services.work.write():
            again = rounds._take(rounds._locked(flood), found)

    assert (other, again) == (1, 0)
    assert new_titles(house, people.clerk, flood) == ["防汛一"]


def test_a_letter_is_due_a_day_after_the_last(clock):
    now = clock()

    assert letter_due(Telling.DESK, None, now) is None
    assert letter_due(Telling.AT_ONCE, now, now) == now
    assert letter_due(Telling.DAILY, None, now) == now
    assert letter_due(Telling.DAILY, now - timedelta(hours=20), now) == now + timedelta(hours=4)
    assert letter_due(Telling.DAILY, now - timedelta(days=9), now) == now
