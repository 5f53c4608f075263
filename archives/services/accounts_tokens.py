"""API tokens: for programs, hashed, narrowed by scopes, mortal."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from hmac import compare_digest
from uuid import UUID

from sqlalchemy import select

from archives.domain.errors import InvalidInputError, NotFoundError, NotPermittedError, Problem
from archives.domain.permission import Actor
from archives.domain.vocabulary import Role
from archives.models import Account, ApiToken
from archives.services.accounts_actor import actor_of
from archives.services.outside import Outside
from archives.services.unit_of_work import UnitOfWork

SCOPES = ("read", "write")
LONGEST_DAYS = 366
USED_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class NewToken:
    """A token just issued. `text` is shown once and kept nowhere."""

    text: str
    token: ApiToken


class TokenService:
    """Issue, list and revoke one's own tokens; know an actor by one."""

    def __init__(self, work: UnitOfWork, outside: Outside) -> None:  # noqa: ARG002 -- every service is made so
        self._work = work

    def issue(self, name: str, scopes: Sequence[str], days: int, account_id: UUID | None = None) -> NewToken:
        """Issue a token for oneself; for `account_id` only the operator of the machine may."""
        _require_sound(scopes, days)
        owner = self._owner(account_id)
        prefix, secret = secrets.token_hex(6), secrets.token_urlsafe(32)
        with self._work.write():
            now = self._work.now()
            token = ApiToken(
                account_id=owner.id,
                prefix=prefix,
                secret_sha256=_digest(secret),
                scopes=sorted(set(scopes)),
                name=name,
                created_at=now,
                expires_at=now + timedelta(days=days),
            )
            self._work.session.add(token)
            self._work.record("TokenIssued", owner, prefix=prefix, scopes=token.scopes, expires_at=token.expires_at)
        return NewToken(f"{prefix}.{secret}", token)

    def list_own(self, account_id: UUID | None = None) -> Sequence[ApiToken]:
        """Return one's tokens that have not been revoked, newest first."""
        owner = self._owner(account_id)
        mine = select(ApiToken).where(ApiToken.account_id == owner.id, ApiToken.revoked_at.is_(None))
        return self._work.session.scalars(mine.order_by(ApiToken.id.desc())).all()

    def revoke(self, token_id: UUID) -> None:
        """End a token at once: one's own, or as security administrator anybody's."""
        token = self._work.get(ApiToken, token_id)
        if token.account_id != self._work.actor.account_id and not self._work.actor.roles & {
            Role.SECURITY_ADMIN,
            Role.SYSTEM,
        }:
            raise NotFoundError("api_token", token_id)
        with self._work.write():
            token.revoked_at = token.revoked_at or self._work.now()
            self._work.record("TokenRevoked", self._work.get(Account, token.account_id), prefix=token.prefix)

    def find(self, text: str) -> Actor | None:
        """Return who holds the token; None when it is unknown, revoked, expired, or its account disabled."""
        prefix, _, secret = text.partition(".")
        token = self._work.session.scalar(select(ApiToken).where(ApiToken.prefix == prefix))
        if token is None or not compare_digest(token.secret_sha256, _digest(secret)):
            return None
        account = self._work.get(Account, token.account_id)
        if token.revoked_at or token.expires_at <= self._work.now() or account.disabled_at:
            return None
        self._use(token)
        return actor_of(self._work.session, account, scopes=frozenset(token.scopes))

    def _owner(self, account_id: UUID | None) -> Account:
        asking = self._work.actor.account_id
        if account_id not in (None, asking) and Role.SYSTEM not in self._work.actor.roles:
            raise NotPermittedError("A token is issued and read by its own bearer only.", roles="bearer")
        owner = account_id or asking
        if owner is None:
            raise NotPermittedError("Say for whom the token is.", roles="bearer")
        return self._work.get(Account, owner)

    def _use(self, token: ApiToken) -> None:
        now = self._work.now()
        if token.last_used_at is None or now - token.last_used_at >= USED_EVERY:
            with self._work.write():
                token.last_used_at = now


def _require_sound(scopes: Sequence[str], days: int) -> None:
    problems = [Problem("unknown_value", "scopes", (("value", scope),)) for scope in scopes if scope not in SCOPES]
    if not scopes:
        problems.append(Problem("required", "scopes"))
    if not 1 <= days <= LONGEST_DAYS:
        problems.append(Problem("out_of_range", "days", (("least", "1"), ("most", str(LONGEST_DAYS)))))
    if problems:
        raise InvalidInputError(problems)


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()
