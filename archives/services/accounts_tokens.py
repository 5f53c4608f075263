"""API tokens: for programs, hashed, narrowed by scopes, mortal."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from hashlib import sha256
from hmac import compare_digest
from uuid import UUID

from sqlalchemy import Executable, bindparam, select

from archives.domain.errors import InvalidInputError, NotFoundError, NotPermittedError, Problem
from archives.domain.permission import Actor
from archives.domain.vocabulary import Role
from archives.models import Account, ApiToken, Grant, Jurisdiction
from archives.services.accounts_actor import permission
from archives.services.outside import Outside
from archives.services.unit_of_work import UnitOfWork

SCOPES = ("read", "write", "climate")
"""What a token may be for; 'climate' lets a sensor push readings and do nothing else."""
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
        rows = self._work.session.execute(_bearing(), {"prefix": prefix}).all()
        if not rows or not compare_digest(rows[0].secret_sha256, _digest(secret)):
            return None
        token = rows[0]
        if token.revoked_at or token.expires_at <= self._work.now() or token.disabled_at:
            return None
        self._use(token.id, token.last_used_at)
        granted = [row for row in rows if row.role is not None]
        permissions = tuple(permission(row.role, row.organization_id, row.repository_id, row.path) for row in granted)
        return Actor(
            token.account_id,
            token.display_name,
            permissions,
            token.locale,
            frozenset(token.scopes),
            token.clearance,
        )

    def _owner(self, account_id: UUID | None) -> Account:
        asking = self._work.actor.account_id
        if account_id not in (None, asking) and Role.SYSTEM not in self._work.actor.roles:
            raise NotPermittedError("A token is issued and read by its own bearer only.", roles="bearer")
        owner = account_id or asking
        if owner is None:
            raise NotPermittedError("Say for whom the token is.", roles="bearer")
        return self._work.get(Account, owner)

    def _use(self, token_id: UUID, last_used_at: datetime | None) -> None:
        now = self._work.now()
        if last_used_at is None or now - last_used_at >= USED_EVERY:
            with self._work.write():
                self._work.get(ApiToken, token_id).last_used_at = now


@cache
def _bearing() -> Executable:
    """Return the question for a token, its account and all grants; made once, for every request asks it."""
    told = (ApiToken.id, ApiToken.account_id, ApiToken.secret_sha256, ApiToken.scopes)
    life = (ApiToken.revoked_at, ApiToken.expires_at, ApiToken.last_used_at, Account.disabled_at)
    bearer = (Account.display_name, Account.locale, Account.clearance)
    granted = (Grant.role, Grant.organization_id, Grant.repository_id, Jurisdiction.path)
    return (
        select(*told, *life, *bearer, *granted)
        .join(Account, Account.id == ApiToken.account_id)
        .outerjoin(Grant, Grant.account_id == Account.id)
        .outerjoin(Jurisdiction, Jurisdiction.id == Grant.jurisdiction_id)
        .where(ApiToken.prefix == bindparam("prefix"))
        .order_by(Grant.id)
    )


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
