"""The demo of a small county: one body with three fonds, and transfers in every interesting state."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from api.cli.demo import cast
from api.cli.demo.acts import index_all, offer_list, print_receipt, register_list
from api.cli.demo.climate import ClimateDemo
from api.cli.demo.handover import Handover, Parties
from api.cli.demo.inspection import InspectionDemo
from api.cli.demo.playbook import Playbook
from api.cli.demo.stage import Stage
from archives.domain.transfer import TransferState
from archives.domain.vocabulary import RepositoryLevel, RetentionClass, Role
from archives.services import Services
from archives.services.obligations import Within
from archives.services.paging import GREATEST_LIMIT, Cut
from archives.services.parties_fonds import Creator
from archives.services.records import RecordFilter
from archives.services.registration import ImportOptions
from archives.services.transfer_life import Ground

ARCHIVE = cast.Archive(
    name="青山县档案馆",
    code="990123",
    level=RepositoryLevel.COUNTY,
    place=(("99", "岭北省"), ("9901", "云溪市"), ("990123", "青山县")),
    authority="青山县档案局",
)
BODY, PREDECESSOR = "青山县水利局", "青山县农田水利建设指挥部"
FLOODS = "青山县防汛抗旱指挥部办公室"
PEOPLE = (
    cast.Person("clerk", "李经办", Role.CLERK, ("organization", BODY)),
    cast.Person("approver", "王审核", Role.APPROVER, ("organization", BODY)),
    cast.Person("archivist", "陈管理", Role.ARCHIVIST, ("repository", ARCHIVE.name)),
    cast.Person("director", "周馆长", Role.DIRECTOR, ("repository", ARCHIVE.name)),
    cast.Person("inspector", "吴检查", Role.INSPECTOR, ("jurisdiction", "990123")),
    cast.Person("authority", "郑主管", Role.AUTHORITY, ("jurisdiction", "990123")),
)
PARTIES = Parties("clerk", "approver", "archivist", "director")
CLASSES = (RetentionClass.PERMANENT, RetentionClass.D30, RetentionClass.D10, RetentionClass.LONG)
FONDS = (
    cast.Fonds(BODY, "A001", BODY),
    cast.Fonds(FLOODS, "A002", BODY, Creator(FLOODS, since=date(1972, 4, 1))),
    cast.Fonds(
        PREDECESSOR,
        "A003",
        BODY,
        Creator(PREDECESSOR, since=date(1964, 9, 1), until=date(1996, 12, 31)),
        date(1996, 12, 31),
    ),
)
DEFAULTS = {"activity": "办文", "activity_on": "@formed_on", "process": "起草、审核、签发、归档（演示）"}
STATES = ("preparing", "submitted", "returned", "under_review", "accepted", "mixed")
BOXED = {"永久": "1", "长期": "2"}  # of the paper of 1993: in which box a class lies
PLACE = "一号库房 3 排 2 架"
RETURNED = "演示：请核对本件页数，并补注附件名称。"


class CountyDemo:
    """The whole play."""

    def __init__(self, stage: Stage, directory: Path) -> None:
        self._stage, self._directory = stage, directory

    def play(self, book: Playbook) -> dict[str, Any]:
        """Play what was not played before, and return the summary."""
        done = {name: book.step(name, act) for name, act in self._acts().items()}
        accepted = [UUID(done[name]) for name in ("accepted", "mixed")]
        receipts = book.step("receipts", lambda: [print_receipt(self._stage, "clerk", each) for each in accepted])
        return {
            "records": done["register"],
            "transfers": [self._told(done[state]) for state in STATES],
            "receipts": receipts,
            "indexed": done["index"],
            "logins": cast.logins(PEOPLE, done["appoint"]),
        }

    # --- the acts ---

    def _acts(self) -> dict[str, Callable[[], Any]]:
        return {
            "appoint": lambda: cast.appoint_administrators(self._stage),
            "found": self._found,
            "register": self._register,
            "boxes": self._boxes,
            "accepted": self._accepted,
            "mixed": self._mixed,
            "under_review": self._under_review,
            "returned": self._returned,
            "submitted": self._submitted,
            "preparing": self._preparing,
            "extension": self._extension,
            "inspected": lambda: InspectionDemo(self._stage, BODY, ARCHIVE.name).play(),
            "climate": lambda: ClimateDemo(self._stage, ARCHIVE.name).play(),
            "deadlines": self._deadlines,
            "index": lambda: index_all(self._stage),
        }

    def _found(self) -> None:
        cast.found_archive(self._stage, ARCHIVE)
        cast.found_organization(self._stage, ARCHIVE, BODY, date(1956, 3, 1))
        cast.found_organization(self._stage, ARCHIVE, PREDECESSOR, date(1964, 9, 1))
        self._abolish()
        cast.employ(self._stage, PEOPLE)
        for fonds in FONDS:
            cast.enter_fonds(self._stage, "archivist", fonds)
        cast.approve(self._stage, "authority", "clerk", BODY, CLASSES)

    def _abolish(self) -> None:
        with self._stage.person("system") as services:
            old = services.parties.named("organization", PREDECESSOR).id
            new = services.parties.named("organization", BODY).id
            body = services.parties.organization(old)
            if body.abolished_on is None:
                services.parties.abolish_organization(old, date(1996, 12, 31), new, body.version)

    def _register(self) -> int:
        options = ImportOptions(defaults=DEFAULTS, files=self._directory)
        count = 0
        for fonds in FONDS:
            named = self._list(fonds.number)
            count += register_list(self._stage, "clerk", self._fonds(fonds.number), named, options)
        offer_list(self._stage, "clerk", self._fonds("A001"), self._list("wrong"), options)
        return count

    def _boxes(self) -> int:
        """Put the paper of 1993 into boxes."""
        with self._stage.person("clerk") as services:
            records = services.records.list(RecordFilter(fonds_id=self._fonds("A003")), Cut(limit=GREATEST_LIMIT)).rows
            for record in records:
                if record.box_id is None:
                    number = next(number for term, number in BOXED.items() if f"·{term}·" in (record.unit_number or ""))
                    services.boxes.put(record.id, record.version, number, PLACE)
        return len(records)

    def _mixed(self) -> str:
        """Hand over electronic records and paper together: form and deed under one number."""
        handover = self._filed("A001", 2011)
        handover.advance(TransferState.ACCEPTED)
        return str(handover.id)

    def _accepted(self) -> str:
        handover = self._filed("A003", 1993)
        handover.advance(TransferState.ACCEPTED)
        return str(handover.id)

    def _under_review(self) -> str:
        handover = self._filed("A002", 2010)
        handover.advance(TransferState.UNDER_REVIEW)
        return str(handover.id)

    def _returned(self) -> str:
        handover = self._filed("A001", 2014)
        handover.return_once(_grounds)
        return str(handover.id)

    def _submitted(self) -> str:
        handover = self._filed("A001", 2013)
        handover.advance(TransferState.SUBMITTED)
        return str(handover.id)

    def _preparing(self) -> str:
        """Leave one with findings of its own check, and without opinions."""
        handover = self._filed("A001", 2012)
        handover.advance(TransferState.PREPARING)
        handover.check_own()
        return str(handover.id)

    def _extension(self) -> None:
        with self._stage.person("clerk") as services:
            batch = self._batches(services, "A001", 2015)[0].obligation
            until = date(services.obligations.today().year + 2, 12, 31)
            if not services.extensions.find().rows:
                services.extensions.request(batch.id, "specialised", "演示：专业档案仍需在本单位经常查用。", until)

    def _deadlines(self) -> None:
        with self._stage.machine() as services:
            services.deadlines.sweep()

    # --- private ---

    def _list(self, name: str) -> tuple[str, bytes]:
        path = self._directory / f"{name}.csv"
        return path.name, path.read_bytes()

    def _fonds(self, number: str) -> UUID:
        with self._stage.person("archivist") as services:
            found = [each.id for each in services.fonds.list().rows if each.number == number]
        return found[0]

    def _batches(self, services: Services, number: str, year: int) -> list[Any]:
        within = Within(fonds_id=self._fonds(number))
        return [each for each in services.obligations.batches(within).rows if each.obligation.year == year]

    def _filed(self, number: str, year: int) -> Handover:
        """Return the transfer of all batches of a year, filed now unless it was."""
        with self._stage.person("clerk") as services:
            known = services.transfers.list(fonds_id=self._fonds(number)).rows
            found = next((each for each in known if f" {year} " in each.name), None)
            if found is None:
                wanted = [each.obligation.id for each in self._batches(services, number, year)]
                found = services.transfer_lists.create(wanted, is_demo=True)
        return Handover(self._stage, PARTIES, found.id)

    def _told(self, transfer_id: str) -> dict[str, Any]:
        transfer = Handover(self._stage, PARTIES, UUID(transfer_id)).read()
        return {
            "number": transfer.number,
            "name": transfer.name,
            "records": transfer.item_count,
            "volumes": transfer.volume_count,
            "state": str(transfer.state),
        }


def _grounds(items: Sequence[Any]) -> list[Ground]:
    return [Ground(RETURNED, record_id=item.record_id) for item in items[:2]]
