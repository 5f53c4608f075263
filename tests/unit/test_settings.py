"""What an operator may set."""

import stat
from pathlib import Path

import pytest

from config import BadSettingError, Settings


def test_without_any_setting_the_defaults_hold(tmp_path: Path) -> None:
    settings = Settings.load({}, tmp_path)

    assert settings.database_url == f"sqlite:///{tmp_path}/archives.db"
    assert (settings.profile, settings.host, settings.port) == ("cn", "127.0.0.1", 8000)
    assert (settings.language, settings.url) == ("zh-Hans", "http://127.0.0.1:8000")


def test_the_environment_wins_over_the_file_and_the_file_over_the_defaults(tmp_path: Path) -> None:
    (tmp_path / "archives.toml").write_text('port = 9000\nlanguage = "en"\nfallback_fonts = ["/f/a.ttf"]', "utf-8")

    settings = Settings.load({"ARCHIVES_HOME": str(tmp_path), "ARCHIVES_PORT": "9001"})

    assert (settings.home, settings.port, settings.language) == (tmp_path, 9001, "en")
    assert settings.fallback_fonts == (Path("/f/a.ttf"),)


def test_a_profile_file_is_sought_in_the_home(tmp_path: Path) -> None:
    assert Settings.load({"ARCHIVES_PROFILE": "own.toml"}, tmp_path).profile == str(tmp_path / "own.toml")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("port = 0", "port"),
        ("port = true", "port"),
        ('language = "tlh"', "language"),
        ('colour = "red"', "colour"),
        ("port =", "archives.toml"),
        ("fallback_fonts = 3", "fallback_fonts"),
    ],
)
def test_a_wrong_setting_stops_the_start_and_is_named(tmp_path: Path, text: str, named: str) -> None:
    (tmp_path / "archives.toml").write_text(text, "utf-8")

    with pytest.raises(BadSettingError, match=named):
        Settings.load({}, tmp_path)


def test_the_secret_key_is_made_once_for_its_owner_only(tmp_path: Path) -> None:
    settings = Settings.load({}, tmp_path / "home")
    with pytest.raises(BadSettingError, match="archives init"):
        settings.secret_key()

    settings.create_secret_key()
    first = settings.secret_key()
    settings.create_secret_key()

    assert settings.secret_key() == first
    assert stat.S_IMODE((tmp_path / "home" / "secret.key").stat().st_mode) == 0o600


def test_a_truncated_secret_key_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret.key").write_text("", "ascii")

    with pytest.raises(BadSettingError, match="too short"):
        Settings.load({}, tmp_path).secret_key()
