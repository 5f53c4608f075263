"""A further root, a new key password, and warnings in time: nothing that was sealed stops being good."""

import shutil
import subprocess
from datetime import timedelta

import pytest
from cryptography import x509

from archives.delivery.keys import change_password
from archives.delivery.pdf_checker import PadesChecker
from archives.delivery.pdf_signer import PadesSigner
from archives.domain.errors import NotFoundError, SigningKeyError
from archives.domain.sealing import Revocation, RevocationReason
from archives.domain.vocabulary import Side
from tests.sealed_papers import BODIES, LIST_URL, NOON, authority_in, paper, sealed
from verifiers.trust import LogKey, Trust

YEAR = timedelta(days=365)
UNIT, NAME = BODIES[Side.UNIT]


@pytest.fixture
def authority(tmp_path):
    return authority_in(tmp_path)


def test_seals_under_the_old_root_stay_good_and_new_ones_are_under_the_new(tmp_path, authority):
    before = sealed(PadesSigner(authority), paper())
    first = authority.find_root()

    second = authority.renew_root(NOON + YEAR)
    after = sealed(PadesSigner(authority_in(tmp_path)), paper(), NOON + YEAR)

    assert second.fingerprint != first.fingerprint
    assert [each.fingerprint for each in authority.find_roots()] == [second.fingerprint, first.fingerprint]
    assert authority_in(tmp_path).root(NOON + YEAR) == second
    checker = PadesChecker(authority)
    assert (checker.check(before).codes, checker.check(after).codes) == ((), ())
    leaf, _key = authority.seal_of(UNIT, NAME, NOON + YEAR)
    leaf.verify_directly_issued_by(x509.load_pem_x509_certificate(second.pem.encode()))
    assert len(authority.issued()) == 4


def test_whoever_verifies_without_us_knows_both_roots(tmp_path, authority):
    sealed(PadesSigner(authority), paper())
    old, _key = authority.seal_of(UNIT, NAME, NOON)
    authority.renew_root(NOON)
    new, _key = authority.seal_of(UNIT, NAME, NOON)
    (tmp_path / "ca.pem").write_text("".join(each.pem for each in authority.find_roots()))
    (tmp_path / "log.vkey").write_text(_vkey())
    (tmp_path / "ca.crl").write_bytes(authority.revocation_list(NOON))

    trust = Trust.read(tmp_path / "ca.pem", tmp_path / "log.vkey", tmp_path / "ca.crl")

    assert [trust.find_issuer(each) for each in (new, old)] == list(trust.roots)
    assert trust.find_issuer(_foreign(tmp_path)) is None


def _vkey():
    key = LogKey("archives.example/log", bytes(32))
    return f"{key.name}+{key.id.hex()}+AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n"


def _foreign(place):
    return authority_in(place / "other").seal_of(UNIT, NAME, NOON)[0]


def test_openssl_checks_each_certificate_by_the_list_of_its_own_root(tmp_path, authority):
    old, _key = authority.seal_of(UNIT, NAME, NOON)
    second = authority.renew_root(NOON)
    new, _key = authority.seal_of(UNIT, NAME, NOON)
    point = new.extensions.get_extension_for_class(x509.CRLDistributionPoints).value[0].full_name[0].value
    assert point == f"{LIST_URL}?root={second.serial}"
    authority.revoke(f"{new.serial_number:x}", Revocation(NOON, RevocationReason.SUPERSEDED))

    told = {}
    (tmp_path / "ca.pem").write_text("".join(each.pem for each in authority.find_roots()))
    for name, leaf, root in (("old", old, ""), ("new", new, second.serial)):
        pem = next(each.pem for each in authority.issued() if each.serial == f"{leaf.serial_number:x}")
        (tmp_path / "leaf.pem").write_text(pem)
        (tmp_path / "crl.der").write_bytes(authority.revocation_list(NOON, root))
        subprocess.run(["openssl", "crl", "-in", "crl.der", "-out", "crl.pem"], cwd=tmp_path, check=True)
        at = ["-attime", str(int(NOON.timestamp()))]
        command = ["openssl", "verify", "-x509_strict", "-crl_check", *at, "-CAfile", "ca.pem", "-CRLfile", "crl.pem"]
        done = subprocess.run([*command, "leaf.pem"], cwd=tmp_path, capture_output=True, text=True, check=False)
        told[name] = done.stdout + done.stderr

    assert told["old"] == "leaf.pem: OK\n"
    assert "certificate revoked" in told["new"]


def test_before_the_first_root_there_is_none_to_renew_and_an_unknown_one_has_no_list(authority):
    with pytest.raises(NotFoundError):
        authority.renew_root(NOON)
    authority.root(NOON)
    with pytest.raises(NotFoundError):
        authority.revocation_list(NOON, "../../etc")


# --- another password ---


def test_every_key_comes_under_the_new_password_and_stays_the_same_key(tmp_path, authority):
    before = sealed(PadesSigner(authority), paper())
    authority.renew_root(NOON)
    sealed(PadesSigner(authority), paper())
    certificates = authority.issued()

    changed = authority_in(tmp_path, "another secret").change_password("a long secret")

    assert len(changed) == 2 + 4
    with pytest.raises(SigningKeyError):
        authority_in(tmp_path).seal_of(UNIT, NAME, NOON)
    now = authority_in(tmp_path, "another secret")
    assert now.issued() == certificates
    assert PadesChecker(now).check(sealed(PadesSigner(now), paper())).is_good
    assert PadesChecker(now).check(before).is_good
    assert now.change_password("a long secret") == []
    assert not list((tmp_path / "keys").rglob("*.new"))
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "keys").rglob("*.key")} == {0o600}


def test_a_change_that_was_broken_off_is_finished_by_repeating_it(tmp_path, authority):
    sealed(PadesSigner(authority), paper())
    keys = tmp_path / "keys"
    shutil.copytree(keys / "seals", keys / "elsewhere")
    change_password(keys / "seals", "a long secret", "another secret")

    changed = change_password(keys, "a long secret", "another secret")

    assert changed == ["ca.key", *sorted(f"elsewhere/{path.name}" for path in (keys / "seals").glob("*.key"))]


@pytest.mark.parametrize("spoilt", [b"nonsense", b""])
def test_where_one_key_opens_under_neither_nothing_is_changed(tmp_path, authority, spoilt):
    sealed(PadesSigner(authority), paper())
    last = max((tmp_path / "keys" / "seals").glob("*.key"))
    last.write_bytes(spoilt)
    before = {path: path.read_bytes() for path in (tmp_path / "keys").rglob("*.key")}

    with pytest.raises(SigningKeyError, match=last.name):
        authority_in(tmp_path, "another secret").change_password("a long secret")

    assert {path: path.read_bytes() for path in (tmp_path / "keys").rglob("*.key")} == before


def test_the_wrong_old_password_is_refused(tmp_path, authority):
    authority.root(NOON)

    with pytest.raises(SigningKeyError):
        authority_in(tmp_path, "another secret").change_password("guessed")
