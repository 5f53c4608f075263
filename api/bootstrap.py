"""The only room that knows every adapter: it joins the services to the outside world."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from archives.delivery.note_signer import Ed25519NoteSigner
from archives.documents.printer import PdfPrinter
from archives.domain.permission import Actor
from archives.domain.profile import Profile
from archives.extraction.text import FileTextExtractor
from archives.migrations import upgrade
from archives.packaging.tables import TableFiles
from archives.ports import Clock
from archives.services import Outside, Services, UnitOfWork
from archives.services.database import Database
from archives.storage import HoldingDirectory, ObjectStore
from config import Settings, load_profile
from search_index import MemoryIndex, WhooshIndex, fold, snippet


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
    home = settings.home
    home.mkdir(parents=True, exist_ok=True)
    outside = Outside(
        home=home,
        profile=Profile.from_mapping(load_profile(settings.profile)),
        holding=HoldingDirectory(home / "holding"),
        store=ObjectStore(home / "store"),
        index=WhooshIndex(home / "index"),
        scratch_index=MemoryIndex,
        excerpt=snippet,
        fold=fold,
        extractor=FileTextExtractor(),
        printer=PdfPrinter(extra_fonts=settings.fallback_fonts),
        tables=TableFiles(),
        notes=Ed25519NoteSigner(home / "keys", settings.secret_key, _host(settings.base_url)),
        language=settings.language,
        base_url=settings.url,
    )
    return House(settings, Database(settings.database_url), outside, clock or _utc_now)


def _host(base_url: str) -> str:
    """Return what begins the name of the log: the host as people reach it, if it has one."""
    return urlsplit(base_url).netloc or "archives"


def _utc_now() -> datetime:
    return datetime.now(UTC)
