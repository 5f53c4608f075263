"""The report of a four-property check as rows: what was checked, how it ended, then every finding (DA/T 70-2018)."""

from collections.abc import Iterator
from dataclasses import replace

from archives.documents.check_words import WORDS, CheckWords
from archives.documents.faces import Faces
from archives.documents.foot import foot, issued
from archives.documents.grid import SIGNATURE, Grid, Lines, column, head, heading, signed, value
from archives.documents.labels import Labels
from archives.documents.missing import missing_note
from archives.documents.paper import LANDSCAPE
from archives.documents.parts import Part
from archives.documents.table import Align, Row
from archives.ports import CheckReport, CheckReportRow

FINDINGS = Lines((22, 40, 16, 36, 62, 52, 39), "LLCLLLL", LANDSCAPE)


def report_parts(report: CheckReport, labels: Labels, faces: Faces) -> list[Part]:
    """Return the sums on one sheet, then the list of findings where there are any."""
    words = WORDS[report.language]
    pair = f"{labels.number}{labels.colon}{report.number}", f"{labels.fonds}{labels.colon}{report.fonds}"
    missing = missing_note(replace(report, attachments=()), faces.regular, labels)
    notes = foot([issued(report.issued_at, labels)], "", missing, labels, faces.regular)
    parts = [Part(words.report, [heading(pair, faces.regular)], [*_summary(report, labels, words, faces), *notes])]
    if report.findings:
        above = [heading(pair, faces.regular, LANDSCAPE), FINDINGS.head(faces.bold, words.finding_heads)]
        rows = FINDINGS.rows(faces.regular, (_texts(finding, words) for finding in report.findings))
        parts.append(Part(words.findings, above, rows, LANDSCAPE))
    return parts


def _summary(report: CheckReport, labels: Labels, words: CheckWords, faces: Faces) -> Iterator[Row]:
    grid, sums = Grid(faces.regular), Grid(faces.regular, columns=9, size=9.5)
    period = " — ".join(at.isoformat(" ", "seconds") for at in (report.started_at, report.finished_at))
    extent = words.extent_value.format(records=report.records, files=report.files, gigabytes=report.gigabytes)
    side, number = words.sides[report.side], words.round_value.format(round=report.round)
    yield grid.row(head(words.transfer), value(report.transfer_name, 10))
    yield grid.row(head(labels.unit), value(report.unit, 4), head(labels.archive), value(report.archive, 4))
    yield grid.row(head(words.side), value(side, 4), head(words.round), value(number, 4))
    yield grid.row(head(words.period), value(period, 10))
    yield grid.row(head(words.extent), value(extent, 4), head(words.rulebook), value(report.rulebook, 4))
    yield grid.row(head(words.manifest), value(report.manifest_sha256, 10))
    yield from _sums(report, words, sums)
    conclusion = words.passed if report.is_passed else words.open if report.is_open else words.failed
    yield grid.row(head(words.conclusion), value(conclusion, 10))
    yield grid.row(head(words.checker), signed(report.checker, labels, 10), least=SIGNATURE)


def _sums(report: CheckReport, words: CheckWords, grid: Grid) -> Iterator[Row]:
    yield grid.row(column(words.property, 2), *(column(said, 1) for said in words.sums))
    for sums in report.sums:
        counts = (sums.rules, sums.passed, sums.warning, sums.failed, sums.decided, sums.open, sums.not_applicable)
        values = (value(f"{count:,}", 1, Align.CENTRE) for count in counts)
        yield grid.row(head(words.properties.get(sums.name, sums.name)), *values)


def _texts(finding: CheckReportRow, words: CheckWords) -> list[str]:
    outcome = words.outcomes.get(finding.outcome, finding.outcome)
    where = (finding.reference_code, finding.title)
    return [finding.rule, finding.name, outcome, *where, finding.message, finding.decision]
