"""A token for the tests: SoftHSM (Debian's package softhsm2), in a folder of its own."""

import os
import subprocess
from pathlib import Path

import pytest

from archives.delivery.token import Token

LIBRARIES = (
    "/usr/lib/softhsm/libsofthsm2.so",
    "/usr/lib64/softhsm/libsofthsm2.so",
    "/usr/local/lib/softhsm/libsofthsm2.so",
)
PIN, OFFICER = "4321", "87654321"


def library():
    """Return the PKCS#11 library of SoftHSM."""
    found = next((Path(each) for each in LIBRARIES if Path(each).exists()), None)
    assert found, "SoftHSM is missing: `make test` installs it as root; else install Debian's package softhsm2."
    return found


def make_token(label):
    """Initialise a further token; return nothing."""
    words = ["--init-token", "--free", "--label", label, "--so-pin", OFFICER, "--pin", PIN]
    subprocess.run(["softhsm2-util", *words], check=True, capture_output=True)


@pytest.fixture(scope="session")
def tokens(tmp_path_factory):
    """Where SoftHSM keeps its tokens: one place for the process, for its library reads the settings once."""
    place = tmp_path_factory.mktemp("tokens")
    (place / "softhsm2.conf").write_text(
        f"directories.tokendir = {place}\nobjectstore.backend = file\nlog.level = ERROR\n"
    )
    before = os.environ.get("SOFTHSM2_CONF")
    os.environ["SOFTHSM2_CONF"] = str(place / "softhsm2.conf")
    for label in ("bodies", "others", "locked"):
        make_token(label)
    yield place
    if before is None:
        del os.environ["SOFTHSM2_CONF"]


def token_called(label, pin=PIN):
    """Return a token by its label."""
    return Token(library(), label, lambda: pin)
