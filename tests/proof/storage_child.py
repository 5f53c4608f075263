"""Keep and store objects without end and acknowledge each; to be killed at any moment. Arguments: home, seed."""

import hashlib
import io
import random
import sys
import uuid
from datetime import UTC, datetime
from pathlib import Path

from archives.ports import ObjectSource
from archives.storage import HoldingDirectory, ObjectStore


def main(home, seed):
    chance = random.Random(seed)
    holding, store = HoldingDirectory(home / "holding"), ObjectStore(home / "store")
    holding.recover()
    store.recover()
    say("READY")
    while True:
        batch = [deposit(holding, chance) for _ in range(chance.choice([1, 1, 5]))]
        for stored in store.store_many(batch, message="proof", created=datetime.now(UTC)):
            say("STORED", stored.object_id, stored.inventory_digest)


def deposit(holding, chance):
    sources = []
    for number in range(3):
        data = chance.randbytes(chance.randrange(1, 20_000))
        kept = holding.keep(io.BytesIO(data), len(data), hashlib.sha256(data).hexdigest())
        say("KEPT", kept.sha256)
        path = holding.path(kept.sha256)
        sources.append(ObjectSource(f"目录/文件{number}", path, sha256=kept.sha256))
    return f"urn:uuid:{uuid.UUID(bytes=chance.randbytes(16))}", sources


def say(*words):
    sys.stdout.write(" ".join(words) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
