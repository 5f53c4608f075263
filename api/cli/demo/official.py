"""The demo on a directory of official texts: registered, reckoned, handed over, received, found again."""

import csv
import hashlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from api.cli.demo import cast
from api.cli.demo.acts import index_all, print_receipt, register_list
from api.cli.demo.handover import Handover, Parties
from api.cli.demo.playbook import Playbook
from api.cli.demo.stage import Stage
from archives.domain.errors import UnreadableInputError
from archives.domain.transfer import TransferState
from archives.domain.vocabulary import RepositoryLevel, RetentionClass, Role
from archives.services import Services
from archives.services.paging import Cut
from archives.services.registration import ImportOptions
from archives.services.transfer_life import Ground

LIST = "records.csv"
COLUMNS = ("organization", "series", "year", "title", "formed_on", "retention", "file")
ARCHIVE = cast.Archive(
    name="国家综合档案馆（演示）",
    code="100000",
    level=RepositoryLevel.CENTRAL,
    place=(("100000", "全国"),),
    authority="国家档案主管部门（演示）",
)
ARCHIVE_PEOPLE = (
    cast.Person("archivist", "甄接收（演示）", Role.ARCHIVIST, ("repository", ARCHIVE.name)),
    cast.Person("director", "贾馆长（演示）", Role.DIRECTOR, ("repository", ARCHIVE.name)),
    cast.Person("inspector", "尹检查（演示）", Role.INSPECTOR, ("jurisdiction", "100000")),
    cast.Person("authority", "郝主管（演示）", Role.AUTHORITY, ("jurisdiction", "100000")),
)
MARKDOWN = "演示：原文为公开发布的 Markdown 文本，双方同意按原格式接收。"
RETURNED = ("演示：请核对题名与原文首行是否一致。", "演示：请核对形成日期与公布日期是否一致。")


@dataclass(frozen=True, slots=True)
class Body:
    """One organization of the list, with its part of it."""

    name: str
    number: str  # of its fonds
    clerk: str
    approver: str
    rows: tuple[Mapping[str, str], ...]

    @property
    def people(self) -> tuple[cast.Person, ...]:
        """Return its two invented people."""
        over = ("organization", self.name)
        return (
            cast.Person(self.clerk, f"{self.clerk[-1]} 号经办人（演示）", Role.CLERK, over),
            cast.Person(self.approver, f"{self.approver[-1]} 号审核人（演示）", Role.APPROVER, over),
        )

    @property
    def parties(self) -> Parties:
        """Return who deals with its transfer."""
        return Parties(self.clerk, self.approver, "archivist", "director")


def read_bodies(directory: Path) -> tuple[Body, ...]:
    """Read `records.csv` and return its organizations in the order of their first row; refuse any other file."""
    path = directory / LIST
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            columns, rows = tuple(reader.fieldnames or ()), list(reader)
    except (OSError, UnicodeDecodeError, csv.Error) as fault:
        raise UnreadableInputError(f"Cannot read {path}: {fault}.", name=str(path), reason="unreadable") from fault
    if columns != COLUMNS:
        text = f"{path} must have the columns {', '.join(COLUMNS)}; it has {', '.join(columns) or 'none'}."
        raise UnreadableInputError(text, name=str(path), reason="columns")
    names = list(dict.fromkeys(row["organization"] for row in rows))
    return tuple(
        Body(name, f"Z{place:03}", f"clerk{place}", f"approver{place}", _of(name, rows))
        for place, name in enumerate(names, start=1)
    )


def digest_of(directory: Path) -> str:
    """Return the SHA-256 of the list: what was played is told by it."""
    path = directory / LIST
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else ""


