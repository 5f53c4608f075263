"""Who works in the house of the kill test: an office that registers, files and seals without end, and the worker.

Both run in processes of their own and may be killed at any moment. The office acknowledges what the services answered,
one line each; whoever starts it again goes on from what is there.
"""

import hashlib
import io
import random
import uuid

from sqlalchemy import select

from api.jobs.handlers import HANDLERS
from api.jobs.worker import Worker
from archives.domain.permission import WORKER
from archives.domain.transfer import TransferState
from archives.domain.vocabulary import FileKind, Outcome, Side
from archives.models import ContentFile, Obligation, Record, Transfer
from archives.services.content import Upload
from tests.handover import DESCRIPTION, OPINIONS

S = TransferState
MOST_OPEN = 3  # transfers at a time


def work(house):
    """Be `archives worker`."""
    house.database.engine.dispose(close=False)  # the parent's connections are not ours
    Worker(house).run()


class Office:
    """Everybody who presses buttons, one step at a time."""

    def __init__(self, house, people, say, chance):
        self.house, self.people, self.say, self.chance = house, people, say, chance

    def run(self):
        while True:
            self.step()

    def step(self):
        """Go on with a transfer, or register, or file what was registered."""
        under_way = self.open_transfers()
        if under_way and self.chance.random() < 0.8:
            self.advance(self.chance.choice(under_way))
        elif len(under_way) < MOST_OPEN and self.chance.random() < 0.4:
            self.file()
        else:
            self.register()

    def open_transfers(self):
        with self.house.open(WORKER) as services:
            asked = select(Transfer.id).where(Transfer.state.not_in([S.ACCEPTED, S.STORING, S.CHECKING]))
            return list(services.work.session.scalars(asked))

    def register(self):
        title = f"关于防汛的通知 {uuid.UUID(int=self.chance.getrandbits(128))}"
        description = {**DESCRIPTION, "title": title, "formed_on": "2005-03-04", "year": "2005"}
        with self.house.open(self.people.clerk) as services:
            record = services.records.register(self.people.finance_fonds.id, description).record
        self.say("REGISTERED", record.id, title.rsplit(maxsplit=1)[-1])
        if self.chance.random() < 0.7:
            self.attach(record.id, title)

    def attach(self, record_id, title):
        data = f"<文>{title}</文>".encode()
        digest = hashlib.sha256(data).hexdigest()
        with self.house.open(self.people.clerk) as services:
            upload = Upload("正文.xml", io.BytesIO(data), len(data), digest)
            services.content.attach(record_id, upload, FileKind.ORIGINAL)
        self.say("ATTACHED", record_id, digest)

    def file(self):
        """Complete what lacks its file, then file all that waits."""
        with self.house.open(WORKER) as services:
            bare = select(Record.id, Record.title).where(
                Record.transfer_id.is_(None), Record.id.not_in(select(ContentFile.record_id))
            )
            for record_id, title in services.work.session.execute(bare).all():
                self.attach(record_id, title)
        with self.house.open(self.people.clerk) as services:
            batches = services.work.session.scalars(select(Obligation.id).where(Obligation.records_pending > 0)).all()
            if batches:
                made = services.transfer_lists.create(batches)
                self.say("FILED", made.id, made.number)

    def advance(self, transfer_id):
        """Take the step that its state asks for."""
        with self.house.open(WORKER) as services:
            state = services.transfers.read(transfer_id).state
        getattr(self, f"on_{state}")(transfer_id)

    def press(self, who, counter, button, transfer_id, *more):
        with self.house.open(who) as services:
            seen = services.transfers.read(transfer_id).version
            getattr(getattr(services, counter), button)(transfer_id, seen, *more)
        self.say("PRESSED", transfer_id, button)

    def on_planned(self, transfer_id):
        self.press(self.people.clerk, "transfers", "prepare", transfer_id)

    def on_preparing(self, transfer_id):
        clerk = self.people.clerk
        with self.house.open(clerk) as services:
            transfer = services.transfers.read(transfer_id)
            run = services.checks.run_of(transfer_id, Side.UNIT)
        if not transfer.description:
            self.press(clerk, "transfer_lists", "describe", transfer_id, transfer.name, "2005 年度")
        elif transfer.opening_opinion is None:
            self.press(clerk, "transfer_lists", "state_opinions", transfer_id, OPINIONS)
        elif run is None:
            self.press(clerk, "transfers", "begin_unit_checks", transfer_id)
        elif run.state == "done":
            self.decide(clerk, run.id)
            self.press(clerk, "transfers", "request_approval", transfer_id)

    def on_awaiting_approval(self, transfer_id):
        self.press(self.people.approver, "transfers", "submit", transfer_id)

    def on_submitted(self, transfer_id):
        self.press(self.people.archivist, "reception", "begin_checks", transfer_id)

    def on_under_review(self, transfer_id):
        with self.house.open(self.people.archivist) as services:
            run = services.checks.run_of(transfer_id, Side.ARCHIVE)
        self.decide(self.people.archivist, run.id)
        self.press(self.people.archivist, "reception", "propose_acceptance", transfer_id)

    def on_signing(self, transfer_id):
        self.press(self.people.director, "reception", "seal", transfer_id)

    def on_checking(self, transfer_id):
        """The worker's turn."""

    on_storing = on_accepted = on_checking

    def decide(self, who, run_id):
        with self.house.open(who) as services:
            for finding in services.checks.open_questions(run_id):
                services.checks.decide(finding.id, Outcome.PASSED, "看过")


def keep_office(house, people, seed, pipe):
    """Be the office until the end; `pipe` takes a line for each acknowledgement."""
    house.database.engine.dispose(close=False)

    def say(*words):
        pipe.send(tuple(map(str, words)))

    Office(house, people, say, random.Random(seed)).run()


def warm_up(house, people):
    """Live through one whole transfer in this process, so that those born of it know every statement."""
    office = Office(house, people, lambda *_: None, random.Random(0))
    office.register()
    office.file()
    with house.open(WORKER) as services:
        (transfer_id,) = services.work.session.scalars(select(Transfer.id)).all()
    while (state := work_once(house, transfer_id)) is not S.ACCEPTED:
        getattr(office, f"on_{state}")(transfer_id)
    house.database.close()


def work_once(house, transfer_id):
    """Do what the worker would; return where the transfer stands."""
    with house.open(WORKER) as services:
        while (job := services.jobs.claim("warming up")) is not None:
            HANDLERS[job.kind].run(services, job.payload, lambda *_: None)
            services.jobs.finish(job.id, "warming up")
        with house.outside.index.drain_lock():
            services.indexing.catch_up()
        return services.transfers.read(transfer_id).state
