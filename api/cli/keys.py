"""archives keys …: the certificates with which bodies seal, the root above them, and the password of the keys."""

from pathlib import Path
from typing import Any

import click

from api.cli.errand import Desk, errand
from api.schemas.keys import CertificateSchema, SealReportSchema
from archives.domain.sealing import RevocationReason, SealReport


@click.group("keys")
def keys() -> None:
    """Certificates of the internal CA, and the seals made with them."""


@errand("list")
def list_keys(desk: Desk) -> None:
    """Show the CA's certificate and every one that it ever issued, oldest first."""
    with desk.open() as services:
        services.seals.root()
        roots = CertificateSchema(many=True).dump(services.seals.find_roots())
        told = CertificateSchema(many=True).dump(services.seals.issued())
    lines = [f"CA\t{each['name']}\tuntil {each['not_after'][:10]}\tSHA-256 {each['fingerprint']}" for each in roots]
    desk.tell({"root": roots[0], "roots": roots, "issued": told}, "\n".join([*lines, *map(_line, told)]))


@errand("renew")
@click.argument("body")
def renew(desk: Desk, body: str) -> None:
    """Give an organization or repository, by its name, a certificate with a new key."""
    with desk.open() as services:
        told = CertificateSchema().dump(services.seals.renew(body))
    desk.tell(told, _line(told))


@errand("revoke")
@click.argument("serial")
@click.option(
    "--reason",
    type=click.Choice([str(each) for each in RevocationReason]),
    required=True,
    help="With key_compromise, nothing that was sealed with it counts any more.",
)
def revoke(desk: Desk, serial: str, reason: str) -> None:
    """Withdraw a certificate from now on; it comes onto the published revocation list."""
    with desk.open() as services:
        told = CertificateSchema().dump(services.seals.revoke(serial, RevocationReason(reason)))
    desk.tell(told, _line(told))


@errand("check")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
def check(desk: Desk, file: Path) -> None:
    """Say who sealed a PDF and what is wrong with each seal; exit code 1 unless all is good."""
    with desk.open() as services:
        report = services.seals.check(file.read_bytes())
    tell = desk.tell if report.is_good else desk.fail
    tell(SealReportSchema().dump(report), _text(report))


@errand("renew-root")
def renew_root(desk: Desk) -> None:
    """Make a further root of the CA: it issues from now on, and seals under the old one stay good."""
    with desk.open() as services:
        told = CertificateSchema().dump(services.seals.renew_root())
    text = f"CA\t{told['name']}\tSHA-256 {told['fingerprint']}\nPublish the fingerprint, and /api/v1/ca.pem anew."
    desk.tell(told, text)


@errand("password")
@click.option(
    "--old-file",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    required=True,
    help="File whose first line is the old key password; home/secret.key when none was set.",
)
def password(desk: Desk, old_file: Path) -> None:
    """Bring every private key in home/keys under the key password that is set now. Stop `serve` first."""
    lines = old_file.read_text("utf-8").splitlines()
    with desk.open() as services:
        changed = list(services.seals.change_key_password(lines[0].strip() if lines else ""))
    desk.tell({"changed": changed}, "\n".join([*changed, f"{len(changed)} key(s) are under the new password."]))


for _command in (list_keys, renew, renew_root, password, revoke, check):
    keys.add_command(_command)

COMMANDS = (keys,)


def _line(told: dict[str, Any]) -> str:
    ended = told["revocation"]
    state = f"revoked {ended['at'][:10]} ({ended['reason']})" if ended else f"until {told['not_after'][:10]}"
    return f"{told['serial']}\t{told['name']}\t{state}"


def _text(report: SealReport) -> str:
    lines = [
        f"{seal.role}\t{seal.signer or '?'}\t{seal.signed_at or '?'}\t{' '.join(seal.faults) or 'good'}"
        for seal in report.seals
    ]
    return "\n".join([*lines, "good" if report.is_good else f"not good: {' '.join(report.codes)}"])
