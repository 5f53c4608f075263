"""The internal CA: made once, encrypted on disk, one certificate for each body, withdrawn for good."""

import subprocess
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID

import pytest
from cryptography import x509
from cryptography.x509.oid import NameOID

from archives.domain.errors import NotFoundError, SigningKeyError
from archives.domain.sealing import Revocation, RevocationReason
from tests.sealed_papers import LIST_URL, NOON, authority_in

BODY, NAME = UUID(int=1), "青山县财政局"


@pytest.fixture
def authority(tmp_path):
    return authority_in(tmp_path)


def read(certificate):
    return x509.load_pem_x509_certificate(certificate.pem.encode())


def test_the_root_is_made_once_and_found_by_every_process(tmp_path, authority):
    assert authority.find_root() is None

    made = authority.root(NOON)

    assert authority_in(tmp_path, "another").find_root() == made  # to look at it no password is needed
    assert authority_in(tmp_path).root(NOON + timedelta(days=1)) == made
    assert read(made).extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    assert "内部签名，非第三方认证" in read(made).subject.rfc4514_string()


def test_a_body_has_a_certificate_for_sealing_that_names_it(authority):
    leaf, key = authority.seal_of(BODY, NAME, NOON)

    usage = leaf.extensions.get_extension_for_class(x509.KeyUsage).value
    assert (usage.digital_signature, usage.content_commitment) == (True, True)
    assert not any([usage.key_cert_sign, usage.crl_sign, usage.key_encipherment, usage.key_agreement])
    assert [each.value for each in leaf.subject.get_attributes_for_oid(NameOID.COMMON_NAME)] == [NAME]
    assert [each.value for each in leaf.subject.get_attributes_for_oid(NameOID.SERIAL_NUMBER)] == [str(BODY)]
    point = leaf.extensions.get_extension_for_class(x509.CRLDistributionPoints).value[0]
    assert point.full_name[0].value == LIST_URL
    assert key.public_key() == leaf.public_key()
    leaf.verify_directly_issued_by(read(authority.root(NOON)))


def test_the_keys_on_disk_are_encrypted_and_their_owners_only(tmp_path, authority):
    authority.seal_of(BODY, NAME, NOON)

    kept = list((tmp_path / "keys").rglob("*.key"))
    assert len(kept) == 2
    for path in kept:
        assert path.read_text("ascii").startswith("-----BEGIN ENCRYPTED PRIVATE KEY-----")
        assert path.stat().st_mode & 0o077 == 0
    command = ["openssl", "pkey", "-in", str(kept[0]), "-passin", "pass:a long secret", "-noout", "-text"]
    assert "P-256" in subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_openssl_accepts_the_chain_and_the_revocation_list(tmp_path, authority):
    leaf, _key = authority.seal_of(BODY, NAME, NOON)
    (tmp_path / "leaf.pem").write_text(authority.issued()[0].pem)
    (tmp_path / "crl.der").write_bytes(authority.revocation_list(NOON))
    at = ["-attime", str(int(NOON.timestamp()))]
    command = ["openssl", "verify", "-x509_strict", "-crl_check", *at, "-CAfile", "keys/ca.pem"]
    command += ["-CRLfile", "crl.der", "leaf.pem"]
    subprocess.run(["openssl", "crl", "-in", "crl.der", "-out", "crl.der"], cwd=tmp_path, check=True)

    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    authority.revoke(f"{leaf.serial_number:x}", Revocation(NOON, RevocationReason.SUPERSEDED))
    (tmp_path / "crl.der").write_bytes(authority.revocation_list(NOON))
    subprocess.run(["openssl", "crl", "-in", "crl.der", "-out", "crl.der"], cwd=tmp_path, check=True)
    again = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout) == (0, "leaf.pem: OK\n")
    assert (again.returncode, "certificate revoked" in again.stderr) == (2, True)


def test_a_body_keeps_its_certificate_until_little_time_is_left(authority):
    first, _key = authority.seal_of(BODY, NAME, NOON)
    after_a_year, _key = authority.seal_of(BODY, NAME, NOON + timedelta(days=365))
    shortly_before, _key = authority.seal_of(BODY, NAME, NOON + timedelta(days=2 * 365 - 58))

    assert after_a_year == first
    assert shortly_before != first
    assert [each.name for each in authority.issued()] == [NAME, NAME]  # the old one stays on file


