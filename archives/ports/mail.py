"""Who carries mail."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class MailFate(StrEnum):
    """What became of a letter."""

    SENT = "sent"  # the server took it over
    DEFERRED = "deferred"  # not now: worth another try
    REFUSED = "refused"  # never, as it is


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A PDF that goes with a letter."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter to one person. `key` is the same for the same letter, however often it is sent: its Message-ID."""

    key: str  # ASCII, no spaces
    to: str
    subject: str
    text: str
    language: str  # zh-Hans | zh-Hant | en
    written_at: datetime  # aware
    enclosures: tuple[Enclosure, ...] = ()


@dataclass(frozen=True, slots=True)
class MailAnswer:
    """What the server said. `reason` is a stable code, '' when sent; `detail` its own words."""

    fate: MailFate
    reason: str = ""
    detail: str = ""


class Mailer(Protocol):
    """Carries letters."""

    @property
    def is_on(self) -> bool:
        """Tell whether this installation sends mail at all."""

    def send(self, letter: Letter) -> MailAnswer:
        """Hand the letter to the server. Whatever goes wrong on the way is an answer, not an exception."""
