"""The counters a person walks up to: one module each, one public method for each button, whichever door it is on.

Every service is made as `Service(work, outside)`: one person's view of the database, and the world outside.
"""

from typing import Any

from archives.services.accounts import AccountService
from archives.services.accounts_login import LoginService
from archives.services.accounts_roles import RoleService
from archives.services.accounts_tokens import TokenService
from archives.services.answer_sheets import AnswerSheetService
from archives.services.boards import BoardService
from archives.services.boxes import BoxService
from archives.services.case_calendars import CaseCalendarService
from archives.services.case_papers import CasePaperService
from archives.services.check_reports import CheckReportService
from archives.services.checks import CheckService
from archives.services.climate_imports import ClimateImportService
from archives.services.climate_log import ClimateLogService
from archives.services.climate_readings import ClimateReadingService
from archives.services.climate_rooms import ClimateRoomService
from archives.services.climate_watch import ClimateWatchService
from archives.services.content import ContentService
from archives.services.counting import CountingService
from archives.services.deadlines import DeadlineService
from archives.services.deliveries import DeliveryService
from archives.services.desk import DeskService
from archives.services.drills import DrillService
from archives.services.evidence import EvidenceService
from archives.services.extensions import ExtensionService
from archives.services.findings import FindingService
from archives.services.fixity import FixityService
from archives.services.format_exceptions import FormatExceptionService
from archives.services.holdings_check import HoldingsCheckService
from archives.services.idempotency import IdempotencyService
from archives.services.indexing import IndexingService
from archives.services.inspection_plans import InspectionPlanService
from archives.services.inspections import InspectionService
from archives.services.jobs import JobService
from archives.services.labels import LabelService
from archives.services.leads import LeadService
from archives.services.mending import MendingService
from archives.services.notices import NoticeService
from archives.services.obligations import ObligationService
from archives.services.officers import OfficerService
from archives.services.outside import Outside
from archives.services.parties import PartyService
from archives.services.parties_approvals import ApprovalService
from archives.services.parties_contacts import ContactService
from archives.services.parties_fonds import FondsService
from archives.services.plans import PlanService
from archives.services.public_check import PublicCheckService
from archives.services.publications import PublicationService
from archives.services.receipt_export import ReceiptExportService
from archives.services.receipt_verification import ReceiptVerificationService
from archives.services.receipts import ReceiptDesk
from archives.services.reception import ReceptionService
from archives.services.records import RecordService
from archives.services.rectification import RectificationService
from archives.services.rectification_inspected import AnsweringService
from archives.services.register_figures import RegisterFigureService
from archives.services.registration import RegistrationService
from archives.services.reissue import ReissueService
from archives.services.reminders import ReminderService
from archives.services.reports import ReportService
from archives.services.responsibility import ResponsibilityService
from archives.services.restore_tests import RestoreTestService
from archives.services.retention_review import RetentionReviewService
from archives.services.return_notices import ReturnNoticeService
from archives.services.saved_search_rounds import SavedSearchRounds
from archives.services.saved_searches import SavedSearchService
from archives.services.seals import SealService
from archives.services.search import SearchService
from archives.services.signing import SigningService
from archives.services.storing import StoringService
from archives.services.trail import TrailService
from archives.services.transfer_lists import TransferListService
from archives.services.transfers import TransferService
from archives.services.transparency import TransparencyService
from archives.services.unit_of_work import UnitOfWork
from archives.services.upkeep import UpkeepService
from archives.services.upkeep_doctor import DoctorService
from archives.services.work_report_reminders import WorkReportWatchService
from archives.services.work_reports import WorkReportService


class Services:
    """All that a door may call: one counter for each annotation, made for one person when it is first asked for."""

    accounts: AccountService
    answer_sheets: AnswerSheetService
    answering: AnsweringService
    approvals: ApprovalService
    boards: BoardService
    boxes: BoxService
    case_calendars: CaseCalendarService
    case_papers: CasePaperService
    check_reports: CheckReportService
    checks: CheckService
    climate_imports: ClimateImportService
    climate_log: ClimateLogService
    climate_readings: ClimateReadingService
    climate_rooms: ClimateRoomService
    climate_watch: ClimateWatchService
    contacts: ContactService
    content: ContentService
    counting: CountingService
    deadlines: DeadlineService
    deliveries: DeliveryService
    desk: DeskService
    doctor: DoctorService
    drills: DrillService
    evidence: EvidenceService
    extensions: ExtensionService
    findings: FindingService
    fixity: FixityService
    fonds: FondsService
    format_exceptions: FormatExceptionService
    holdings_check: HoldingsCheckService
    idempotency: IdempotencyService
    indexing: IndexingService
    inspection_plans: InspectionPlanService
    inspections: InspectionService
    jobs: JobService
    labels: LabelService
    leads: LeadService
    logins: LoginService
    mending: MendingService
    notices: NoticeService
    obligations: ObligationService
    officers: OfficerService
    parties: PartyService
    plans: PlanService
    publications: PublicationService
    receipt_exports: ReceiptExportService
    receipt_verification: ReceiptVerificationService
    public_check: PublicCheckService
    receipts: ReceiptDesk
    reception: ReceptionService
    records: RecordService
    rectification: RectificationService
    register_figures: RegisterFigureService
    registrations: RegistrationService
    reissues: ReissueService
    reminders: ReminderService
    reports: ReportService
    restore_tests: RestoreTestService
    return_notices: ReturnNoticeService
    responsibility: ResponsibilityService
    retention_review: RetentionReviewService
    roles: RoleService
    saved_search_rounds: SavedSearchRounds
    saved_searches: SavedSearchService
    seals: SealService
    search: SearchService
    signing: SigningService
    storing: StoringService
    tokens: TokenService
    trail: TrailService
    transfer_lists: TransferListService
    transfers: TransferService
    transparency: TransparencyService
    upkeep: UpkeepService
    work_report_watch: WorkReportWatchService
    work_reports: WorkReportService

    def __init__(self, work: UnitOfWork, outside: Outside) -> None:
        self.work, self._outside = work, outside

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 -- the annotations tell the types
        """Make the counter of that name."""
        counter = type(self).__annotations__.get(name)
        if counter is None:
            raise AttributeError(name)
        made = self.__dict__[name] = counter(self.work, self._outside)
        return made


__all__ = ["Outside", "Services", "UnitOfWork"]
