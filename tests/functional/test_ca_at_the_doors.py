"""The internal CA ends, is renewed, gets another password: who is warned, who may act, what strangers get."""

import json

import pytest
from click.testing import CliRunner
from cryptography import x509

from api.cli import main
from archives.domain.errors import NotPermittedError
from archives.domain.permission import WORKER
from archives.services.upkeep_doctor import Verdict
from tests.functional.test_keys import parties
from tests.sealed_papers import paper

KINDS = {"root_ends", "certificate_ends"}


@pytest.fixture
def sealed(house, people):
    with house.open(WORKER) as services:
        return services.seals.sign(paper(), parties(people), services.work.now())


def told(house, people):
    """Let the worker make its round; return what the security administrator is told, by kind."""
    with house.open(WORKER) as services:
        services.deadlines.sweep()
    with house.open(people.security_admin) as services:
        return sorted((notice.kind, notice.facts["name"]) for notice in services.notices.open().rows)


def examined(house):
    with house.open(WORKER) as services:
        return next(each for each in services.doctor.examine() if each.name == "certificates")


def test_nobody_is_warned_while_there_is_time(house, people, sealed):
    assert told(house, people) == []
    assert examined(house).verdict is Verdict.OK


def test_bodies_whose_certificates_end_are_named_until_they_have_new_ones(house, people, sealed, clock):
    clock.move(days=2 * 365 - 30)

    assert told(house, people) == [("certificate_ends", "青山县档案馆"), ("certificate_ends", "青山县财政局")]
    assert (examined(house).verdict, examined(house).facts["bodies"]) == (Verdict.NOTE, "青山县财政局, 青山县档案馆")
    with house.open(WORKER) as services:
        services.seals.sign(paper(), parties(people), services.work.now())
    assert told(house, people) == []


def test_the_root_is_warned_of_three_years_before_and_renewed_by_the_security_administrator(
    house, people, sealed, clock, stranger
):
    clock.move(days=17 * 365 + 30)
    assert [kind for kind, _name in told(house, people)] == ["root_ends"]
    assert examined(house).facts["remedy"] == "archives keys renew-root"

    for name in ("clerk", "director", "system_admin", "audit_admin"):
        with house.open(getattr(people, name)) as services, pytest.raises(NotPermittedError):
            services.seals.renew_root()
    with house.open(people.security_admin) as services:
        made = services.seals.renew_root()

    assert told(house, people) == []
    published = x509.load_pem_x509_certificates(stranger.get("/api/v1/ca.pem").data)
    assert f"{published[0].serial_number:x}" == made.serial
    assert stranger.get("/api/v1/ca.pem").headers["Fingerprint-SHA256"] == made.fingerprint
    lists = [stranger.get(f"/api/v1/ca.crl{query}").data for query in ("", f"?root={made.serial}")]
    for listed, root in zip(lists, reversed(published), strict=True):
        assert x509.load_der_x509_crl(listed).is_signature_valid(root.public_key())
    assert stranger.get("/api/v1/ca.crl?root=77").status_code == 404
    with house.open(people.audit_admin) as services:
        assert "RootRenewed" in {event.kind for event in services.trail.events().rows}
    clock.move(days=3 * 365)
    with house.open(WORKER) as services:
        assert services.seals.check(sealed).is_good
    assert examined(house).verdict is Verdict.OK


def test_the_security_administrator_reads_it_on_the_page(house, people, sealed, clock, client_as):
    clock.move(days=2 * 365 - 30)
    told(house, people)

    page = client_as("security_admin").get("/notices").get_data(as_text=True)

    assert "青山县财政局 的证书将于 2028-11-2" in page
    for name in ("system_admin", "clerk", "director"):
        assert "的证书将于" not in client_as(name).get("/notices").get_data(as_text=True)


def test_a_round_over_damaged_certificates_still_ends_and_the_doctor_names_the_file(house, people, sealed):
    root = house.settings.home / "keys" / "ca.pem"
    root.write_text("nonsense")

    assert told(house, people) == []
    assert examined(house).verdict is Verdict.FAULT
    assert "ca.pem" in examined(house).facts["key"]


def test_the_command_line_renews_the_root_and_changes_the_password(house, people, sealed, tmp_path):
    house.outside.notes.verifier_key()  # makes the key of the log
    old = house.settings.home / "secret.key"
    environment = {"ARCHIVES_DATABASE_URL": house.settings.database_url}

    def run(*words, **more):
        words = ["--home", str(house.settings.home), "--json", *words]
        return CliRunner(env={**environment, **more}).invoke(main, words)

    listed = json.loads(run("keys", "list").stdout)
    renewed = run("keys", "renew-root")
    changed = run("keys", "password", "--old-file", str(old), ARCHIVES_KEY_PASSWORD="quite another secret")
    again = run("keys", "password", "--old-file", str(old), ARCHIVES_KEY_PASSWORD="quite another secret")
    wrong = run("keys", "password", "--old-file", str(old), ARCHIVES_KEY_PASSWORD="a third one")
    checked = run("trail", "checkpoint", ARCHIVES_KEY_PASSWORD="quite another secret")

    assert len(listed["roots"]) == 1
    assert renewed.exit_code == 0
    names = json.loads(changed.stdout)["changed"]
    assert {"ca.key", "log.key"} <= set(names)
    assert len(names) == len(list((house.settings.home / "keys").rglob("*.key")))
    assert json.loads(again.stdout)["changed"] == []
    assert (wrong.exit_code, "signing_key" in wrong.stderr) == (1, True)
    assert checked.exit_code == 0, checked.output


def test_a_root_that_has_ended_is_a_fault(house, sealed, clock):
    clock.move(days=20 * 365 + 30)

    assert examined(house).verdict is Verdict.FAULT