def test_a_body_that_bears_a_new_name_gets_a_new_certificate(authority):
    first, _key = authority.seal_of(BODY, NAME, NOON)

    assert authority.seal_of(BODY, "青山县财政与审计局", NOON)[0] != first
    assert authority.seal_of(BODY, NAME, NOON)[0] == first


def test_a_name_longer_than_readers_of_certificates_bear_stands_whole_beside_its_beginning(authority):
    leaf, _key = authority.seal_of(BODY, "档" * 90, NOON)

    assert leaf.subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value == "档" * 21
    assert authority.issued()[0].name == "档" * 90
    assert authority.seal_of(BODY, "档" * 90, NOON)[0] == leaf


def test_no_certificate_outlives_the_root(authority):
    end = authority.root(NOON).not_after

    late, _key = authority.seal_of(BODY, NAME, end - timedelta(days=30))

    assert late.not_valid_after_utc == end


def test_a_revoked_certificate_seals_no_more_and_stays_revoked_as_said_first(authority):
    first, _key = authority.seal_of(BODY, NAME, NOON)
    serial = f"{first.serial_number:x}"

    authority.revoke(serial.upper(), Revocation(NOON, RevocationReason.KEY_COMPROMISE))
    again = authority.revoke(serial, Revocation(NOON + timedelta(days=1), RevocationReason.SUPERSEDED))

    assert again.revocation == Revocation(NOON, RevocationReason.KEY_COMPROMISE)
    assert authority.seal_of(BODY, NAME, NOON)[0] != first
    listed = x509.load_der_x509_crl(authority.revocation_list(NOON + timedelta(hours=1)))
    entry = listed.get_revoked_certificate_by_serial_number(first.serial_number)
    assert entry.extensions.get_extension_for_class(x509.CRLReason).value.reason is x509.ReasonFlags.key_compromise
    assert len(listed) == 1


def test_an_unknown_serial_cannot_be_revoked(authority):
    with pytest.raises(NotFoundError):
        authority.revoke("../ca", Revocation(NOON, RevocationReason.UNSPECIFIED))


def test_two_that_begin_at_the_same_time_end_with_one_root(tmp_path):
    with ThreadPoolExecutor(8) as people:
        roots = list(people.map(lambda _: authority_in(tmp_path).root(NOON), range(16)))

    assert len({root.fingerprint for root in roots}) == 1
    assert [path.name for path in (tmp_path / "keys").iterdir() if path.name.endswith(".new")] == []


def test_a_key_without_its_certificate_is_taken_up(tmp_path):
    authority_in(tmp_path).root(NOON)
    (tmp_path / "keys" / "ca.pem").unlink()  # as a power cut between the two leaves it

    assert authority_in(tmp_path).root(NOON) == authority_in(tmp_path).find_root()


@pytest.mark.parametrize(
    ("file", "bytes_now"),
    [("ca.key", b""), ("ca.key", b"nonsense"), ("ca.pem", b"nonsense"), ("ca.key", None)],
)
def test_a_damaged_or_missing_root_is_named_and_never_replaced(tmp_path, file, bytes_now):
    authority_in(tmp_path).root(NOON)
    path = tmp_path / "keys" / file
    path.unlink()
    if bytes_now is not None:
        path.write_bytes(bytes_now)

    with pytest.raises(SigningKeyError, match=file.replace(".", r"\.")):
        authority_in(tmp_path).seal_of(BODY, NAME, NOON)


def test_another_password_opens_nothing(tmp_path):
    authority_in(tmp_path).root(NOON)

    with pytest.raises(SigningKeyError, match="cannot be opened"):
        authority_in(tmp_path, "another password").seal_of(BODY, NAME, NOON)


def test_a_key_exchanged_for_another_is_refused(tmp_path, authority):
    authority.seal_of(BODY, NAME, NOON)
    authority.seal_of(UUID(int=2), "青山县档案馆", NOON)
    one, other = sorted((tmp_path / "keys" / "seals").glob("*.key"))
    one.replace(other)
    body = next(each for each in authority.issued() if each.serial == other.stem)

    with pytest.raises(SigningKeyError, match="is not the key of its certificate"):
        authority_in(tmp_path).seal_of(UUID(body.body_id), body.name, NOON)
