"""The command line of the operator: init and user."""

import json
import sqlite3

import pytest
from click.testing import CliRunner

from api.cli import main
from archives.services.accounts_password import is_password


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.delenv("ARCHIVES_HOME", raising=False)
    home = tmp_path / "fresh home"

    def run(*words, given=""):
        return CliRunner().invoke(main, [*words, "--home", str(home)], input=given)

    run.home = home
    return run


@pytest.fixture
def begun(run):
    assert run("init", "--password", "correct horse battery").exit_code == 0
    return run


def passwords(run):
    with sqlite3.connect(run.home / "archives.db") as database:
        found = dict(database.execute("SELECT username, password_hash FROM account"))
    database.close()
    return found


def test_init_makes_a_house_with_three_administrators_and_says_their_passwords_once(run):
    first, again = run("init", "--json"), run("init", "--json")

    made = json.loads(first.stdout)["administrators"]
    assert (first.exit_code, again.exit_code) == (0, 0)
    assert set(made) == {"system", "security", "audit"}
    assert json.loads(again.stdout)["administrators"] == {}
    assert (run.home / "secret.key").stat().st_mode & 0o777 == 0o600
    assert all(is_password(secret, passwords(run)[name]) for name, secret in made.items())


def test_a_user_is_added_with_a_role_and_listed(begun):
    added = begun("user", "add", "auditor2", "--name", "审计乙", "--role", "audit_admin", "--json")
    listed = json.loads(begun("user", "list", "--json").stdout)["users"]

    assert added.exit_code == 0
    assert is_password(json.loads(added.stdout)["password"], passwords(begun)["auditor2"])
    assert {"username": "auditor2", "name": "审计乙", "roles": ["audit_admin"], "state": "open"} in listed


def test_a_user_who_cannot_have_the_role_is_not_added_at_all(begun):
    refused = begun("user", "add", "clerk9", "--role", "clerk", "--organization", "无此单位")

    assert refused.exit_code == 1
    assert refused.stderr.startswith("not_found: ")
    assert "clerk9" not in passwords(begun)


def test_a_password_is_read_from_standard_input(begun):
    done = begun("user", "password", "system", "--password", "-", given="another long one\n")

    assert (done.exit_code, "another" in done.output) == (0, False)
    assert is_password("another long one", passwords(begun)["system"])


def test_a_token_is_shown_once(begun):
    done = begun("user", "token", "system", "--scope", "read", "--json")

    facts = json.loads(done.stdout)
    with sqlite3.connect(begun.home / "archives.db") as database:
        kept = str(database.execute("SELECT * FROM api_token").fetchall())
    database.close()
    assert facts["token"].partition(".")[0] in kept
    assert facts["token"].partition(".")[2] not in kept


def test_a_disabled_user_is_shown_so(begun):
    begun("user", "disable", "audit")

    states = {user["username"]: user["state"] for user in json.loads(begun("user", "list", "--json").stdout)["users"]}
    assert states == {"audit": "disabled", "security": "open", "system": "open"}


def test_acting_as_a_user_gives_no_more_than_their_rights(begun):
    refused = begun("user", "disable", "security", "--as", "audit")

    assert (refused.exit_code, refused.stderr) == (1, "not_permitted: Only the system_admin may do that.\n")
    assert begun("user", "list", "--as", "nobody").exit_code == 1


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["user", "add"], 2),
        (["nonsense"], 2),
        (["user", "add", "x y"], 1),
        (["user", "add", "bob", "--password", "short"], 1),
        (["user", "add", "system"], 1),
        (["user", "token", "nobody"], 1),
        (["user", "token", "system", "--days", "9999"], 1),
    ],
)
def test_bad_use_ends_in_2_and_a_refusal_in_1_with_its_code(begun, words, code):
    done = begun(*words)

    assert done.exit_code == code
    assert "Traceback" not in done.output
    assert done.stderr.strip()


def test_a_broken_setting_ends_in_2(begun, monkeypatch):
    monkeypatch.setenv("ARCHIVES_PORT", "many")

    assert begun("user", "list").exit_code == 2


def test_common_options_may_stand_before_the_command(begun):
    done = CliRunner().invoke(main, ["--json", "--home", str(begun.home), "user", "list"])

    assert done.exit_code == 0
    assert len(json.loads(done.stdout)["users"]) == 3
