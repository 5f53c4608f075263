"""All that the services need from outside, in one value; joined by the bootstrap."""

from dataclasses import dataclass
from pathlib import Path

from archives.domain.profile import Profile
from archives.ports import (
    CalendarWriter,
    CertificateKeeper,
    ContentStore,
    DocumentPrinter,
    Excerpt,
    FindingAids,
    Folding,
    Holding,
    Initials,
    Mailer,
    NoteSigner,
    PaperReader,
    ScratchIndex,
    SearchIndex,
    SignatureChecker,
    Signer,
    Tables,
    TextExtractor,
)


@dataclass(frozen=True, slots=True)
class Outside:
    """The adapters and the jurisdiction's numbers; `home` is the directory of this installation."""

    home: Path
    profile: Profile
    holding: Holding
    store: ContentStore
    index: SearchIndex
    scratch_index: ScratchIndex
    excerpt: Excerpt
    fold: Folding
    initials: Initials
    extractor: TextExtractor
    printer: DocumentPrinter
    papers: PaperReader
    tables: Tables
    finding_aids: FindingAids
    calendars: CalendarWriter
    notes: NoteSigner
    signer: Signer
    signature_checker: SignatureChecker
    certificates: CertificateKeeper
    mailer: Mailer
    language: str = "zh-Hans"  # of legal documents
    base_url: str = "http://127.0.0.1:8000"  # as people reach the archives; printed on receipts
