"""Labels to print: for the boxes in which paper lies, for the boxes of carriers (never for a disc itself)."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from uuid import UUID

from sqlalchemy import distinct, func, select

from archives.domain.errors import InvalidInputError, NotFoundError, Problem
from archives.domain.gigabytes import gigabytes
from archives.models import Box, ContentFile, Fonds, Record, Repository, Transfer
from archives.ports import BoxLabel, CarrierLabel, LabelSheets
from archives.ports.labels import Label
from archives.services.boxes import BoxService
from archives.services.document_language import require_language
from archives.services.form_columns import words_of
from archives.services.outside import Outside
from archives.services.unit_of_work import UnitOfWork

MOST_SETS = 3
MOST_NAMED = 3  # categories, offices and terms on one label; further ones are 'and others'
_COUNTED = re.compile("[0-9]+$")
_SETS: Mapping[str, Sequence[str]] = MappingProxyType(
    {
        "zh-Hans": ("第一套（封存保管）", "第二套（查阅利用）", "第三套（异地保存）"),
        "zh-Hant": ("第一套（封存保管）", "第二套（查閱利用）", "第三套（異地保存）"),
        "en": ("Set 1 (sealed)", "Set 2 (for use)", "Set 3 (kept elsewhere)"),
    }
)
_MORE = MappingProxyType({"zh-Hans": "等", "zh-Hant": "等", "en": " and others"})


@dataclass(frozen=True, slots=True)
class CarrierWish:
    """What people say of the carriers of one package; what is empty follows from the transfer, or is for the pen.

    A package on several carriers has its labels printed carrier by carrier, each with its own number and amounts.
    """

    kind: str = ""  # type and specification
    sets: int = 1  # how many copies of the whole are made, at most MOST_SETS
    number: str = ""  # of the carrier; the sets follow as -1, -2, -3
    content: str = ""
    gigabytes: str = ""
    items: int | None = None
    made_on: date | None = None  # today
    maker: str = ""
    checker: str = ""
    environment: str = ""


@dataclass(frozen=True, slots=True)
class Boxed:
    """A box, and what its label says; one in which nothing lies that the reader may see has 0 items."""

    id: UUID
    number: str
    place: str
    label: BoxLabel


class LabelService:
    """Where labels are made."""

    def __init__(self, work: UnitOfWork, outside: Outside) -> None:
        self._work, self._outside = work, outside
        self._boxes = BoxService(work, outside)

    def boxes(self, fonds_id: UUID, language: str = "") -> Sequence[Boxed]:
        """Return the boxes of a fonds by number, with what their labels say."""
        fonds, spoken = self._work.get(Fonds, fonds_id), self._spoken(language)
        return [self._boxed(fonds, box, spoken) for box in self._boxes.list(fonds_id)]

    def boxes_of_transfer(self, transfer_id: UUID, language: str = "") -> Sequence[Boxed]:
        """Return the boxes in which records of a transfer lie; a label tells of all that lies in its box."""
        transfer = self._work.get(Transfer, transfer_id)
        asked = select(Record.box_id).where(Record.transfer_id == transfer_id, Record.box_id.is_not(None)).distinct()
        mine = set(self._work.session.scalars(asked))
        return [each for each in self.boxes(transfer.fonds_id, language) if each.id in mine]

    def print_boxes(self, fonds_id: UUID, chosen: Sequence[UUID] = (), language: str = "") -> tuple[str, bytes]:
        """Return a name and the labels of these boxes of a fonds, or of all; NotFoundError for one of another."""
        fonds = self._work.get(Fonds, fonds_id)
        return self._printed(
            fonds, fonds.number or fonds.name, _chosen(self.boxes(fonds_id, language), chosen), language
        )

    def print_boxes_of_transfer(
        self, transfer_id: UUID, chosen: Sequence[UUID] = (), language: str = ""
    ) -> tuple[str, bytes]:
        """Return a name and the labels of these boxes with records of a transfer, or of all."""
        transfer = self._work.get(Transfer, transfer_id)
        boxes = _chosen(self.boxes_of_transfer(transfer_id, language), chosen)
        return self._printed(transfer.fonds, transfer.number, boxes, language)

    def print_carriers(self, transfer_id: UUID, wish: CarrierWish, language: str = "") -> tuple[str, bytes]:
        """Return a name and a label for the carrier of each set; only of a package that was signed and holds files."""
        transfer, spoken = self._work.get(Transfer, transfer_id), self._spoken(language)
        _require_sound(transfer, wish)
        labels = [self._carrier(transfer, wish, place, spoken) for place in range(wish.sets)]
        sheets = self._sheets(transfer.number, transfer.destination_id, labels, spoken, is_demo=transfer.is_demo)
        return f"{transfer.number}-carriers.pdf", self._outside.printer.carrier_labels(sheets)

    # --- private ---

    def _spoken(self, language: str) -> str:
        return require_language(language or self._outside.language)

    def _printed(self, fonds: Fonds, number: str, boxes: Sequence[Boxed], language: str) -> tuple[str, bytes]:
        demo = select(Transfer.id).where(Transfer.fonds_id == fonds.id, Transfer.is_demo).limit(1)
        is_demo = self._work.session.scalar(demo) is not None
        labels = [each.label for each in boxes]
        sheets = self._sheets(number, fonds.archive_id, labels, self._spoken(language), is_demo=is_demo)
        return f"{number}-boxes.pdf", self._outside.printer.box_labels(sheets)

    def _sheets(
        self, number: str, archive_id: UUID, labels: Sequence[Label], language: str, *, is_demo: bool
    ) -> LabelSheets[Label]:
        now = self._work.now().astimezone(self._outside.profile.zone)
        archive = self._work.get(Repository, archive_id).name
        return LabelSheets(number, archive, labels, issued_at=now, language=language, is_demo=is_demo)

    def _boxed(self, fonds: Fonds, box: Box, language: str) -> Boxed:
        records = self._boxes.contents(box.id)
        numbers = [_counted(record.unit_number) for record in records if record.unit_number]
        label = BoxLabel(
            fonds_number=fonds.number or "",
            fonds_name=fonds.name,
            category=_named((record.category for record in records), language),
            year=_years([record.year for record in records]),
            retention=_named((_term(record, language) for record in records), language),
            series=_named((record.series for record in records), language),
            first_number=numbers[0] if numbers else "",
            last_number=numbers[-1] if numbers else "",
            items=len(records),
            box_number=box.number,
        )
        return Boxed(box.id, box.number, box.place, label)

    def _carrier(self, transfer: Transfer, wish: CarrierWish, place: int, language: str) -> CarrierLabel:
        number = wish.number or transfer.number
        today = self._outside.profile.day_of(self._work.now())
        return CarrierLabel(
            carrier_number=f"{number}-{place + 1}",
            fonds_number=transfer.fonds.number or "",
            fonds_name=transfer.fonds.name,
            content=wish.content or transfer.name,
            kind=wish.kind,
            gigabytes=wish.gigabytes or gigabytes(transfer.byte_count),
            items=self._with_files(transfer) if wish.items is None else wish.items,
            set_name=_SETS[language][place],
            made_on=(wish.made_on or today).isoformat(),
            maker=wish.maker or transfer.organization.name,
            checker=wish.checker,
            environment=wish.environment,
            algorithm="SHA-256",
            digest=transfer.package_sha256,
        )

    def _with_files(self, transfer: Transfer) -> int:
        """Count the records of which there is anything to carry."""
        files = select(func.count(distinct(ContentFile.record_id))).join(Record, Record.id == ContentFile.record_id)
        held = files.where(Record.transfer_id == transfer.id, ContentFile.replaced_at.is_(None))
        return self._work.session.scalar(held) or 0


def _chosen(boxes: Sequence[Boxed], chosen: Sequence[UUID]) -> Sequence[Boxed]:
    """Return those that were chosen, or all; refuse what is not among them."""
    strange = set(chosen) - {each.id for each in boxes}
    if strange:
        raise NotFoundError("box", min(map(str, strange)))
    return [each for each in boxes if each.id in chosen] if chosen else boxes


def _require_sound(transfer: Transfer, wish: CarrierWish) -> None:
    problems = []
    if not 1 <= wish.sets <= MOST_SETS:
        problems.append(Problem("out_of_range", "/sets", (("least", "1"), ("most", str(MOST_SETS)))))
    if not transfer.package_sha256:
        problems.append(Problem("package_unsigned", "/transfer"))
    if not transfer.file_count:
        problems.append(Problem("no_files_to_carry", "/transfer"))
    if problems:
        raise InvalidInputError(problems)


def _term(record: Record, language: str) -> str:
    said = words_of(language)[record.retention]
    return said.capitalize() if language == "en" else said


def _counted(number: str) -> str:
    """Return the counting end of a reference code: a label says the rest in fields of its own."""
    found = _COUNTED.search(number)
    return found[0] if found else number


def _years(years: Sequence[int]) -> str:
    first, last = (min(years), max(years)) if years else (None, None)
    return "" if first is None else str(first) if first == last else f"{first}—{last}"


def _named(values: Iterable[str], language: str) -> str:
    """Return different values once each, in their order; a label has no room for many."""
    found = list(dict.fromkeys(filter(None, values)))
    comma = ", " if language == "en" else "、"
    return comma.join(found[:MOST_NAMED]) + (_MORE[language] if len(found) > MOST_NAMED else "")
