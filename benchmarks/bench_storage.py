"""How fast content is kept and stored, as ratios to plain tools in the same run. Prints JSON.

`large`: seconds of keep + store + read back of one file, over `openssl dgst -sha256` + `cp` + `sync` (at most 2).
`small`: seconds of store_many over a bare OCFL writer with one sync at the end, many small objects (at most 2).
"""

import argparse
import hashlib
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from archives.ports import KeptContent, ObjectSource
from archives.storage.holding import HoldingDirectory
from archives.storage.ocfl import ObjectStore

MEBIBYTE = 1 << 20
NOW = datetime(2026, 11, 23, tzinfo=UTC)


def main() -> None:
    options = _options()
    work = Path(tempfile.mkdtemp(prefix="bench-storage-", dir=options.directory))
    try:
        report = {
            "large": large(work, options.megabytes, options.rounds),
            "small": small(work, options.files, options.rounds),
        }
    finally:
        shutil.rmtree(work)
    json.dump(report, sys.stdout, indent=2)


def large(work: Path, megabytes: int, rounds: int) -> dict[str, float]:
    source = work / "source"
    with source.open("wb") as file:
        for _ in range(megabytes):
            file.write(os.urandom(MEBIBYTE))
    digest = _sha256(source)
    os.sync()
    before = _peak()
    plain, ours = [], []
    for number in range(rounds):
        home = work / f"large{number}"
        home.mkdir()
        plain.append(_seconds(lambda home=home: _plain_tools(source, home / "copy")))
        os.sync()
        ours.append(_seconds(lambda home=home: _keep_and_store(source, digest, home)))
        shutil.rmtree(home)
        os.sync()
    return _compared(plain, ours) | {"megabytes": megabytes, "rss_growth_mb": round((_peak() - before) / 1024, 1)}


def small(work: Path, files: int, rounds: int) -> dict[str, float]:
    holding = HoldingDirectory(work / "holding")
    sources = list(_small_files(work / "sources", files))
    started = time.perf_counter()
    kept = list(holding.keep_many(sources))
    keeping = time.perf_counter() - started
    before = _peak()
    bare, ours = [], []
    for number in range(rounds):
        home = work / f"small{number}"
        bare.append(_seconds(lambda home=home: _bare_writer(holding, kept, home / "bare")))
        os.sync()
        ours.append(_seconds(lambda home=home: _store_many(holding, kept, home / "store")))
        os.sync()
    growth = round((_peak() - before) / 1024, 1)
    return _compared(bare, ours) | {"files": files, "keep_many_seconds": round(keeping, 3), "rss_growth_mb": growth}


def _plain_tools(source: Path, copy: Path) -> None:
    subprocess.run(["openssl", "dgst", "-sha256", source], check=True, stdout=subprocess.DEVNULL)
    subprocess.run(["cp", source, copy], check=True)
    subprocess.run(["sync"], check=True)


def _keep_and_store(source: Path, digest: str, home: Path) -> None:
    holding, store = HoldingDirectory(home / "holding"), ObjectStore(home / "store")
    with source.open("rb") as stream:
        kept = holding.keep(stream, source.stat().st_size, digest)
    store.store("urn:uuid:large", [_source(holding, kept)], message="bench", created=NOW)


def _store_many(holding: HoldingDirectory, kept: list[KeptContent], root: Path) -> None:
    objects = ((f"urn:uuid:{number:032x}", [_source(holding, each)]) for number, each in enumerate(kept))
    stored = ObjectStore(root).store_many(objects, message="bench", created=NOW)
    assert sum(1 for _ in stored) == len(kept)


def _bare_writer(holding: HoldingDirectory, kept: list[KeptContent], root: Path) -> None:
    """The least that gives OCFL objects without warnings: no staging, no reading back, one sync at the very end."""
    for number, each in enumerate(kept):
        name = f"urn:uuid:{number:032x}"
        tuples = hashlib.sha256(name.encode()).hexdigest()
        home = root / tuples[:3] / tuples[3:6] / tuples[6:9] / name.replace(":", "%3a")
        (home / "v1" / "content").mkdir(parents=True)
        data = holding.path(each.sha256).read_bytes()
        (home / "v1" / "content" / "original.bin").write_bytes(data)
        inventory = json.dumps(_bare_inventory(name, hashlib.sha512(data).hexdigest())).encode()
        for directory in (home, home / "v1"):
            (directory / "inventory.json").write_bytes(inventory)
            sidecar = f"{hashlib.sha512(inventory).hexdigest()} inventory.json\n"
            (directory / "inventory.json.sha512").write_text(sidecar)
        (home / "0=ocfl_object_1.1").write_text("ocfl_object_1.1\n")
    subprocess.run(["sync", "-f", root], check=True)


def _bare_inventory(name: str, sha512: str) -> dict[str, object]:
    state = {sha512: ["original.bin"]}
    version = {"created": "2026-11-23T00:00:00Z", "message": "", "state": state, "user": {"name": "bench"}}
    manifest = {sha512: ["v1/content/original.bin"]}
    head = {"id": name, "type": "https://ocfl.io/1.1/spec/#inventory", "digestAlgorithm": "sha512", "head": "v1"}
    return head | {"manifest": manifest, "versions": {"v1": version}}


def _source(holding: HoldingDirectory, kept: KeptContent) -> ObjectSource:
    return ObjectSource("original.bin", holding.path(kept.sha256), sha256=kept.sha256)


def _small_files(directory: Path, files: int) -> Iterator[Path]:
    directory.mkdir()
    for number in range(files):
        path = directory / f"{number}.bin"
        path.write_bytes(os.urandom(10_000))
        yield path


def _compared(base: list[float], ours: list[float]) -> dict[str, float]:
    """Medians in seconds and the ratio of each round; a neighbour's noise hits both sides of a round alike."""
    ratios = [mine / other for mine, other in zip(ours, base, strict=True)]
    return {
        "base_seconds": round(statistics.median(base), 3),
        "our_seconds": round(statistics.median(ours), 3),
        "ratio": round(statistics.median(ratios), 2),
        "ratio_worst": round(max(ratios), 2),
    }


def _seconds(work: Callable[[], None]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=int, default=256)
    parser.add_argument("--files", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--directory", type=Path, default=None, help="where to work: a real disk, not tmpfs")
    parser.add_argument("--smoke", action="store_true", help="little of everything: does it run?")
    given = parser.parse_args()
    return argparse.Namespace(megabytes=16, files=50, rounds=1, directory=given.directory) if given.smoke else given


if __name__ == "__main__":
    main()
