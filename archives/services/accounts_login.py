"""Logging in and out, and knowing who comes back. Open it as STRANGER: it asks for no role."""

import secrets
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import delete, select

from archives.domain.errors import LockedOutError, NotAuthenticatedError, StorageFullError, WrongLoginError
from archives.domain.permission import Actor
from archives.models import Account, LoginFailure, LoginSession
from archives.services.accounts_actor import actor_of
from archives.services.accounts_password import is_password
from archives.services.accounts_username import plain_username
from archives.services.outside import Outside
from archives.services.unit_of_work import UnitOfWork

SECRET_BYTES = 32
SEEN_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Login:
    """A login that holds: who it is, and the token that its forms must carry."""

    actor: Actor
    csrf_token: str


@dataclass(frozen=True, slots=True)
class NewLogin:
    """A login just made. `secret` goes into the cookie and is kept nowhere."""

    secret: str
    login: Login


class LoginService:
    """The desk where people say who they are."""

    def __init__(self, work: UnitOfWork, outside: Outside) -> None:
        self._work, self._rules = work, outside.profile.login

    def login(self, username: str, password: str, old_secret: str = "") -> NewLogin:
        """Let a person in, and end the login that the browser had before.

        WrongLoginError does not say what was wrong; after the profile's number of failures under one name, known or
        not, LockedOutError. Both take as long for a name that nobody bears.
        """
        name = plain_username(username)
        self._require_unlocked(name)
        account = self._account(name)
        if not is_password(password, account.password_hash if account else "") or account is None:
            self._fail(name)
            raise WrongLoginError("The name or the password is wrong. Try again, or ask the system administrator.")
        with self._work.write():
            return self._begin(account, name, old_secret)

    def logout(self, secret: str) -> None:
        """End the login; an unknown secret changes nothing."""
        if found := self._session(secret):
            with self._work.write():
                self._end(found)

    def find(self, secret: str) -> Login | None:
        """Return who holds this secret; None when the login has ended, lain idle or grown old."""
        both = select(LoginSession, Account).join(Account, Account.id == LoginSession.account_id)
        row = self._work.session.execute(both.where(LoginSession.secret_sha256 == _digest(secret))).one_or_none()
        if row is None:
            return None
        found, account = row[0], row[1]
        if account.disabled_at is not None or not self._is_live(found, self._work.now()):
            return None
        self._see(found)
        return Login(actor_of(self._work.session, account, locale=found.locale), found.csrf_token)

    def set_locale(self, secret: str, locale: str) -> None:
        """Show this login another language."""
        found = self._session(secret)
        if found is None:
            raise NotAuthenticatedError("The login has ended. Log in again.")
        with self._work.write():
            found.locale = locale

    # --- private ---

    def _account(self, name: str) -> Account | None:
        usable = select(Account).where(Account.username == name, Account.disabled_at.is_(None))
        return self._work.session.scalar(usable)

    def _begin(self, account: Account, name: str, old_secret: str) -> NewLogin:
        if old := self._session(old_secret):
            self._end(old)
        self._work.session.execute(delete(LoginFailure).where(LoginFailure.name_sha256 == _digest(name)))
        secret, token, now = _secret(), _secret(), self._work.now()
        made = LoginSession(
            account_id=account.id, secret_sha256=_digest(secret), csrf_token=token, created_at=now, seen_at=now
        )
        self._work.session.add(made)
        self._work.record("LoggedIn", account)
        return NewLogin(secret, Login(actor_of(self._work.session, account), token))

    def _end(self, session: LoginSession) -> None:
        if session.ended_at is None:
            session.ended_at = self._work.now()
            self._work.record("LoggedOut", self._work.get(Account, session.account_id))

    def _session(self, secret: str) -> LoginSession | None:
        if not secret:
            return None
        return self._work.session.scalar(select(LoginSession).where(LoginSession.secret_sha256 == _digest(secret)))

    def _is_live(self, session: LoginSession, now: datetime) -> bool:
        idle, oldest = timedelta(minutes=self._rules.idle_minutes), timedelta(hours=self._rules.absolute_hours)
        return session.ended_at is None and now - session.seen_at < idle and now - session.created_at < oldest

    def _see(self, session: LoginSession) -> None:
        now = self._work.now()
        if now - session.seen_at >= SEEN_EVERY:
            with suppress(StorageFullError), self._work.write():  # whoever is in may go on reading
                session.seen_at = now

    # --- failures ---

    def _require_unlocked(self, name: str) -> None:
        failure = self._failure(name)
        if failure and failure.locked_until and failure.locked_until > self._work.now():
            until = failure.locked_until.isoformat()
            raise LockedOutError(f"Too many failed logins. Try again after {until}.", until=until)

    def _failure(self, name: str, *, lock: bool = False) -> LoginFailure | None:
        found = select(LoginFailure).where(LoginFailure.name_sha256 == _digest(name))
        return self._work.session.scalar(found.with_for_update() if lock else found)

    def _fail(self, name: str) -> None:
        now, lasts = self._work.now(), timedelta(minutes=self._rules.lockout_minutes)
        with self._work.write():
            self._work.session.execute(delete(LoginFailure).where(LoginFailure.failed_at < now - lasts))
            failure = self._failure(name, lock=True) or LoginFailure(name_sha256=_digest(name), failures=0)
            failure.failures += 1
            failure.failed_at = now
            if failure.failures >= self._rules.failures:
                failure.locked_until = now + lasts
            self._work.session.add(failure)
            if account := self._account(name):
                kind = "AccountLocked" if failure.locked_until else "LoginFailed"
                self._work.record(kind, account, failures=failure.failures)


def _secret() -> str:
    return secrets.token_urlsafe(SECRET_BYTES)


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()
