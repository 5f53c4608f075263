"""The facts of the 电子档案移交与接收登记表 (domain 3.2), and of the list that goes with every receipt."""

from collections.abc import Sequence
from dataclasses import dataclass

from archives.domain.gigabytes import gigabytes
from archives.domain.vocabulary import Carrier, Level, Side
from archives.models import Receipt, Repository, Transfer
from archives.ports import CarrierDigest, TransferForm, TransferListRow
from archives.services import packages
from archives.services.form_columns import Columns, words_of
from archives.services.outside import Outside
from archives.services.packages import Unit
from archives.services.unit_of_work import UnitOfWork

ELECTRONIC = frozenset({Carrier.ELECTRONIC, Carrier.MIXED})
ON_PAPER = frozenset({Carrier.PAPER, Carrier.MIXED})


@dataclass(frozen=True, slots=True)
class Electronic:
    """How much of a package is electronic, also where it is on paper as well."""

    items: int
    volumes: int


@dataclass(frozen=True, slots=True)
class Package:
    """What is handed over: the transfer, its units in order, and the manifest that both sides sign."""

    transfer: Transfer
    units: Sequence[Unit]
    manifest: bytes

    @property
    def carrier(self) -> Carrier:
        """Tell on what the whole is kept: paper only, electronic only, or both."""
        kinds = {record.carrier for unit in self.units for record in unit.records}
        if kinds <= {Carrier.ELECTRONIC}:
            return Carrier.ELECTRONIC
        return Carrier.PAPER if kinds == {Carrier.PAPER} else Carrier.MIXED

    @property
    def electronic(self) -> Electronic:
        """Count its electronic records."""
        levels = [each.level for unit in self.units for each in unit.records if each.carrier in ELECTRONIC]
        return Electronic(levels.count(Level.ITEM), levels.count(Level.VOLUME))


def form_of(work: UnitOfWork, outside: Outside, package: Package, receipt: Receipt | None) -> TransferForm:
    """Return what is printed on the form; without a receipt it is the blank one, for signing on paper."""
    transfer, language = package.transfer, receipt.language if receipt else outside.language
    digest, size, zone = packages.digest_of(package.manifest), gigabytes(transfer.byte_count), outside.profile.zone
    archive = work.get(Repository, transfer.destination_id).name
    columns, blank = Columns(work, transfer, zone, language), receipt is None
    return TransferForm(
        number=receipt.number if receipt else transfer.number,
        fonds=f"{transfer.fonds.number or ''} {transfer.fonds.name}".strip(),
        work_name=transfer.name,
        description=transfer.description,
        item_count=transfer.item_count,
        volume_count=transfer.volume_count,
        gigabytes=size,
        carrier_numbers=_span([unit.record.unit_number or "" for unit in package.units]),
        carrier_kind=_carriers(package.units, language),
        unit=columns.column(Side.UNIT, transfer.organization.name, blank=blank),
        archive=columns.column(Side.ARCHIVE, archive, blank=blank),
        digests=[CarrierDigest(transfer.number, _content(transfer, language), "SHA-256", digest, size)],
        manifest_sha256=digest,
        rows=[_row(unit, language) for unit in package.units],
        issued_at=(receipt.issued_at if receipt else work.now()).astimezone(zone),
        language=language,
        is_demo=transfer.is_demo,
    )


def _span(numbers: Sequence[str]) -> str:
    if not numbers:
        return ""
    return numbers[0] if len(numbers) == 1 else f"{numbers[0]} — {numbers[-1]}"


def _carriers(units: Sequence[Unit], language: str) -> str:
    kinds = {unit.record.carrier for unit in units}
    named = [words_of(language)[name] for name, those in (("online", ELECTRONIC), ("paper", ON_PAPER)) if kinds & those]
    return "; ".join(named) if language == "en" else "、".join(named)


def _content(transfer: Transfer, language: str) -> str:
    return words_of(language)["manifest"].format(files=transfer.file_count)


def _row(unit: Unit, language: str) -> TransferListRow:
    record, inside = unit.record, len(unit.children) or unit.record.item_count
    words = words_of(language)
    return TransferListRow(
        sequence=unit.item.sequence,
        reference_code=record.archive_number or record.unit_number or "",
        document_number=record.document_number,
        responsible_party=record.responsible_party,
        title=record.title,
        formed_on=record.formed_on.isoformat() if record.formed_on else "",
        retention=words[str(record.retention)],
        pages="" if record.pages is None else str(record.pages),
        files=sum(len(files) for files in unit.files.values()),
        remark=words["contains"].format(items=inside) if record.level is Level.VOLUME and inside else "",
    )
