"""The internal CA at its doors: published for everybody, handled by the security administrator alone."""

import json

import pytest
from click.testing import CliRunner
from cryptography import x509
from cryptography.hazmat.primitives import hashes

from api.cli import main
from archives.domain.errors import InvalidInputError, NotPermittedError
from archives.domain.permission import WORKER
from archives.domain.sealing import RevocationReason
from archives.domain.vocabulary import Side
from archives.services.seals import SealParty
from tests.sealed_papers import paper

PEM, CRL = "/api/v1/ca.pem", "/api/v1/ca.crl"


def parties(people):
    return [
        SealParty(Side.UNIT, people.finance.id, people.finance.name, "青山县"),
        SealParty(Side.ARCHIVE, people.archive.id, people.archive.name, "青山县"),
    ]


@pytest.fixture
def sealed(house, people):
    """A paper sealed by both, as the machine does it."""
    with house.open(WORKER) as services:
        return services.seals.sign(paper(), parties(people), services.work.now())


def test_both_seals_of_the_machine_are_good_and_call_themselves_internal(house, people, sealed):
    with house.open(people.clerk) as services:
        report = services.seals.check(sealed)

    assert report.is_good
    assert [(seal.role, seal.signer) for seal in report.seals] == [
        ("unit", "青山县财政局"),
        ("archive", "青山县档案馆"),
    ]
    assert [seal.reason for seal in report.seals] == [
        "移交档案 — 内部签名，非第三方认证",
        "接收档案 — 内部签名，非第三方认证",
    ]


@pytest.mark.parametrize(("language", "said"), [("zh-Hant", "內部簽名，非第三方認證"), ("en", "internal signature")])
def test_a_seal_speaks_the_language_of_its_document(house, people, language, said):
    with house.open(WORKER) as services:
        data = services.seals.sign(paper(), parties(people)[:1], services.work.now(), language)
        assert said in services.seals.check(data).seals[0].reason


def test_a_stranger_gets_the_certificate_with_its_fingerprint_and_the_revocation_list(stranger, sealed):
    answer = stranger.get(PEM)

    root = x509.load_pem_x509_certificate(answer.data)
    assert answer.headers["Fingerprint-SHA256"] == root.fingerprint(hashes.SHA256()).hex()
    listed = x509.load_der_x509_crl(stranger.get(CRL).data)
    assert listed.is_signature_valid(root.public_key())
    assert len(listed) == 0


def test_before_there_is_a_ca_it_is_just_not_there_and_reading_makes_none(stranger, house):
    assert (stranger.get(PEM).status_code, stranger.get(CRL).status_code) == (404, 404)
    assert not (house.outside.home / "keys" / "ca.pem").exists()


def test_only_the_security_administrator_renews_and_revokes(house, people, sealed):
    for person in (people.clerk, people.director, people.system_admin, people.audit_admin):
        with house.open(person) as services:
            with pytest.raises(NotPermittedError):
                services.seals.renew(people.finance.name)
            with pytest.raises(NotPermittedError):
                services.seals.revoke("1", RevocationReason.UNSPECIFIED)


def test_a_revocation_is_published_and_on_the_trail_and_said_once(house, people, sealed, stranger):
    with house.open(people.security_admin) as services:
        serial = services.seals.issued()[0].serial
        services.seals.revoke(serial, RevocationReason.KEY_COMPROMISE)
        with pytest.raises(InvalidInputError, match="already_revoked"):
            services.seals.revoke(serial, RevocationReason.SUPERSEDED)
        assert services.seals.check(sealed).codes == ("certificate_revoked",)

    listed = x509.load_der_x509_crl(stranger.get(CRL).data)
    assert [f"{each.serial_number:x}" for each in listed] == [serial]
    with house.open(people.audit_admin) as services:
        assert "CertificateRevoked" in [event.kind for event in services.trail.events().rows]


def test_a_renewed_certificate_seals_from_then_on(house, people, sealed):
    with house.open(people.security_admin) as services:
        made = services.seals.renew(people.archive.name)
    with house.open(WORKER) as services:
        again = services.seals.sign(paper(), parties(people), services.work.now())
        report = services.seals.check(again)

    assert report.is_good
    assert report.seals[1].serial == made.serial
    assert report.seals[0].serial != made.serial


# --- at the command line ---


@pytest.fixture
def run(tmp_path):
    """Run a command in a home of its own that was initialised."""

    def command(*words):
        return CliRunner().invoke(main, ["--home", str(tmp_path / "home"), *words])

    assert command("init", "--password", "a quiet green hill").exit_code == 0
    return command


def test_init_shows_the_fingerprint_and_repeating_it_changes_nothing(run):
    first, again = (json.loads(run("init", "--json").stdout)["ca"] for _ in range(2))

    assert first == again
    assert first == json.loads(run("keys", "list", "--json").stdout)["root"]["fingerprint"]


def test_keys_of_an_unknown_body_and_serial_are_refused(run):
    assert (
        run("keys", "renew", "无此单位").exit_code,
        run("keys", "revoke", "1f", "--reason", "superseded").exit_code,
    ) == (
        1,
        1,
    )
    assert run("keys", "revoke", "1f", "--reason", "whim").exit_code == 2


@pytest.mark.parametrize(("data", "code"), [(b"junk", "unreadable"), (paper(), "unsealed")])
def test_a_file_that_is_not_sealed_is_named_with_exit_code_1(run, tmp_path, data, code):
    (tmp_path / "file.pdf").write_bytes(data)

    done = run("keys", "check", str(tmp_path / "file.pdf"))

    assert (done.exit_code, done.stdout) == (1, f"not good: {code}\n")
    assert done.stderr == ""


def test_a_sealed_file_is_good_at_the_command_line(run, tmp_path, house, people):
    with house.open(WORKER) as services:
        data = services.seals.sign(paper(), parties(people), services.work.now())
    (tmp_path / "file.pdf").write_bytes(data)

    done = run("keys", "check", str(tmp_path / "file.pdf"))

    assert done.exit_code == 0, done.output
    assert done.stdout.splitlines()[-1] == "good"
