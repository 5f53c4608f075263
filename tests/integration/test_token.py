"""Bodies' keys on a real PKCS#11 token (SoftHSM): made there, never on the disk; every fault has its name."""

import subprocess
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID

import pkcs11
import pytest

from api.bootstrap import build
from archives.delivery.authority import InternalAuthority
from archives.delivery.pdf_checker import PadesChecker
from archives.delivery.pdf_signer import PadesSigner
from archives.delivery.seal_keys import TokenKeys
from archives.delivery.token import Token
from archives.domain.errors import SignerUnavailableError, SigningKeyError
from archives.domain.permission import WORKER
from config import BadSettingError, Settings
from tests.accepted_house import accepted
from tests.conftest import StillClock
from tests.factories import cast
from tests.sealed_papers import LIST_URL, NOON, authority_in, paper, sealed
from tests.tokens import PIN, library, token_called, tokens

__all__ = ["tokens"]


@pytest.fixture
def token(tokens):
    return token_called("bodies")


def authority_on(place, token):
    return InternalAuthority(place / "keys", lambda: "a long secret", "archives.example", LIST_URL, TokenKeys(token))


def test_seals_by_keys_on_a_token_are_good_for_us_and_for_poppler(tmp_path, token):
    authority = authority_on(tmp_path, token)

    pdf = sealed(PadesSigner(authority), paper())

    report = PadesChecker(authority).check(pdf)
    assert (report.is_good, [seal.signer for seal in report.seals]) == (True, ["青山县财政局", "青山县档案馆"])
    (tmp_path / "sealed.pdf").write_bytes(pdf)
    said = subprocess.run(
        ["pdfsig", "-nocert", "sealed.pdf"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert said.stdout.count("Signature is Valid") == 2
    spoilt = bytearray(pdf)
    spoilt[200] ^= 1
    assert not PadesChecker(authority).check(bytes(spoilt)).is_good


def test_no_private_key_of_a_body_lies_on_the_disk_or_leaves_the_token(tmp_path, token):
    sealed(PadesSigner(authority_on(tmp_path, token)), paper())

    assert [path.name for path in (tmp_path / "keys").rglob("*.key")] == ["ca.key"]
    with token._session() as session:
        keys = list(session.get_objects({pkcs11.Attribute.CLASS: pkcs11.ObjectClass.PRIVATE_KEY}))
        assert len(keys) >= 2
        for key in keys:
            assert (key[pkcs11.Attribute.SENSITIVE], key[pkcs11.Attribute.EXTRACTABLE]) == (True, False)
            with pytest.raises(pkcs11.exceptions.PKCS11Error):
                key[pkcs11.Attribute.VALUE]


def test_the_same_key_serves_until_the_certificate_is_renewed(tmp_path, token):
    sealed(PadesSigner(authority_on(tmp_path, token)), paper())
    again = authority_on(tmp_path, token)
    sealed(PadesSigner(again), paper(), NOON + timedelta(days=30))

    assert len(again.issued()) == 2
    first = again.issued()[0]
    again.renew(UUID(first.body_id), first.name, NOON)
    assert len(list((tmp_path / "keys" / "seals").glob("*.token"))) == 3


def test_a_house_that_gets_a_token_takes_new_keys_there_and_old_seals_stay_good(tmp_path, token):
    on_disk = authority_in(tmp_path)
    before = sealed(PadesSigner(on_disk), paper())

    on_token = authority_on(tmp_path, token)
    after = sealed(PadesSigner(on_token), paper())

    assert len(list((tmp_path / "keys" / "seals").glob("*.key"))) == 2
    assert len(list((tmp_path / "keys" / "seals").glob("*.token"))) == 2
    assert PadesChecker(on_token).check(before).is_good
    assert PadesChecker(on_disk).check(after).is_good  # whoever looks needs no token
    assert PadesChecker(on_disk).check(sealed(PadesSigner(on_disk), paper())).is_good


def test_threads_take_turns(tmp_path, token):
    authority = authority_on(tmp_path, token)
    signer = PadesSigner(authority)
    sealed(signer, paper())

    with ThreadPoolExecutor(4) as people:
        pdfs = list(people.map(lambda _: sealed(signer, paper()), range(4)))

    assert all(PadesChecker(authority).check(pdf).is_good for pdf in pdfs)


@pytest.mark.parametrize(
    "broken",
    [
        lambda: Token(library(), "nobody's", lambda: PIN),
        lambda: Token(library().with_name("nothing.so"), "bodies", lambda: PIN),
    ],
    ids=["no such token", "no such library"],
)
def test_a_token_that_is_not_there_can_be_asked_again_later(tmp_path, tokens, broken):
    with pytest.raises(SignerUnavailableError, match="does not answer"):
        sealed(PadesSigner(authority_on(tmp_path, broken())), paper())


def test_a_refused_pin_is_not_tried_again_so_that_the_token_does_not_lock(tmp_path, tokens):
    said = ["0000"]
    token = Token(library(), "locked", lambda: said[0])
    signer = PadesSigner(authority_on(tmp_path, token))
    with pytest.raises(SigningKeyError, match="refused the PIN"):
        sealed(signer, paper())

    token._library = library().with_name("nothing.so")  # whoever asks it now hears that it is away
    with pytest.raises(SigningKeyError, match="refused the PIN"):
        sealed(signer, paper())
    said[0] = PIN
    with pytest.raises(SignerUnavailableError):
        sealed(signer, paper())
    token._library = library()
    assert sealed(signer, paper())


def test_a_key_that_is_on_another_token_is_named(tmp_path, token):
    authority = authority_on(tmp_path, token)
    sealed(PadesSigner(authority), paper())
    for path in (tmp_path / "keys" / "seals").glob("*.token"):
        path.write_text(path.read_text().replace("bodies", "others"))

    with pytest.raises(SigningKeyError, match="not on the token others"):
        sealed(PadesSigner(authority_on(tmp_path, token_called("others"))), paper())


@pytest.mark.parametrize("told", ["", "{}", '{"token": "bodies", "id": "zz"}', "[]"])
def test_a_damaged_pointer_is_named(tmp_path, token, told):
    authority = authority_on(tmp_path, token)
    sealed(PadesSigner(authority), paper())
    for path in (tmp_path / "keys" / "seals").glob("*.token"):
        path.write_text(told)

    with pytest.raises(SigningKeyError, match="is damaged"):
        sealed(PadesSigner(authority), paper())


def test_a_whole_handover_is_sealed_by_a_token_of_the_settings(tmp_path, tokens, sqlite_url):
    (tmp_path / "pin").write_text(f"{PIN}\n")
    told = {
        "SEAL_TOKEN_LIBRARY": str(library()),
        "SEAL_TOKEN_LABEL": "bodies",
        "SEAL_TOKEN_PIN_FILE": str(tmp_path / "pin"),
    }
    environment = {f"ARCHIVES_{name}": value for name, value in told.items()} | {"ARCHIVES_DATABASE_URL": sqlite_url}
    settings = Settings.load(environment, tmp_path / "home")
    settings.create_secret_key()
    house = build(settings, StillClock())

    transfer = accepted(house, cast(house))

    with house.open(WORKER) as services:
        receipt = services.receipts.of_transfer(transfer.id)
        with services.receipts.open(receipt, "form.pdf") as stream:
            report = services.seals.check(stream.read())
    house.close()
    assert (report.is_good, len(report.seals)) == (True, 2)
    assert list((tmp_path / "home" / "keys" / "seals").glob("*.key")) == []


def test_settings_of_a_token_come_together_and_the_pin_from_a_file(tmp_path):
    with pytest.raises(BadSettingError, match="belong together"):
        Settings.load({"ARCHIVES_SEAL_TOKEN_LIBRARY": "/x.so"}, tmp_path)
    whole = {"ARCHIVES_SEAL_TOKEN_LIBRARY": "/x.so", "ARCHIVES_SEAL_TOKEN_LABEL": "t"}
    settings = Settings.load(whole | {"ARCHIVES_SEAL_TOKEN_PIN_FILE": str(tmp_path / "pin")}, tmp_path)
    with pytest.raises(BadSettingError, match="Cannot read"):
        settings.token.pin()
    (tmp_path / "pin").write_text("\n")
    with pytest.raises(BadSettingError, match="no PIN"):
        settings.token.pin()
    (tmp_path / "pin").write_text("8765\nsecond line\n")
    assert settings.token.pin() == "8765"
    assert "8765" not in repr(settings)
