"""archives print case-papers|case-form, archives inspection case-file|calendar: the papers of inspections and cases."""

from pathlib import Path
from typing import Any
from uuid import UUID

import click

from api.cli.errand import Desk, errand
from api.schemas.case_papers import CasePaperSchema
from archives.domain.case_paper import PaperKind
from archives.domain.readable_number import NumberKind, ReadableNumber
from archives.services import Services
from archives.services.document_language import LANGUAGES

INTO = click.option("--into", type=click.Path(path_type=Path, file_okay=False, exists=True), default=Path())
FORMS = (PaperKind.SITE_RECORD, PaperKind.DELIVERY_RECEIPT, PaperKind.RECTIFICATION_REPORT, PaperKind.RECHECK_RECORD)


@errand("case-papers")
@click.argument("number")
@click.option("--kind", type=click.Choice([each.value for each in PaperKind]), help="Only papers of this kind.")
@INTO
def case_papers(desk: Desk, number: str, kind: str | None, into: Path) -> None:
    """Write the stored papers of an inspection or order, by its NUMBER; those still being drawn are only listed."""
    with desk.open() as services:
        counter = services.case_papers
        is_visit, subject_id = _subject(services, number)
        found = counter.of_inspection(subject_id) if is_visit else counter.of_order(subject_id)
        chosen = [each for each in found if kind in (None, each.kind)]
        files = [_written(counter, each, into) for each in chosen]
        rows = CasePaperSchema(many=True).dump(chosen)
    lines = [f"{file or 'being drawn'}\t{row['kind']}\t{row['number']}" for file, row in zip(files, rows, strict=True)]
    desk.tell({"papers": rows, "files": [each for each in files if each]}, "\n".join(lines))


@errand("case-form")
@click.argument("number")
@click.argument("kind", type=click.Choice([each.value for each in FORMS]))
@click.option("--language", type=click.Choice(LANGUAGES), default=None, help="Of the document.")
@INTO
def case_form(desk: Desk, number: str, kind: str, language: str | None, into: Path) -> None:
    """Write a form for the pen, before the act that it is for; it bears neither number nor seal."""
    with desk.open() as services:
        counter = services.case_papers
        is_visit, subject_id = _subject(services, number)
        draw = counter.draft_of_inspection if is_visit else counter.draft_of_order
        _keep(desk, into, draw(subject_id, PaperKind(kind), language or ""))


@errand("case-file")
@click.argument("number")
def case_file(desk: Desk, number: str) -> None:
    """Have the case file of an order gathered; the worker draws it."""
    with desk.open() as services:
        made = services.case_papers.compile_file(services.rectification.by_number(number).id)
        told = CasePaperSchema().dump(made)
    desk.tell(told, f"{told['number']}\t{'stored' if told['printed_at'] else 'being drawn'}")


@errand("calendar")
@click.argument("number")
@INTO
def calendar(desk: Desk, number: str, into: Path) -> None:
    """Write the day of an inspection, or the last day of an order, as iCalendar."""
    with desk.open() as services:
        is_visit, subject_id = _subject(services, number)
        counter = services.case_calendars
        _keep(desk, into, counter.of_inspection(subject_id) if is_visit else counter.of_order(subject_id))


def _subject(services: Services, number: str) -> tuple[bool, UUID]:
    """Return whether a number is that of an inspection, and the key of what bears it."""
    is_visit = ReadableNumber.parse(number).kind is NumberKind.INSPECTION
    found = services.inspections.by_number(number) if is_visit else services.rectification.by_number(number)
    return is_visit, found.id


def _written(counter: Any, paper: Any, into: Path) -> str:  # noqa: ANN401 -- a counter and its row
    if paper.printed_at is None:
        return ""
    path = into / counter.file_name(paper)
    with counter.open(paper) as stream:
        path.write_bytes(stream.read())
    return str(path)


def _keep(desk: Desk, into: Path, drawn: tuple[str, bytes]) -> None:
    name, data = drawn
    path = into / name
    path.write_bytes(data)
    desk.tell({"file": str(path), "bytes": len(data)}, str(path))
