"""The counters a person walks up to: one module each, one public method for each button, whichever door it is on.

Every service is made as `Service(work, outside)`: one person's view of the database, and the world outside.
"""

from archives.services.accounts import AccountService
from archives.services.accounts_login import LoginService
from archives.services.accounts_roles import RoleService
from archives.services.accounts_tokens import TokenService
from archives.services.content import ContentService
from archives.services.extensions import ExtensionService
from archives.services.idempotency import IdempotencyService
from archives.services.obligations import ObligationService
from archives.services.outside import Outside
from archives.services.records import RecordService
from archives.services.retention_review import RetentionReviewService
from archives.services.unit_of_work import UnitOfWork


class Services:
    """All that a door may call."""

    def __init__(self, work: UnitOfWork, outside: Outside) -> None:
        self.work = work
        self.accounts = AccountService(work, outside)
        self.content = ContentService(work, outside)
        self.extensions = ExtensionService(work, outside)
        self.idempotency = IdempotencyService(work, outside)
        self.logins = LoginService(work, outside)
        self.obligations = ObligationService(work, outside)
        self.records = RecordService(work, outside)
        self.retention_review = RetentionReviewService(work, outside)
        self.roles = RoleService(work, outside)
        self.tokens = TokenService(work, outside)


__all__ = ["Outside", "Services", "UnitOfWork"]
