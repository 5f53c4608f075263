"""Printed documents: what the archives ask of a printer."""

from typing import Protocol

from archives.ports.case_papers import CasePaper
from archives.ports.checks import CheckReport, ReturnNotice
from archives.ports.deeds import HandoverDeed
from archives.ports.documents import TransferForm
from archives.ports.labels import BoxLabel, CarrierLabel, LabelSheets


class DocumentPrinter(Protocol):
    """Turns facts into archival PDF (PDF/A-3) with their attachments; the same bytes for the same facts."""

    def transfer_form(self, form: TransferForm) -> bytes:
        """Return the form in two copies with the digest sheet."""

    def transfer_list(self, form: TransferForm) -> bytes:
        """Return the 移交目录."""

    def handover_deed(self, deed: HandoverDeed) -> bytes:
        """Return the 档案交接文据 in two copies, each with its set of the 手检目录."""

    def mixed_form(self, form: TransferForm, deed: HandoverDeed) -> bytes:
        """Return form and deed under one number, in two copies; InvalidInputError when their numbers differ."""

    def check_report(self, report: CheckReport) -> bytes:
        """Return the report of a four-property check."""

    def return_notice(self, notice: ReturnNotice) -> bytes:
        """Return the notice that gives a transfer back for correction."""

    def box_labels(self, sheets: LabelSheets[BoxLabel]) -> bytes:
        """Return spine and front of each box, to be cut out."""

    def carrier_labels(self, sheets: LabelSheets[CarrierLabel]) -> bytes:
        """Return a label for the box of each carrier, to be cut out."""

    def case_paper(self, paper: CasePaper) -> bytes:
        """Return a paper of an inspection or of a case; the pages of a case file are numbered throughout."""
