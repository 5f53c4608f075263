"""What an operator may set about other services: time stamps, mail, a search cluster."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from config.bad_setting import BadSettingError

SEAL_LEVELS = ("B", "T", "LT")
SMTP_SECURITIES = ("starttls", "tls", "none")
STANDARD_PORTS = {"starttls": 587, "tls": 465, "none": 25}
_HIGHEST_PORT = 65535


@dataclass(frozen=True, slots=True)
class SealSettings:
    """Level of PAdES; T and LT need a time-stamp service (RFC 3161). The password opens home/keys; '' is secret.key."""

    level: str = "B"
    timestamp_url: str = ""
    timestamp_roots: Path | None = None  # PEM: whom to trust for time stamps
    key_password: str = field(default="", repr=False)

    NAMES = frozenset({"seal_level", "timestamp_url", "timestamp_roots", "key_password"})

    @classmethod
    def read(cls, values: Mapping[str, object]) -> Self:
        """Read and check."""
        level, url = str(values.get("seal_level", "B")), str(values.get("timestamp_url", ""))
        roots = str(values.get("timestamp_roots", ""))
        if level not in SEAL_LEVELS:
            raise BadSettingError(f"seal_level is {level}, but must be one of {', '.join(SEAL_LEVELS)}.")
        if level != "B" and not url:
            raise BadSettingError(f"seal_level is {level}: set timestamp_url too, or leave the level at B.")
        if url and (urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).netloc):
            raise BadSettingError(f"timestamp_url is {url}, but must begin with http:// or https:// and a host.")
        if level == "LT" and not roots:
            raise BadSettingError("seal_level is LT: set timestamp_roots, or nobody can validate the stamps later.")
        return cls(level, url, Path(roots) if roots else None, str(values.get("key_password", "")))

    def roots(self) -> bytes:
        """Return the certificates that are trusted for time stamps, or refuse (BadSettingError)."""
        try:
            return self.timestamp_roots.read_bytes() if self.timestamp_roots else b""
        except OSError as fault:
            raise BadSettingError(f"Cannot read timestamp_roots: {fault}.") from fault


@dataclass(frozen=True, slots=True)
class MailSettings:
    """How mail leaves. Without a host none does."""

    host: str = ""
    port: int = STANDARD_PORTS["starttls"]
    security: str = "starttls"
    user: str = ""
    password: str = field(default="", repr=False)
    sender: str = ""
    ca: Path | None = None  # PEM: whom to trust as mail server; None is whom the system trusts

    NAMES = frozenset(
        {"smtp_host", "smtp_port", "smtp_security", "smtp_user", "smtp_password", "smtp_ca", "mail_sender"}
    )

    @classmethod
    def read(cls, values: Mapping[str, object]) -> Self:
        """Read and check."""
        host, sender = str(values.get("smtp_host", "")), str(values.get("mail_sender", ""))
        security = str(values.get("smtp_security", "starttls"))
        if security not in SMTP_SECURITIES:
            raise BadSettingError(f"smtp_security is {security}, but must be one of {', '.join(SMTP_SECURITIES)}.")
        if host and "@" not in sender:
            raise BadSettingError(f"smtp_host is set: set mail_sender too, to an address; it is {sender or 'empty'}.")
        user, password = str(values.get("smtp_user", "")), str(values.get("smtp_password", ""))
        if user and security == "none":
            raise BadSettingError("smtp_user is set, but smtp_security is none: the password would go in clear.")
        ca = str(values.get("smtp_ca", ""))
        port = number("smtp_port", values.get("smtp_port", STANDARD_PORTS[security]))
        return cls(host, port, security, user, password, sender, Path(ca) if ca else None)


@dataclass(frozen=True, slots=True)
class ClusterSettings:
    """An OpenSearch cluster in place of the index on disk; without addresses there is none."""

    urls: tuple[str, ...] = ()
    user: str = ""
    password: str = field(default="", repr=False)
    ca: Path | None = None  # PEM: whom to trust; None is whom the system trusts

    NAMES = frozenset({"opensearch_urls", "opensearch_user", "opensearch_password", "opensearch_ca"})

    @classmethod
    def read(cls, values: Mapping[str, object]) -> Self:
        """Read and check; addresses are a list, or divided by commas."""
        given = values.get("opensearch_urls", "")
        parts = given if isinstance(given, list) else str(given).split(",")
        urls = tuple(text for part in parts if (text := str(part).strip().rstrip("/")))
        for url in urls:
            if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).netloc:
                raise BadSettingError(f"opensearch_urls names {url}; an address begins with http:// or https://.")
        user, ca = str(values.get("opensearch_user", "")), str(values.get("opensearch_ca", ""))
        if user and any(urlsplit(url).scheme == "http" for url in urls):
            raise BadSettingError("opensearch_user is set, but an address is http: the password would go in clear.")
        return cls(urls, user, str(values.get("opensearch_password", "")), Path(ca) if ca else None)


def number(name: str, value: object) -> int:
    """Return a port, or refuse (BadSettingError)."""
    text = str(value)
    if not text.isascii() or not text.isdecimal() or not 0 < int(text) <= _HIGHEST_PORT:
        raise BadSettingError(f"{name} is {value}, but must be a number from 1 to {_HIGHEST_PORT}.")
    return int(text)
