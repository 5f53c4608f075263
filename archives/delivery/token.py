"""Private keys of bodies on a token: made there by PKCS#11 (OASIS, 2.40), never leaving it, so that nobody copies them.

Each use opens a session and closes it: a token that was pulled out and put back works again. The PIN is asked for at
each use, and one that the token refused is not tried again by this process: tokens lock after a few.
"""

import secrets
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

import pkcs11
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.serialization import load_der_public_key
from pkcs11.exceptions import NoSuchKey, PinIncorrect, PinInvalid, PinLenRange, PinLocked, PKCS11Error
from pkcs11.util.ec import encode_ec_public_key, encode_named_curve_parameters
from pyhanko.sign.pkcs11 import PKCS11Signer
from pyhanko_certvalidator.registry import SimpleCertificateStore

from archives.domain.errors import SignerUnavailableError, SigningKeyError

CURVE = "secp256r1"
ID_BYTES = 16
_PIN_REFUSED = (PinIncorrect, PinInvalid, PinLenRange, PinLocked)
_STAYS_THERE = {pkcs11.Attribute.SENSITIVE: True, pkcs11.Attribute.EXTRACTABLE: False}


class Token:
    """A device behind a PKCS#11 library, by its label. Threads of one process take turns."""

    def __init__(self, library: Path, label: str, pin: Callable[[], str]) -> None:
        self._library, self.label, self._pin = library, label, pin
        self._lock = Lock()
        self._refused = ""

    def make_key(self) -> tuple[str, EllipticCurvePublicKey]:
        """Make a key on P-256; return its id (CKA_ID, hexadecimal) and its public part."""
        key_id = secrets.token_bytes(ID_BYTES)
        curve = {pkcs11.Attribute.EC_PARAMS: encode_named_curve_parameters(CURVE)}
        with self._session(writes=True) as session:
            parameters = session.create_domain_parameters(pkcs11.KeyType.EC, curve, local=True)
            label = f"archives seal {key_id.hex()}"
            public, _ = parameters.generate_keypair(store=True, id=key_id, label=label, private_template=_STAYS_THERE)
            found = load_der_public_key(encode_ec_public_key(public))
        if not isinstance(found, EllipticCurvePublicKey):
            raise SigningKeyError(f"The token {self.label} made no key on P-256.", key=self.label)
        return key_id.hex(), found

    @contextmanager
    def signer(self, key_id: str, certificate: asn1_x509.Certificate) -> Iterator[PKCS11Signer]:
        """Give what signs with a key, while the session lasts."""
        with self._session() as session:
            known = bytes.fromhex(key_id)
            session.get_key(pkcs11.ObjectClass.PRIVATE_KEY, id=known)  # or NoSuchKey; pyHanko does not say which
            yield _Signer(session, certificate, known)

    @contextmanager
    def _session(self, *, writes: bool = False) -> Iterator[pkcs11.Session]:
        with self._lock:
            pin = self._pin()
            if pin == self._refused:
                raise self._wrong_pin()
            try:
                token = pkcs11.lib(str(self._library)).get_token(token_label=self.label)
                with token.open(rw=writes, user_pin=pin) as session:
                    yield session
            except _PIN_REFUSED as fault:
                self._refused = pin
                raise self._wrong_pin() from fault
            except NoSuchKey as fault:
                text = f"The key is not on the token {self.label}: put it back, or `archives keys renew`."
                raise SigningKeyError(text, key=self.label) from fault
            except PKCS11Error as fault:
                raise self._away(fault) from fault

    def _wrong_pin(self) -> SigningKeyError:
        text = f"The token {self.label} refused the PIN, which is not tried again: mend its file."
        return SigningKeyError(text, key=self.label)

    def _away(self, fault: PKCS11Error) -> SignerUnavailableError:
        told = str(fault) or type(fault).__name__
        text = f"The token {self.label} does not answer: {told}. Nothing was sealed. Repeat later."
        return SignerUnavailableError(text, service=self.label)


class _Signer(PKCS11Signer):
    """Signs by CKM_ECDSA over our own digest, which every token has; carries the signer's certificate alone, once."""

    def __init__(self, session: pkcs11.Session, certificate: asn1_x509.Certificate, key_id: bytes) -> None:
        super().__init__(session, signing_cert=certificate, key_id=key_id, embed_roots=False, use_raw_mechanism=True)
        self._cert_registry = SimpleCertificateStore()  # type: ignore[no-untyped-call]


@dataclass(frozen=True, slots=True)
class TokenKey:
    """A key that stays on its token."""

    token: Token
    key_id: str

    def signer(self, certificate: asn1_x509.Certificate) -> AbstractContextManager[PKCS11Signer]:
        """Give what signs with it, while it is open."""
        return self.token.signer(self.key_id, certificate)
