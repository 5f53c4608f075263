"""The trail as a transparency log: signed states of it, and proofs that anybody can check without asking us again."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from archives.domain.canonical import canonical_json
from archives.domain.errors import InvalidInputError, LogDamagedError, NotFoundError, Problem
from archives.domain.merkle import consistency_proof, inclusion_proof, root, verify_consistency
from archives.domain.proof import Proof, faults_of
from archives.domain.vocabulary import Role
from archives.models import Checkpoint, Event, Setting
from archives.services.log_signing import checkpoint_of, integrate, leaves_after, newest_checkpoint, sign_present
from archives.services.outside import Outside
from archives.services.trail import VERIFIED
from archives.services.unit_of_work import UnitOfWork

SIGN_EVERY = timedelta(minutes=1)  # the worker, when something was added
EXPORT = "archives/trail/1"


@dataclass(frozen=True, slots=True)
class LogStanding:
    """How the log stands, for those who watch it."""

    size: int
    root: bytes  # b"" when nodes are gone
    checkpoint: Checkpoint | None
    verified_at: datetime | None
    faults: int  # that the last verification found


class TransparencyService:
    """Sign, prove, publish. Hashes and checkpoints are for everybody; leaves only for those who see the event."""

    def __init__(self, work: UnitOfWork, outside: Outside) -> None:
        self._work, self._outside = work, outside

    # --- for everybody: witnesses, holders of receipts ---

    def find_key(self) -> str:
        """Return the verifier key in the form of signed notes, or refuse (NotFoundError): none is made yet."""
        key = self._outside.notes.find_key()
        if key is None:
            raise NotFoundError("verifier key", "log")
        return key

    def newest(self) -> Checkpoint:
        """Return the newest checkpoint, or refuse (NotFoundError): none is signed yet."""
        found = newest_checkpoint(self._work)
        if found is None:
            raise NotFoundError("checkpoint", "newest")
        return found

    def at(self, size: int) -> Checkpoint:
        """Return the checkpoint that was signed when the log had that size, or refuse (NotFoundError)."""
        found = self._work.session.scalar(select(Checkpoint).where(Checkpoint.size == size))
        if found is None:
            raise NotFoundError("checkpoint", size)
        return found

    def inclusion(self, sequence: int, size: int) -> tuple[bytes, ...]:
        """Return the proof that event number `sequence` is among the first `size`; only of what is signed."""
        _require_order("sequence", sequence, size, self.newest().size)
        return inclusion_proof(sequence - 1, size, self._work.log_tree().read)

    def consistency(self, old: int, new: int) -> tuple[bytes, ...]:
        """Return the proof that the log of `new` events only added to that of `old`; only of what is signed."""
        _require_order("old", old, new, self.newest().size)
        return consistency_proof(old, new, self._work.log_tree().read)

    def is_consistent(self, old: int, new: int) -> bool:
        """Tell whether what we signed at one size leads to what we signed at another, by the proof for witnesses."""
        before, after = checkpoint_of(self.at(old)), checkpoint_of(self.at(new))
        return verify_consistency((old, new), self.consistency(old, new), before.root, after.root)

    # --- for those who see the event ---

    def proof_of_event(self, event_id: UUID) -> Proof:
        """Return the proof of an event under the first checkpoint that holds it; one is signed if none does yet.

        The same event has the same proof for ever. LogDamagedError when it would not hold. Outside of any write.
        """
        event = self._work.get(Event, event_id)
        sequence, leaf = event.sequence, event.leaf
        covering = select(Checkpoint).where(Checkpoint.size >= sequence).order_by(Checkpoint.size).limit(1)
        held = self._work.session.scalar(covering) or sign_present(self._work, self._outside)
        hashes = inclusion_proof(sequence - 1, held.size, self._work.log_tree().read)
        proof = Proof(leaf, sequence - 1, held.size, hashes, held.note)
        if faults := faults_of(proof, lambda note: self._outside.notes.is_signed(note, self.find_key())):
            told = f"event {sequence}"
            raise LogDamagedError(
                f"No proof of {told} holds: {', '.join(faults)}. Run `archives trail verify`.", what=told
            )
        return proof

    # --- for the machine and the audit administrator ---

    def integrate(self) -> int:
        """Bring every committed event into the tree, and return how many it has."""
        self._work.actor.require_role(Role.AUDIT_ADMIN)
        return integrate(self._work)

    def checkpoint(self) -> Checkpoint:
        """Sign the present state, if anything was added since the newest checkpoint; return the newest."""
        self._work.actor.require_role(Role.AUDIT_ADMIN)
        return sign_present(self._work, self._outside)

    def keep_up(self) -> None:
        """Do what is due: events into the tree at once, a checkpoint SIGN_EVERY while something is added."""
        self._work.actor.require_role(Role.SYSTEM)
        size, last = integrate(self._work), newest_checkpoint(self._work)
        if size and (last is None or (last.size != size and self._work.now() - last.signed_at >= SIGN_EVERY)):
            sign_present(self._work, self._outside)

    def standing(self) -> LogStanding:
        """Return how the log stands."""
        self._work.actor.require_role(Role.AUDIT_ADMIN)
        tree = self._work.log_tree()
        size, whole = tree.size(), b""
        with suppress(LogDamagedError):
            whole = root(size, tree.read)
        row = self._work.session.scalar(select(Setting).where(Setting.name == VERIFIED))
        at, faults = (datetime.fromisoformat(row.value["at"]), int(row.value["faults"])) if row else (None, 0)
        return LogStanding(size, whole, newest_checkpoint(self._work), at, faults)

    def export(self, write: Callable[[str], object]) -> int:
        """Write the whole trail and every checkpoint as lines of JSON; return how many events.

        The first line names the key; each checkpoint stands behind the events that it is about, the last at the end.
        """
        self._work.actor.require_role(Role.AUDIT_ADMIN)
        last, written = sign_present(self._work, self._outside).size, 0
        write(f"{canonical_json({'type': EXPORT, 'key': self.find_key()})}\n")
        asked = select(Checkpoint.size, Checkpoint.note).where(Checkpoint.size <= last).order_by(Checkpoint.size)
        for size, note in self._work.session.execute(asked).all():
            for _, leaf in leaves_after(self._work, written, size):
                write(f"{canonical_json({'leaf': leaf})}\n")
                written += 1
            if written != size:
                told = f"event {written + 1}"
                raise LogDamagedError(f"The trail lacks {told}. Run `archives trail verify`.", what=told)
            write(f"{canonical_json({'checkpoint': note})}\n")
        return written


def _require_order(name: str, least: int, size: int, signed: int) -> None:
    if not 0 < least <= size <= signed:
        facts = (("least", "1"), ("most", str(min(size, signed))))
        raise InvalidInputError([Problem("out_of_range", name if least > size or least < 1 else "size", facts)])
