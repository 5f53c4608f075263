"""A transfer of many records asks the database no more often than one of few: nothing is read row by row."""

from contextlib import contextmanager

from sqlalchemy import event, select, update

from archives.domain.permission import WORKER
from archives.domain.vocabulary import RetentionClass, Side
from archives.models import CheckRun, Record, TransferItem, new_id
from archives.services.obligations import recount
from tests.factories import cast
from tests.handover import act, check, plan, register

FEW, MANY = 5, 65
SLACK = 6  # a batch more or less


def multiply(house, first, count):
    """Copy the first record: registering is not what is measured here."""
    with house.open(WORKER) as services, services.work.write():
        work = services.work
        model = work.get(Record, first)
        names = [column.name for column in Record.__table__.columns if column.name not in ("id", "version")]
        columns = {name: getattr(model, name) for name in names}
        for number in range(2, count + 1):
            code = f"A001-WS·2005-Y-{number:04}"
            told = {"unit_number": code, "unit_number_key": code, "title": f"第 {number} 件", "title_key": code}
            work.session.add(Record(**{**columns, **told, "id": new_id()}))
        work.session.flush()
        recount(work, services.storing._outside, [(model.fonds_id, 2005, RetentionClass.PERMANENT)])


class Counter:
    """Counts the statements of each step."""

    def __init__(self, engine):
        self.steps, self._engine, self._said = {}, engine, []

    @contextmanager
    def step(self, name):
        def hear(_connection, _cursor, statement, *_):
            self._said.append(statement)

        event.listen(self._engine, "before_cursor_execute", hear)
        yield
        event.remove(self._engine, "before_cursor_execute", hear)
        self.steps[name], self._said = len(self._said), []


def run_checks(house):
    with house.open(WORKER) as services:
        for run in services.work.session.scalars(select(CheckRun.id).where(CheckRun.state == "queued")).all():
            services.checks.run(run)


def hand_over(house, people, counter):
    with counter.step("plan"):
        transfer = plan(house, people)
    with counter.step("the unit's check"):
        act(house, people.clerk, "transfers", "begin_unit_checks", transfer.id)
        run_checks(house)
    check(house, people.clerk, transfer.id, Side.UNIT)
    with counter.step("approval"):
        act(house, people.clerk, "transfers", "request_approval", transfer.id)
        act(house, people.approver, "transfers", "submit", transfer.id)
    with counter.step("the archive's check"):
        act(house, people.archivist, "reception", "begin_checks", transfer.id)
        run_checks(house)
    check(house, people.archivist, transfer.id, Side.ARCHIVE)
    with house.open(WORKER) as services, services.work.write():
        services.work.session.execute(update(TransferItem).values(counted="present"))
    with counter.step("acceptance"):
        act(house, people.archivist, "reception", "propose_acceptance", transfer.id)
        act(house, people.director, "reception", "seal", transfer.id)
    with counter.step("store"), house.open(WORKER) as services:
        services.storing.store(transfer.id)
    with counter.step("pages"), house.open(people.archivist) as services:
        titles = [item.record.title for item in services.transfer_lists.items(transfer.id, limit=500)]
        names = [(row.organization.name, row.fonds.name) for row in services.transfers.list().rows]
        assert len(titles) > len(names) == 1


def test_the_number_of_statements_does_not_follow_the_number_of_records(make_house, tmp_path, sqlite_template):
    counts = []
    for size in (FEW, MANY):
        path = tmp_path / f"{size}.db"
        path.write_bytes(sqlite_template.read_bytes())
        house = make_house(f"sqlite:///{path}")
        people, counter = cast(house), Counter(house.database.engine)
        multiply(house, register(house, people, "A001-WS·2005-Y-0001", "第 1 件", carrier="paper"), size)
        hand_over(house, people, counter)
        counts.append(counter.steps)

    few, many = counts

    assert {step: (few[step], many[step]) for step in few if many[step] > few[step] + SLACK} == {}
