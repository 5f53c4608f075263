"""The counters a person walks up to: one module each, one public method for each button, whichever door it is on.

Every service is made as `Service(work, outside)`: one person's view of the database, and the world outside.
"""

from archives.services.accounts import AccountService
from archives.services.accounts_login import LoginService
from archives.services.accounts_roles import RoleService
from archives.services.accounts_tokens import TokenService
from archives.services.check_reports import CheckReportService
from archives.services.checks import CheckService
from archives.services.content import ContentService
from archives.services.counting import CountingService
from archives.services.deadlines import DeadlineService
from archives.services.desk import DeskService
from archives.services.extensions import ExtensionService
from archives.services.idempotency import IdempotencyService
from archives.services.indexing import IndexingService
from archives.services.jobs import JobService
from archives.services.notices import NoticeService
from archives.services.obligations import ObligationService
from archives.services.outside import Outside
from archives.services.parties import PartyService
from archives.services.parties_approvals import ApprovalService
from archives.services.parties_fonds import FondsService
from archives.services.plans import PlanService
from archives.services.receipts import ReceiptDesk
from archives.services.reception import ReceptionService
from archives.services.records import RecordService
from archives.services.registration import RegistrationService
from archives.services.retention_review import RetentionReviewService
from archives.services.search import SearchService
from archives.services.signing import SigningService
from archives.services.storing import StoringService
from archives.services.trail import TrailService
from archives.services.transfer_lists import TransferListService
from archives.services.transfers import TransferService
from archives.services.unit_of_work import UnitOfWork


class Services:
    """All that a door may call."""

    def __init__(self, work: UnitOfWork, outside: Outside) -> None:
        self.work = work
        self.accounts = AccountService(work, outside)
        self.approvals = ApprovalService(work, outside)
        self.check_reports = CheckReportService(work, outside)
        self.checks = CheckService(work, outside)
        self.content = ContentService(work, outside)
        self.counting = CountingService(work, outside)
        self.deadlines = DeadlineService(work, outside)
        self.desk = DeskService(work, outside)
        self.extensions = ExtensionService(work, outside)
        self.fonds = FondsService(work, outside)
        self.idempotency = IdempotencyService(work, outside)
        self.indexing = IndexingService(work, outside)
        self.jobs = JobService(work, outside)
        self.logins = LoginService(work, outside)
        self.notices = NoticeService(work, outside)
        self.obligations = ObligationService(work, outside)
        self.parties = PartyService(work, outside)
        self.plans = PlanService(work, outside)
        self.receipts = ReceiptDesk(work, outside)
        self.reception = ReceptionService(work, outside)
        self.records = RecordService(work, outside)
        self.registrations = RegistrationService(work, outside)
        self.retention_review = RetentionReviewService(work, outside)
        self.roles = RoleService(work, outside)
        self.search = SearchService(work, outside)
        self.signing = SigningService(work, outside)
        self.storing = StoringService(work, outside)
        self.tokens = TokenService(work, outside)
        self.trail = TrailService(work, outside)
        self.transfer_lists = TransferListService(work, outside)
        self.transfers = TransferService(work, outside)


__all__ = ["Outside", "Services", "UnitOfWork"]
