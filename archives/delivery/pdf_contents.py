"""What no signature covers in a seal: the container that holds it. It must be exactly as our signer writes it.

A PDF signature covers the file but for its own container, and in the container (CMS, RFC 5652) the attributes, but not
their wrapping, the certificates beside, nor the zeros that fill the rest. So each of those bytes is compared with what
is written from the parts that are covered; then no byte of a document can change unnoticed.
"""

from asn1crypto import cms, parser
from asn1crypto.x509 import Certificate

BRACKETS = 2  # < and >


def is_one_value(pdf: bytes, start: int, end: int) -> bool:
    """Tell whether the gap between the ranges is one hexadecimal string of one case: a DER value, then zeros."""
    gap = pdf[start:end]
    text = gap[1:-1]
    if len(gap) < BRACKETS or (gap[:1], gap[-1:]) != (b"<", b">") or text not in (text.lower(), text.upper()):
        return False
    try:
        data = bytes.fromhex(text.decode("ascii"))
        _class, _method, _tag, head, content, end_mark = parser.parse(data, strict=False)
    except ValueError:
        return False
    return not data[len(head + content + end_mark) :].strip(b"\0")


def is_as_written(signed_data: cms.SignedData, certificate: Certificate, container: bytes) -> bool:
    """Tell whether a container is written, byte for byte, as our signer writes it around these attributes."""
    signer = signed_data["signer_infos"][0]
    plain = {
        "version": "v1",
        "sid": {"issuer_and_serial_number": {"issuer": certificate.issuer, "serial_number": certificate.serial_number}},
        "digest_algorithm": {"algorithm": "sha256"},
        "signed_attrs": signer["signed_attrs"],
        "signature_algorithm": {"algorithm": "sha256_ecdsa"},
        "signature": signer["signature"].native,
    }
    if signer["unsigned_attrs"]:
        plain["unsigned_attrs"] = signer["unsigned_attrs"]
    written = cms.SignedData(
        {
            "version": "v1",
            "digest_algorithms": [{"algorithm": "sha256"}],
            "encap_content_info": {"content_type": "data"},
            "certificates": [cms.CertificateChoices("certificate", certificate)],
            "signer_infos": [plain],
        }
    )
    return container.startswith(cms.ContentInfo({"content_type": "signed_data", "content": written}).dump(force=True))
