"""The only room that knows every adapter: it joins the services to the outside world."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib import import_module
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from archives.delivery.authority import InternalAuthority
from archives.delivery.mail import MailServer, NoMailer, SmtpMailer
from archives.delivery.note_signer import Ed25519NoteSigner
from archives.delivery.pdf_checker import PadesChecker
from archives.delivery.pdf_signer import PadesSigner, SealLevel, Stamping
from archives.delivery.seal_keys import KeyPlace, TokenKeys
from archives.delivery.token import Token
from archives.documents.printer import PdfPrinter
from archives.documents.reading import PaperFile
from archives.domain.permission import Actor
from archives.domain.profile import Profile
from archives.extraction.text import FileTextExtractor
from archives.migrations import upgrade
from archives.packaging.calendars import CalendarFiles
from archives.packaging.ead3 import Ead3Files
from archives.packaging.tables import TableFiles
from archives.ports import CertificateKeeper, Clock, Mailer, SearchIndex, SignatureChecker, Signer
from archives.services import Outside, Services, UnitOfWork
from archives.services.database import Database
from archives.storage import HoldingDirectory, ObjectStore
from config import BadSettingError, MailSettings, Settings, load_profile
from config.token import TokenSettings
from search_index import MemoryIndex, PinyinInitials, WhooshIndex, fold, snippet

_READING: Mapping[str, Any] = MappingProxyType(
    {"scratch_index": MemoryIndex, "excerpt": snippet, "fold": fold, "initials": PinyinInitials()}
)


@dataclass(frozen=True, slots=True)
class House:
    """What lives as long as the process."""

    settings: Settings
    database: Database
    outside: Outside
    clock: Clock

    @contextmanager
    def open(self, actor: Actor) -> Iterator[Services]:
        """Give services over one person's view of the database, and close it afterwards."""
        work = UnitOfWork(self.database, self.clock, actor)
        try:
            yield Services(work, self.outside)
        finally:
            work.close()

    def prepare(self) -> None:
        """Bring the database to the present schema; nothing happens when it is there."""
        with self.database.gate.hold():
            upgrade(self.database.engine)

    def close(self) -> None:
        """Give back every connection."""
        self.database.close()


def build(settings: Settings, clock: Clock | None = None) -> House:
    """Join everything as in production."""
    (home := settings.home).mkdir(parents=True, exist_ok=True)
    certificates, signer, checker = _seals(settings)
    outside = Outside(
        home=home,
        profile=_profile(settings.profile),
        holding=HoldingDirectory(home / "holding"),
        store=ObjectStore(home / "store"),
        index=_index(settings),
        **_READING,
        extractor=FileTextExtractor(),
        printer=PdfPrinter(extra_fonts=settings.fallback_fonts),
        papers=PaperFile(),
        tables=TableFiles(),
        finding_aids=Ead3Files(),
        calendars=CalendarFiles(),
        notes=Ed25519NoteSigner(home / "keys", settings.key_password, _host(settings.base_url)),
        signer=signer,
        signature_checker=checker,
        certificates=certificates,
        mailer=_mailer(settings.mail),
        language=settings.language,
        base_url=settings.url,
    )
    return House(settings, Database(settings.database_url), outside, clock or _utc_now)


@cache
def _profile(name_or_path: str) -> Profile:
    """Read a profile once in the life of a process: a change of its file holds from the next start on."""
    return Profile.from_mapping(load_profile(name_or_path))


def _seals(settings: Settings) -> tuple[CertificateKeeper, Signer, SignatureChecker]:
    host, published = _host(settings.base_url), f"{settings.url}/api/v1/ca.crl"
    places = _key_place(settings.token)
    authority = InternalAuthority(settings.home / "keys", settings.key_password, host, published, places)
    level, seals = SealLevel(settings.seals.level), settings.seals
    stamping = Stamping(level, seals.timestamp_url, seals.roots())
    return authority, PadesSigner(authority, stamping), PadesChecker(authority, stamping)


def _key_place(token: TokenSettings) -> KeyPlace | None:
    """Return where the bodies' keys are made: on a token, or on the disk."""
    if token.library is None:
        return None
    return TokenKeys(Token(token.library, token.label, token.pin))


def _host(base_url: str) -> str:
    """Return what begins the name of the log: the host as people reach it, if it has one."""
    return urlsplit(base_url).netloc or "archives"


def _index(settings: Settings) -> SearchIndex:
    """Return the index on disk, or the one on a cluster, whose client is an extra."""
    place, cluster = settings.home / "index", settings.cluster
    if not cluster.urls:
        return WhooshIndex(place)
    try:
        adapter = import_module("search_index.opensearch_index")
    except ModuleNotFoundError as fault:
        text = f"opensearch_urls is set, but {fault.name} is missing: install archives[opensearch]."
        raise BadSettingError(text) from fault
    login = (cluster.user, cluster.password) if cluster.user else None
    found: SearchIndex = adapter.OpenSearchIndex(place, cluster.urls, login, cluster.ca)
    return found


def _mailer(mail: MailSettings) -> Mailer:
    if not mail.host:
        return NoMailer()
    server = MailServer(mail.host, mail.port, mail.sender, mail.security, mail.user, mail.password, mail.ca)
    return SmtpMailer(server)


def _utc_now() -> datetime:
    return datetime.now(UTC)
