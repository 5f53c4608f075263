"""The floors: the import contracts hold, and each of them notices a break."""

import shutil
import subprocess
import sys

import pytest

from tests.architecture.tree import PACKAGES, ROOT

LINT = [
    sys.executable,
    "-c",
    "from importlinter.cli import lint_imports_command as run; run()",
    "--no-cache",
    "--no-logo",
]
BREAKS = {
    "a rule that calls a service": ("house", {"archives/domain/planted.py": "import archives.services"}),
    "a door that uses another door": ("house", {"api/rest/planted.py": "import api.pages"}),
    "an adapter that knows a service": ("house", {"archives/storage/planted.py": "import archives.services"}),
    "a setting that knows a rule": ("house", {"config/planted.py": "import archives.services"}),
    "rooms in a circle": (
        "circles",
        {
            "archives/packaging/planted_one.py": "import archives.packaging.planted_two",
            "archives/packaging/planted_two.py": "import archives.packaging.planted_one",
        },
    ),
    "a door that reads the tables": ("doors", {"api/cli/planted.py": "import archives.models"}),
    "a door that speaks SQL": ("doors", {"api/pages/planted.py": "import sqlalchemy"}),
    "a rule that needs a library": ("ground", {"archives/domain/planted.py": "import sqlalchemy"}),
    "an archive that knows the web": ("archives", {"archives/services/planted.py": "import flask"}),
    "a program given away that knows us": ("given-away", {"verifiers/planted.py": "import archives.domain.merkle"}),
    "an archive that knows the index": ("archives", {"archives/services/planted.py": "import search_index"}),
}


def test_the_contracts_hold():
    done = subprocess.run(LINT, cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    copy = tmp_path_factory.mktemp("house")
    for package in PACKAGES:
        shutil.copytree(ROOT / package, copy / package, ignore=shutil.ignore_patterns("static", "fonts", "__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", copy)
    return copy


@pytest.mark.parametrize("planted", BREAKS)
def test_a_planted_break_is_noticed(copy, planted):
    contract, files = BREAKS[planted]
    for name, line in files.items():
        (copy / name).write_text(line + "\n", "utf-8")

    done = subprocess.run([*LINT, "--contract", contract], cwd=copy, capture_output=True, text=True, check=False)
    for name in files:
        (copy / name).unlink()

    assert done.returncode == 1
    assert "Contracts: 0 kept, 1 broken." in done.stdout, done.stdout
    assert "planted" in done.stdout
