"""A write that is asked twice under one key is done once, and answered twice alike."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from archives.domain.errors import IdempotencyKeyReusedError
from archives.models import IdempotencyKey
from archives.services.outside import Outside
from archives.services.unit_of_work import UnitOfWork

KEPT_FOR = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """What was answered, to be answered again."""

    status: int
    body: str
    headers: Mapping[str, str]


class IdempotencyService:
    """Remembers answers for KEPT_FOR."""

    def __init__(self, work: UnitOfWork, outside: Outside) -> None:  # noqa: ARG002 -- every service is made so
        self._work = work

    def answer_once(self, key: str, request_sha256: str, answer: Callable[[], KeptAnswer]) -> KeptAnswer:
        """Return the answer kept under the actor's key, or make it and keep it in the same transaction.

        Another request under the key is refused (IdempotencyKeyReusedError). An answer that raises keeps nothing.
        """
        try:
            with self._work.write():
                return self._kept(key, request_sha256) or self._made(key, request_sha256, answer)
        except _RacedError:
            with self._work.write():
                return self._kept(key, request_sha256) or self._made(key, request_sha256, answer)

    def sweep(self) -> None:
        """Forget what is older than KEPT_FOR. For the worker."""
        with self._work.write():
            self._work.session.execute(
                delete(IdempotencyKey).where(IdempotencyKey.created_at < self._work.now() - KEPT_FOR)
            )

    def _kept(self, key: str, request_sha256: str) -> KeptAnswer | None:
        row = self._work.session.scalar(
            select(IdempotencyKey).where(IdempotencyKey.account == self._account, IdempotencyKey.key == key)
        )
        if row is None:
            return None
        if row.created_at < self._work.now() - KEPT_FOR:
            self._work.session.delete(row)
            self._work.session.flush()
            return None
        if row.request_sha256 != request_sha256:
            raise IdempotencyKeyReusedError("This Idempotency-Key came with another request. Take a new key.", key=key)
        return KeptAnswer(row.status, row.body, row.headers)

    def _made(self, key: str, request_sha256: str, answer: Callable[[], KeptAnswer]) -> KeptAnswer:
        row = IdempotencyKey(account=self._account, key=key, request_sha256=request_sha256, created_at=self._work.now())
        self._claim(row)
        made = answer()
        row.status, row.body, row.headers = made.status, made.body, dict(made.headers)
        return made

    def _claim(self, row: IdempotencyKey) -> None:
        """Take the key before anything is done under it: on PostgreSQL a racing twin waits here for our commit."""
        self._work.session.add(row)
        try:
            self._work.session.flush()
        except IntegrityError as fault:
            raise _RacedError from fault

    @property
    def _account(self) -> str:
        return str(self._work.actor.account_id or self._work.actor.name)


class _RacedError(Exception):
    """A twin of this request took the key first."""