class OfficialDemo:
    """The whole play."""

    def __init__(self, stage: Stage, directory: Path, bodies: Sequence[Body]) -> None:
        self._stage, self._directory, self._bodies = stage, directory, bodies

    def play(self, book: Playbook) -> dict[str, Any]:
        """Play what was not played before, verify the whole, and return the summary."""
        done: dict[str, Any] = {}
        acts = {
            "appoint": lambda: cast.appoint_administrators(self._stage),
            "found": self._found,
            "register": self._register,
            "reckon": self._reckon,
            "plan": self._plan,
            "file": self._file,
            "check": self._check,
            "return": self._return,
            "accept": self._accept,
            "index": self._index,
        }
        for name, act in acts.items():
            done[name] = book.step(name, act)
        return {
            "records": done["register"],
            **done["reckon"],
            "transfers": [self._told(body) for body in self._bodies],
            "receipts": done["accept"],
            "indexed": done["index"],
            "logins": cast.logins(self._people(), done["appoint"]),
        }

    # --- the acts ---

    def _found(self) -> None:
        cast.found_archive(self._stage, ARCHIVE)
        for body in self._bodies:
            cast.found_organization(self._stage, ARCHIVE, body.name)
        cast.employ(self._stage, self._people())
        for body in self._bodies:
            fonds_id = cast.enter_fonds(self._stage, "archivist", cast.Fonds(body.name, body.number, body.name))
            cast.approve(self._stage, "authority", body.clerk, body.name, [RetentionClass.PERMANENT])
            with self._stage.person("archivist") as services:
                services.format_exceptions.agree(fonds_id, "md", MARKDOWN)

    def _register(self) -> int:
        return sum(self._register_one(body) for body in self._bodies)

    def _register_one(self, body: Body) -> int:
        with self._stage.person(body.clerk) as services:
            fonds_id = _fonds(services, body)
        options = ImportOptions(defaults=_defaults(body.name), files=self._directory)
        return register_list(self._stage, body.clerk, fonds_id, (f"{body.clerk}.csv", _csv(body.rows)), options)

    def _reckon(self) -> dict[str, Any]:
        with self._stage.machine() as services:
            counted = services.obligations.due()
        due = {row.organization: row.past_due for row in counted}
        return {
            "due": {body.name: due.get(body.name, 0) for body in self._bodies},
            "waiting": sum(row.waiting for row in counted),
        }

    def _plan(self) -> list[str]:
        return [self._plan_one(body) for body in self._bodies]

    def _plan_one(self, body: Body) -> str:
        with self._stage.person("archivist") as services:
            year = services.obligations.today().year
            organization = services.parties.named("organization", body.name).id
            known = services.plans.find(year, organization).rows
            plan = known[0] if known else services.plans.draft(organization, year)
        if plan.organization_agreed_at is None:
            with self._stage.person(body.approver) as services:
                plan = services.plans.agree(plan.id, plan.version)
        if plan.repository_agreed_at is None:
            with self._stage.person("director") as services:
                plan = services.plans.agree(plan.id, plan.version)
        return str(plan.state)

    def _file(self) -> list[str]:
        return [self._file_one(body) for body in self._bodies]

    def _file_one(self, body: Body) -> str:
        with self._stage.person(body.clerk) as services:
            known = services.transfers.list(fonds_id=_fonds(services, body)).rows
            made = known[0] if known else services.transfer_lists.create_complete(body.number, is_demo=True)
        return str(made.number)

    def _check(self) -> None:
        for body in self._bodies:
            handover = self._handover(body)
            if handover.read().state is not TransferState.ACCEPTED and not handover.read().returns:
                handover.advance(TransferState.UNDER_REVIEW)

    def _return(self) -> str:
        handover = self._handover(min(self._bodies, key=lambda body: len(body.rows)))
        handover.return_once(_grounds)
        return str(handover.read().number)

    def _accept(self) -> list[str]:
        for body in self._bodies:
            self._handover(body).advance(TransferState.ACCEPTED)
        return [print_receipt(self._stage, body.clerk, self._handover(body).id) for body in self._bodies]

    def _index(self) -> int:
        return index_all(self._stage)

    def _people(self) -> tuple[cast.Person, ...]:
        return (*ARCHIVE_PEOPLE, *(person for body in self._bodies for person in body.people))

    def _handover(self, body: Body) -> Handover:
        with self._stage.person(body.clerk) as services:
            transfer = services.transfers.list(Cut(limit=1), fonds_id=_fonds(services, body)).rows[0]
        return Handover(self._stage, body.parties, transfer.id)

    def _told(self, body: Body) -> dict[str, Any]:
        transfer = self._handover(body).read()
        with self._stage.machine() as services:
            receipt = services.receipts.of_transfer(transfer.id).number
        return {
            "number": transfer.number,
            "organization": body.name,
            "records": transfer.item_count,
            "state": str(transfer.state),
            "returned": transfer.returns,
            "receipt": receipt,
        }


def _of(name: str, rows: Sequence[Mapping[str, str]]) -> tuple[Mapping[str, str], ...]:
    mine = (row for row in rows if row["organization"] == name)
    return tuple(sorted(mine, key=lambda row: (row["formed_on"], row["file"])))


def _csv(rows: Sequence[Mapping[str, str]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS[1:], extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def _defaults(organization: str) -> dict[str, str]:
    """Return what the list does not say: invented, sensible, and the same for every text."""
    return {
        "carrier": "electronic",
        "category": "WS",
        "generation": "digitised",
        "responsible_party": organization,
        "activity": "公布",
        "activity_on": "@formed_on",
        "process": "起草、审议、通过、公布、数字化（演示）",
    }


def _fonds(services: Services, body: Body) -> Any:  # noqa: ANN401 -- an id
    keeper = services.parties.named("organization", body.name)
    return next(each.id for each in services.fonds.list(organization_id=keeper.id).rows if each.name == body.name)


def _grounds(items: Sequence[Any]) -> list[Ground]:
    return [Ground(text, record_id=item.record_id) for text, item in zip(RETURNED, items, strict=False)]
