"""The key of the log: made once, kept encrypted, never replaced behind anybody's back."""

import pytest

from archives.delivery.note_signer import Ed25519NoteSigner
from archives.domain.errors import SigningKeyError
from tests.unit.test_signed_notes import KEY, NOTE


@pytest.fixture
def place(tmp_path):
    return tmp_path / "keys"


def signer(place, password="a long secret", host="archives.example"):
    return Ed25519NoteSigner(place, lambda: password, host)


def test_what_is_signed_is_known_again_by_every_process(place):
    note = signer(place).sign("hello\n")
    key = signer(place).verifier_key()

    assert key.startswith("archives.example/log/")
    assert signer(place).is_signed(note, key)
    assert signer(place, password="another").find_key() == key  # to look at it no password is needed


def test_the_note_of_the_specification_is_known_by_its_key(place):
    assert signer(place).is_signed(NOTE, KEY)
    assert not signer(place).is_signed(NOTE.replace("answer", "answar"), KEY)
    assert not signer(place).is_signed(NOTE, KEY[:-1])


def test_no_bit_of_a_signed_note_may_be_other(place):
    note, key = signer(place).sign("archives.example/log\n7\nAAAA\n"), signer(place).verifier_key()
    data, good = note.encode(), 0
    for bit in range(8 * len(data)):
        spoilt = bytearray(data)
        spoilt[bit // 8] ^= 1 << (bit % 8)
        good += signer(place).is_signed(spoilt.decode("utf-8", "surrogateescape"), key)

    assert (signer(place).is_signed(note, key), good) == (True, 0)


def test_the_key_lies_encrypted_and_for_its_owner_only(place):
    signer(place).verifier_key()

    assert b"ENCRYPTED" in (place / "log.key").read_bytes()
    assert (place / "log.key").stat().st_mode & 0o777 == 0o600
    assert place.stat().st_mode & 0o777 == 0o700
    assert sorted(path.name for path in place.iterdir()) == ["log.key", "log.vkey"]


def test_nobody_is_known_before_a_key_is_made(place):
    assert signer(place).find_key() is None
    assert not place.exists()


@pytest.mark.parametrize("spoil", ["log.key", "log.vkey"])
def test_a_spoilt_file_is_named_and_never_replaced(place, spoil):
    signer(place).verifier_key()
    (place / spoil).write_text("nonsense")

    with pytest.raises(SigningKeyError, match=r"log\.key cannot be opened"):
        signer(place).sign("hello\n")
    assert (place / spoil).read_text() == "nonsense"


def test_a_lost_key_is_not_replaced_by_a_new_one(place):
    signer(place).verifier_key()
    (place / "log.key").unlink()

    with pytest.raises(SigningKeyError, match="from a backup"):
        signer(place).verifier_key()
    assert not (place / "log.key").exists()


def test_another_password_does_not_open_the_key(place):
    signer(place).verifier_key()

    with pytest.raises(SigningKeyError):
        signer(place, password="another").sign("hello\n")


def test_the_key_of_another_log_is_found_out(place, tmp_path):
    signer(place).verifier_key()
    signer(tmp_path / "other").verifier_key()
    (tmp_path / "other" / "log.vkey").replace(place / "log.vkey")

    with pytest.raises(SigningKeyError, match="is not the key of"):
        signer(place).verifier_key()


def test_a_maker_that_was_killed_between_the_two_files_left_a_key_that_is_taken_up(place):
    key = signer(place).verifier_key()
    (place / "log.vkey").unlink()

    assert signer(place).verifier_key() == key
