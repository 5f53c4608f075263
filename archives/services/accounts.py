"""Accounts: made and disabled by the system administrator, who gives no roles (三员, DA/T 92-2022 §9.1.3)."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from archives.domain.email_address import require_address
from archives.domain.errors import DuplicateError, InvalidInputError, NotPermittedError, Problem, WrongLoginError
from archives.domain.permission import ADMINISTRATOR_ROLES
from archives.domain.vocabulary import Role
from archives.models import Account, Grant, LoginSession
from archives.services.accounts_password import hash_password, is_password
from archives.services.accounts_username import new_username
from archives.services.outside import Outside
from archives.services.paging import FIRST, Cut, Page, page
from archives.services.unit_of_work import UnitOfWork

LOCALES = ("zh-Hans", "zh-Hant", "en")
LONGEST_NAME = 120  # characters
_READERS = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN)


class AccountService:
    """The counter of the system administrator, and everybody's own settings."""

    def __init__(self, work: UnitOfWork, outside: Outside) -> None:
        self._work, self._rules = work, outside.profile.login

    def create(self, username: str, display_name: str, password: str, locale: str = "zh-Hans") -> Account:
        """Make an account that has no role yet."""
        self._work.actor.require_role(Role.SYSTEM_ADMIN)
        name = new_username(username)
        _require_sound(display_name, locale)
        hashed = hash_password(password, self._rules.password_length)
        with self._work.write():
            if self.find(name):
                raise DuplicateError(f"There is an account {name} already.", kind="username", value=name)
            account = Account(username=name, display_name=display_name, password_hash=hashed, locale=locale)
            self._work.session.add(account)
            self._work.record("AccountCreated", account, username=name, display_name=display_name)
        return account

    def list(self, cut: Cut = FIRST) -> Page[Account]:
        """Return the accounts by username."""
        self._work.actor.require_role(*_READERS)
        return page(self._work.session, select(Account), (Account.username,), cut)

    def get(self, account_id: UUID) -> Account:
        """Return an account: one's own, or as administrator anybody's."""
        if account_id != self._work.actor.account_id:
            self._work.actor.require_role(*_READERS)
        return self._work.get(Account, account_id)

    def find(self, username: str) -> Account | None:
        """Return the account of that name."""
        return self._work.session.scalar(select(Account).where(Account.username == username))

    def disable(self, account_id: UUID, seen: int) -> Account:
        """Close the account and end all its logins; its tokens no longer hold."""
        self._work.actor.require_role(Role.SYSTEM_ADMIN)
        with self._work.write():
            account = self._changeable(account_id, seen)
            account.disabled_at = self._work.now()
            self._end_logins(account)
            self._work.record("AccountDisabled", account)
        return account

    def enable(self, account_id: UUID, seen: int) -> Account:
        """Open the account again."""
        self._work.actor.require_role(Role.SYSTEM_ADMIN)
        with self._work.write():
            account = self._changeable(account_id, seen)
            account.disabled_at = None
            self._work.record("AccountEnabled", account)
        return account

    def set_password(self, account_id: UUID, password: str) -> None:
        """Give somebody else a new password; that of an administrator only at the machine itself."""
        role = self._work.actor.require_role(Role.SYSTEM_ADMIN)
        if role is not Role.SYSTEM and self._is_administrator(account_id):
            raise NotPermittedError("An administrator's password is set at the machine itself.", roles="system")
        self._keep_password(self._work.get(Account, account_id), password)

    def change_password(self, old: str, new: str) -> None:
        """Change one's own password; every login ends."""
        account = self._own()
        if not is_password(old, account.password_hash):
            raise WrongLoginError("The present password is wrong.")
        self._keep_password(account, new)

    def set_preferences(
        self, *, locale: str | None = None, email: str | None = None, preferences: dict[str, object] | None = None
    ) -> Account:
        """Change one's own language, the address for letters ('' for none), and what pages remember for one."""
        account = self._own()
        _require_sound(account.display_name, locale or account.locale)
        require_address(email or "", "email")
        with self._work.write():
            account.email = account.email if email is None else email
            account.locale = locale or account.locale
            account.preferences = account.preferences if preferences is None else preferences
        return account

    def list_logins(self, account_id: UUID | None = None) -> Sequence[LoginSession]:
        """Return the logins that have not been ended, newest first: one's own, or as administrator anybody's."""
        account = self.get(account_id) if account_id else self._own()
        live = select(LoginSession).where(LoginSession.account_id == account.id, LoginSession.ended_at.is_(None))
        return self._work.session.scalars(live.order_by(LoginSession.id.desc())).all()

    # --- private ---

    def _own(self) -> Account:
        if self._work.actor.account_id is None:
            raise NotPermittedError("The machine itself has no account.", roles="bearer")
        return self._work.get(Account, self._work.actor.account_id)

    def _changeable(self, account_id: UUID, seen: int) -> Account:
        account = self._work.get(Account, account_id)
        self._work.require_version(account, seen)
        if account.id == self._work.actor.account_id:
            raise NotPermittedError("Nobody closes or opens the own account.", roles=Role.SYSTEM_ADMIN)
        return account

    def _is_administrator(self, account_id: UUID) -> bool:
        held = select(Grant.id).where(Grant.account_id == account_id, Grant.role.in_(ADMINISTRATOR_ROLES))
        return self._work.session.scalar(held.limit(1)) is not None

    def _keep_password(self, account: Account, password: str) -> None:
        hashed = hash_password(password, self._rules.password_length)
        with self._work.write():
            account.password_hash = hashed
            self._end_logins(account)
            self._work.record("PasswordChanged", account)

    def _end_logins(self, account: Account) -> None:
        for login in self._work.session.scalars(
            select(LoginSession).where(LoginSession.account_id == account.id, LoginSession.ended_at.is_(None))
        ):
            login.ended_at = self._work.now()


def _require_sound(display_name: str, locale: str) -> None:
    problems = []
    if not 1 <= len(display_name.strip()) <= LONGEST_NAME or not display_name.isprintable():
        problems.append(Problem("length", "display_name", (("least", "1"), ("most", str(LONGEST_NAME)))))
    if locale not in LOCALES:
        problems.append(Problem("unknown_value", "locale", (("value", locale), ("allowed", ", ".join(LOCALES)))))
    if problems:
        raise InvalidInputError(problems)
