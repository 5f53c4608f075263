"""Words of inspections and cases: every closed list, what the trail says, what notices and problems say."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from archives.domain import case_paper as p
from archives.domain import checklist as c
from archives.domain import hazard as h
from archives.domain import inspection as i
from archives.domain import lead as le
from archives.domain import rectification as r
from archives.domain import supervision as s
from archives.domain.terms import TermUnit

Words = Mapping[StrEnum, LazyString]
_S, _A = r.OrderState, r.OrderAction

CASE_WORDS: Mapping[type[StrEnum], Words] = MappingProxyType(
    {
        h.FindingKind: {
            h.FindingKind.HAZARD: _("Safety hazard"),
            h.FindingKind.OFFENCE: _("Offence"),
            h.FindingKind.WORK_PROBLEM: _("Problem of the work"),
        },
        h.Instrument: {
            h.Instrument.RECTIFICATION_ORDER: _("Order to rectify within a time limit"),
            h.Instrument.CORRECTION_ORDER: _("Order to correct within a time limit"),
            h.Instrument.OPINION: _("Opinion after inspection"),
        },
        h.InspectedKind: {
            h.InspectedKind.ORGANIZATION: _("Inspected organization"),
            h.InspectedKind.REPOSITORY: _("Inspected archive"),
            h.InspectedKind.SERVICE_FIRM: _("Service firm"),
        },
        h.Offence: {
            h.Offence.LATE_TRANSFER: _("Not transferring as prescribed"),
            h.Offence.REFUSED_FILING: _("Refusing to file"),
            h.Offence.KEPT_AS_OWN: _("Keeping records as one's own"),
            h.Offence.SCOPE_CHANGED: _("Changing the scope of collection on one's own"),
            h.Offence.NOT_OPENED: _("Not opening records as prescribed"),
            h.Offence.FIRM_IDLE: _("Service firm that knows a hazard and does nothing"),
        },
        h.LegalBasis: {
            h.LegalBasis.LAW_42: _("Archives Law, article 42"),
            h.LegalBasis.LAW_45: _("Archives Law, article 45"),
            h.LegalBasis.REG_48: _("Implementation Regulations, article 48"),
            h.LegalBasis.REG_49: _("Implementation Regulations, article 49"),
            h.LegalBasis.REG_51: _("Implementation Regulations, article 51"),
        },
        h.Grade: {
            h.Grade.GENERAL: _("General"),
            h.Grade.GREATER: _("Greater"),
            h.Grade.MAJOR: _("Major"),
            h.Grade.DANGEROUS: _("Dangerous"),
            h.Grade.HIGHLY_DANGEROUS: _("Highly dangerous"),
        },
        h.FindingSource: {
            h.FindingSource.INSPECTION: _("Inspection"),
            h.FindingSource.SELF_FOUND: _("Found by the body itself"),
            h.FindingSource.ACCIDENT: _("Accident report"),
            h.FindingSource.LEAD: _("Lead"),
        },
        h.FindingState: {
            h.FindingState.OPEN: _("Not ended"),
            h.FindingState.ORDERED: _("In an order"),
            h.FindingState.REMEDIED: _("Mended at once"),
            h.FindingState.CLOSED: _("Closed out"),
            h.FindingState.DISMISSED: _("Dismissed"),
        },
        i.InspectionKind: {
            i.InspectionKind.COMPREHENSIVE: _("Comprehensive inspection"),
            i.InspectionKind.SPECIAL: _("Special inspection"),
            i.InspectionKind.ON_LEAD: _("Inspection on a lead"),
        },
        i.InspectionState: {
            i.InspectionState.PLANNED: _("Planned"),
            i.InspectionState.NOTIFIED: _("Announced"),
            i.InspectionState.OPEN: _("On site"),
            i.InspectionState.CONCLUDED: _("Concluded"),
            i.InspectionState.CANCELLED: _("Cancelled"),
        },
        i.InspectionAction: {
            i.InspectionAction.NOTIFY: _("Announce"),
            i.InspectionAction.OPEN: _("Open on site"),
            i.InspectionAction.CONCLUDE: _("Conclude"),
            i.InspectionAction.CANCEL: _("Cancel the inspection"),
        },
        _S: {
            _S.FOUND: _("Being drawn up"),
            _S.ORDERED: _("Issued to the body"),
            _S.ACKNOWLEDGED: _("Acknowledged"),
            _S.RECTIFYING: _("Being rectified"),
            _S.REPORTED: _("Reported"),
            _S.RECHECKED: _("Passed the recheck"),
            _S.NOT_PASSED: _("Did not pass the recheck"),
            _S.CLOSED: _("Closed out"),
            _S.REVOKED: _("Revoked"),
        },
        _A: {
            _A.ISSUE: _("Issue the order"),
            _A.ACKNOWLEDGE: _("Acknowledge"),
            _A.NOTE_SERVICE: _("Note the service"),
            _A.BEGIN: _("Begin the rectification"),
            _A.REPORT: _("Report the rectification"),
            _A.PASS: _("Recheck"),
            _A.FAIL: _("Recheck: not passed"),
            _A.CLOSE_OUT: _("Close out"),
            _A.REVOKE: _("Revoke the order"),
            _A.ASK_EXTENSION: _("Ask for more time"),
            _A.EXTEND: _("Extend"),
            _A.ANSWER: _("State one's case"),
            _A.OBJECT: _("Object"),
            _A.REPLY: _("Reply"),
            _A.APPEAL: _("Note an appeal"),
            _A.ESCALATE: _("Escalate"),
            _A.NOTE_EMPLOYER_ANSWER: _("Note the employer's answer"),
        },
        r.EscalationKind: {
            r.EscalationKind.CIRCULAR: _("Circular on the work"),
            r.EscalationKind.SANCTION_PROPOSAL: _("Proposal for handling to the employer"),
            r.EscalationKind.REFERRAL: _("Referral"),
            r.EscalationKind.CRITICISM: _("Circulated criticism (a penalty)"),
        },
        p.PaperKind: {
            p.PaperKind.INSPECTION_NOTICE: _("Notice of inspection"),
            p.PaperKind.SITE_RECORD: _("Record of inspection on site"),
            p.PaperKind.ORDER: _("Order"),
            p.PaperKind.DELIVERY_RECEIPT: _("Delivery receipt"),
            p.PaperKind.RECTIFICATION_REPORT: _("Report of rectification"),
            p.PaperKind.RECHECK_RECORD: _("Record of recheck"),
            p.PaperKind.CLOSE_OUT_NOTICE: _("Notice of close-out"),
            p.PaperKind.PROPOSAL_LETTER: _("Letter with a proposal"),
            p.PaperKind.CASE_FILE: _("Case file"),
        },
        c.Answer: {
            c.Answer.MET: _("Met"),
            c.Answer.NOT_MET: _("Not met"),
            c.Answer.NOT_APPLICABLE: _("Does not apply"),
        },
        c.InspectionGrade: {
            c.InspectionGrade.EXCELLENT: _("Excellent"),
            c.InspectionGrade.GOOD: _("Good"),
            c.InspectionGrade.PASSED: _("Satisfactory"),
            c.InspectionGrade.FAILED: _("Unsatisfactory"),
            c.InspectionGrade.HIGH_RISK: _("Highly dangerous hazards"),
            c.InspectionGrade.RISK: _("Dangerous hazards"),
            c.InspectionGrade.NO_RISK: _("No hazard found"),
        },
        c.Subject: {
            c.Subject.RESPONSIBILITY: _("Responsibility system and rules"),
            c.Subject.PREMISES: _("Stores, facilities, equipment"),
            c.Subject.STAFF: _("Staff"),
            c.Subject.HOLDINGS: _("Collection, arrangement, keeping, use"),
            c.Subject.INFORMATION: _("Information systems and their security"),
            c.Subject.GUIDANCE: _("Supervision of subordinate bodies"),
        },
        c.RiskArea: {
            c.RiskArea.BUILDING: _("Safety of building and stores"),
            c.RiskArea.CARRIERS: _("Safety of the carriers"),
            c.RiskArea.CONTENT: _("Safety of the information"),
            c.RiskArea.ASSURANCE: _("Safety assurance"),
        },
        c.GradingRule: {
            c.GradingRule.SHARE: _("Graded by share"),
            c.GradingRule.PASS: _("Passed or not"),
            c.GradingRule.RISK: _("Graded by risk"),
        },
        le.LeadSource: {
            le.LeadSource.REPORT: _("Report by a person"),
            le.LeadSource.OVERDUE_TRANSFER: _("Overdue transfer"),
            le.LeadSource.FIXITY: _("Damaged bytes"),
            le.LeadSource.RESTORE_TEST: _("Restore test missing"),
            le.LeadSource.DRILL: _("Drill of the emergency plan missing"),
            le.LeadSource.CLIMATE: _("Climate out of limits"),
            le.LeadSource.RESPONSIBILITY: _("Nobody responsible for the archives"),
            le.LeadSource.REFERRED: _("Referred by another body"),
        },
        le.LeadState: {
            le.LeadState.NEW: _("New"),
            le.LeadState.INSPECTING: _("Under inspection"),
            le.LeadState.CONFIRMED: _("Confirmed"),
            le.LeadState.DISMISSED: _("Put away"),
        },
        le.LeadAction: {
            le.LeadAction.INSPECT: _("Inspect"),
            le.LeadAction.CONFIRM: _("Confirm as a finding"),
            le.LeadAction.DISMISS: _("Put the lead away"),
        },
        s.RoomType: {
            s.RoomType.PAPER: _("Store for paper"),
            s.RoomType.SPECIAL: _("Store for special holdings"),
            s.RoomType.MAGNETIC: _("Store for magnetic carriers"),
            s.RoomType.FILM_COPY: _("Store for film copies"),
            s.RoomType.FILM_MASTER: _("Store for film masters"),
            s.RoomType.OPTICAL: _("Store for optical discs"),
        },
        s.Protection: {
            s.Protection.FIRE: _("Against fire"),
            s.Protection.THEFT: _("Against theft"),
            s.Protection.WATER: _("Against water"),
            s.Protection.HEAT: _("Against heat"),
            s.Protection.DAMP: _("Against damp"),
            s.Protection.LIGHT: _("Against light"),
            s.Protection.DUST: _("Against dust"),
            s.Protection.INSECTS: _("Against insects"),
            s.Protection.RODENTS: _("Against rodents"),
            s.Protection.GASES: _("Against harmful gases"),
        },
        TermUnit: {
            TermUnit.DAY: _("days"),
            TermUnit.WORKING_DAY: _("working days"),
            TermUnit.MONTH: _("months"),
        },
    }
)
CASE_TONES: Mapping[type[StrEnum], Mapping[StrEnum, str]] = MappingProxyType(
    {
        _S: {
            _S.ORDERED: "waiting",
            _S.ACKNOWLEDGED: "active",
            _S.RECTIFYING: "active",
            _S.REPORTED: "waiting",
            _S.RECHECKED: "active",
            _S.NOT_PASSED: "bad",
            _S.CLOSED: "good",
        },
        h.FindingState: {
            h.FindingState.OPEN: "bad",
            h.FindingState.ORDERED: "waiting",
            h.FindingState.REMEDIED: "good",
            h.FindingState.CLOSED: "good",
        },
        i.InspectionState: {
            i.InspectionState.NOTIFIED: "waiting",
            i.InspectionState.OPEN: "active",
            i.InspectionState.CONCLUDED: "good",
        },
        le.LeadState: {
            le.LeadState.NEW: "waiting",
            le.LeadState.INSPECTING: "active",
            le.LeadState.CONFIRMED: "bad",
        },
        c.Answer: {c.Answer.MET: "good", c.Answer.NOT_MET: "bad"},
    }
)
