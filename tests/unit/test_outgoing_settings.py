"""What an operator may set about seals, time stamps and mail."""

from pathlib import Path

import pytest

from api.bootstrap import build
from config import BadSettingError, Settings

STAMPS = {"ARCHIVES_TIMESTAMP_URL": "https://stamps.example/", "ARCHIVES_TIMESTAMP_ROOTS": "/etc/roots.pem"}
MAIL = {"ARCHIVES_SMTP_HOST": "mail.example", "ARCHIVES_MAIL_SENDER": "archives@mail.example"}


def test_without_any_setting_seals_are_plain_and_no_mail_is_sent(tmp_path: Path) -> None:
    settings = Settings.load({}, tmp_path)

    assert (settings.seals.level, settings.seals.timestamp_url, settings.mail.host) == ("B", "", "")


def test_the_key_password_is_the_secret_key_unless_one_is_set(tmp_path: Path) -> None:
    settings = Settings.load({}, tmp_path)
    settings.create_secret_key()

    assert settings.key_password() == settings.secret_key()
    assert Settings.load({"ARCHIVES_KEY_PASSWORD": "hush"}, tmp_path).key_password() == "hush"


def test_no_password_is_shown_when_settings_are_printed(tmp_path: Path) -> None:
    secrets = {"ARCHIVES_KEY_PASSWORD": "hush", "ARCHIVES_SMTP_USER": "ams", "ARCHIVES_SMTP_PASSWORD": "husher"}

    assert "hush" not in repr(Settings.load({**MAIL, **secrets}, tmp_path))


@pytest.mark.parametrize(("security", "port"), [("starttls", 587), ("tls", 465), ("none", 25)])
def test_the_port_of_mail_follows_its_security(tmp_path: Path, security: str, port: int) -> None:
    assert Settings.load({**MAIL, "ARCHIVES_SMTP_SECURITY": security}, tmp_path).mail.port == port


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        ({"ARCHIVES_SEAL_LEVEL": "X"}, "seal_level"),
        ({"ARCHIVES_SEAL_LEVEL": "T"}, "timestamp_url"),
        ({**STAMPS, "ARCHIVES_TIMESTAMP_URL": "file:///etc/passwd"}, "timestamp_url"),
        ({**STAMPS, "ARCHIVES_TIMESTAMP_URL": "https://"}, "timestamp_url"),
        ({"ARCHIVES_SEAL_LEVEL": "LT", "ARCHIVES_TIMESTAMP_URL": "https://stamps.example/"}, "timestamp_roots"),
        ({"ARCHIVES_SMTP_HOST": "mail.example"}, "mail_sender"),
        ({**MAIL, "ARCHIVES_SMTP_PORT": "0"}, "smtp_port"),
        ({**MAIL, "ARCHIVES_SMTP_SECURITY": "perhaps"}, "smtp_security"),
        ({**MAIL, "ARCHIVES_SMTP_SECURITY": "none", "ARCHIVES_SMTP_USER": "ams"}, "in clear"),
        ({"ARCHIVES_OPENSEARCH_URLS": "https://one.example,two.example"}, "two.example"),
        ({"ARCHIVES_OPENSEARCH_URLS": "http://one.example", "ARCHIVES_OPENSEARCH_USER": "ams"}, "in clear"),
    ],
)
def test_what_cannot_be_meant_stops_the_start_and_is_named(
    tmp_path: Path, environment: dict[str, str], named: str
) -> None:
    with pytest.raises(BadSettingError, match=named):
        Settings.load(environment, tmp_path)


def test_roots_that_cannot_be_read_stop_the_start(tmp_path: Path) -> None:
    settings = Settings.load({**STAMPS, "ARCHIVES_TIMESTAMP_ROOTS": str(tmp_path / "none.pem")}, tmp_path)

    with pytest.raises(BadSettingError, match="timestamp_roots"):
        build(settings)


def test_the_nodes_of_a_cluster_are_divided_by_commas(tmp_path: Path) -> None:
    cluster = Settings.load(
        {"ARCHIVES_OPENSEARCH_URLS": "https://one.example/, https://two.example:9200"}, tmp_path
    ).cluster

    assert cluster.urls == ("https://one.example", "https://two.example:9200")
