"""Everything that an operator may set.

The environment (ARCHIVES_*) wins over `home/archives.toml`, and that over the defaults.
"""

import os
import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from config.bad_setting import BadSettingError
from config.incoming import IncomingSettings
from config.outgoing import ClusterSettings, MailSettings, SealSettings, number
from config.token import TokenSettings

PREFIX = "ARCHIVES_"
FILE_NAME = "archives.toml"
KEY_FILE_NAME = "secret.key"
LANGUAGES = ("zh-Hans", "zh-Hant", "en")

_SECRET_BYTES = 32
_NAMES = (
    frozenset({"database_url", "profile", "host", "port", "language", "base_url", "fallback_fonts"})
    | SealSettings.NAMES
    | MailSettings.NAMES
    | ClusterSettings.NAMES
    | IncomingSettings.NAMES
    | TokenSettings.NAMES
)


@dataclass(frozen=True, slots=True)
class Settings:
    """Defaults are safe in production; the secret key has none: `archives init` makes it."""

    home: Path
    database_url: str
    profile: str = "cn"  # the name of a delivered profile, or the path of a TOML file
    host: str = "127.0.0.1"
    port: int = 8000
    language: str = "zh-Hans"
    base_url: str = ""  # as people reach it, for links in mail and documents; '' is http://host:port
    fallback_fonts: tuple[Path, ...] = ()  # fonts for characters that the embedded one lacks, in order
    seals: SealSettings = field(default_factory=SealSettings)
    mail: MailSettings = field(default_factory=MailSettings)
    cluster: ClusterSettings = field(default_factory=ClusterSettings)
    incoming: IncomingSettings = field(default_factory=IncomingSettings)
    token: TokenSettings = field(default_factory=TokenSettings)

    @classmethod
    def load(cls, environ: Mapping[str, str], home: Path | None = None) -> Self:
        """Read the environment and the file of `home`; a given home wins over ARCHIVES_HOME, default is ./home."""
        place = (home or Path(environ.get(f"{PREFIX}HOME", "home"))).absolute()
        values = {**_from_file(place / FILE_NAME), **_from_environ(environ)}
        _require_known(values, place)
        return cls(
            home=place,
            database_url=str(values.get("database_url") or f"sqlite:///{place / 'archives.db'}"),
            profile=_profile(str(values.get("profile", "cn")), place),
            host=str(values.get("host", "127.0.0.1")),
            port=number("port", values.get("port", 8000)),
            language=_language(str(values.get("language", LANGUAGES[0]))),
            base_url=str(values.get("base_url", "")).rstrip("/"),
            fallback_fonts=_paths(values.get("fallback_fonts", ())),
            seals=SealSettings.read(values),
            mail=MailSettings.read(values),
            cluster=ClusterSettings.read(values),
            incoming=IncomingSettings.read(values),
            token=TokenSettings.read(values),
        )

    @property
    def url(self) -> str:
        """Where people reach the system."""
        return self.base_url or f"http://{self.host}:{self.port}"

    def secret_key(self) -> str:
        """Return the key that signs cookies, or refuse (BadSettingError): `archives init` makes it."""
        try:
            key = self._secret_file.read_text(encoding="ascii").strip()
        except OSError as fault:
            raise BadSettingError(f"No secret key in {self.home}: run `archives init`.") from fault
        if len(key) < _SECRET_BYTES:
            raise BadSettingError(
                f"The secret key in {self._secret_file} is too short: remove it, run `archives init`."
            )
        return key

    def key_password(self) -> str:
        """Return what opens the keys in home/keys, or refuse (BadSettingError)."""
        return self.seals.key_password or self.secret_key()

    def create_secret_key(self) -> None:
        """Make the key, readable by its owner only; an existing one stays."""
        self.home.mkdir(parents=True, exist_ok=True)
        try:
            descriptor = os.open(self._secret_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(_SECRET_BYTES))
            file.flush()
            os.fsync(file.fileno())

    @property
    def _secret_file(self) -> Path:
        return self.home / KEY_FILE_NAME


def _from_environ(environ: Mapping[str, str]) -> dict[str, object]:
    named = {name: environ.get(f"{PREFIX}{name.upper()}") for name in _NAMES}
    return {name: value for name, value in named.items() if value}


def _from_file(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise BadSettingError(f"Cannot read {path}: {fault}.") from fault


def _require_known(values: Mapping[str, object], home: Path) -> None:
    unknown = sorted(set(values) - _NAMES)
    if unknown:
        raise BadSettingError(
            f"Unknown in {home / FILE_NAME}: {', '.join(unknown)}. Known: {', '.join(sorted(_NAMES))}."
        )


def _language(value: str) -> str:
    if value not in LANGUAGES:
        raise BadSettingError(f"language is {value}, but must be one of {', '.join(LANGUAGES)}.")
    return value


def _profile(value: str, home: Path) -> str:
    return str(home / value) if value.endswith(".toml") else value


def _paths(value: object) -> tuple[Path, ...]:
    names = value.split(os.pathsep) if isinstance(value, str) else value
    if not isinstance(names, list | tuple):
        raise BadSettingError(f"fallback_fonts is {value}, but must be a list of paths.")
    return tuple(Path(str(name)) for name in names)
