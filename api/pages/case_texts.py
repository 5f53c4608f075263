"""What the trail, notices and lists of problems say about inspections and cases, by code."""

from collections.abc import Mapping
from types import MappingProxyType

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

Texts = Mapping[str, LazyString]

CASE_EVENTS: Texts = MappingProxyType(
    {
        "OfficerEntered": _("Officer entered"),
        "OfficerRenewed": _("Certificate of an officer renewed"),
        "InspectionPlanDrawnUp": _("Inspection plan drawn up"),
        "InspectionPlanApproved": _("Inspection plan approved"),
        "InspectionPutOnPlan": _("Inspection put on a plan"),
        "InspectionPlanned": _("Inspection planned"),
        "OfficersAssigned": _("Officers assigned"),
        "InspectionAnnounced": _("Inspection announced"),
        "InspectionOpened": _("Inspection opened on site"),
        "InspectionConcluded": _("Inspection concluded"),
        "InspectionCancelled": _("Inspection cancelled"),
        "ItemAnswered": _("Item of the checklist answered"),
        "FindingRecorded": _("Finding recorded"),
        "HazardReported": _("Hazard of one's own reported"),
        "AccidentReported": _("Accident reported"),
        "RequirementStated": _("Requirement stated"),
        "FindingRemedied": _("Mended at once, looked at"),
        "FindingDismissed": _("Finding dismissed"),
        "EvidenceAdded": _("Evidence added"),
        "LeadRaised": _("Lead raised"),
        "LeadTakenUp": _("Lead taken up"),
        "LeadConfirmed": _("Lead confirmed"),
        "LeadDismissed": _("Lead put away"),
        "ReporterAnswered": _("Reporter answered"),
        "OrderDrawnUp": _("Order drawn up"),
        "OrderIssued": _("Order issued"),
        "OrderAcknowledged": _("Order acknowledged"),
        "OrderServed": _("Order served"),
        "RectificationBegun": _("Rectification begun"),
        "RectificationReported": _("Rectification reported"),
        "RecheckPassed": _("Recheck passed"),
        "RecheckFailed": _("Recheck not passed"),
        "OrderClosedOut": _("Order closed out"),
        "OrderRevoked": _("Order revoked"),
        "OrderExtensionRequested": _("More time asked for"),
        "OrderExtended": _("Order extended"),
        "OrderAnswered": _("Case stated"),
        "OrderObjectedTo": _("Order objected to"),
        "ObjectionReplied": _("Reply given"),
        "OrderAppealed": _("Appeal noted"),
        "OrderEscalated": _("Order escalated"),
        "EmployerAnswered": _("The employer has answered"),
        "CasePaperDrawnUp": _("Paper drawn up"),
        "CasePaperStored": _("Paper sealed and stored"),
        "CasePaperRevoked": _("Paper revoked"),
        "ReminderGiven": _("Reminder given"),
    }
)
CASE_SUBJECTS: Texts = MappingProxyType(
    {
        "officer": _("Officer"),
        "inspection": _("Inspection"),
        "inspection_plan": _("Inspection plan"),
        "finding": _("Finding"),
        "lead": _("Lead"),
        "rectification_order": _("Rectification order"),
        "paper": _("Paper of a case"),
    }
)
CASE_NOTICES: Texts = MappingProxyType(
    {
        "order_ordered": _("Order %(number)s has come. Acknowledge it; its last day is %(due_on)s."),
        "order_acknowledged": _("Order %(number)s: name measures and who is responsible. Last day %(due_on)s."),
        "order_rectifying": _("Order %(number)s: report the rectification by %(due_on)s."),
        "order_not_passed": _("Order %(number)s did not pass the recheck. Rectify again; last day %(due_on)s."),
        "order_reported": _("Order %(number)s: %(body)s has reported. Recheck it."),
        "order_rechecked": _("Order %(number)s to %(body)s passed its recheck. Close it out."),
        "order_ask_extension": _("Order %(number)s: %(body)s asks for more time."),
        "order_answer": _("Order %(number)s: %(body)s has stated its case."),
        "order_object": _("Order %(number)s: %(body)s objects."),
        "order_appeal": _("Order %(number)s: %(body)s notes an appeal."),
        "order_reminder_before": _("Order %(number)s to %(body)s: %(days)s day(s) are left until %(due_on)s."),
        "order_reminder_today": _("Order %(number)s to %(body)s: today is the last day."),
        "order_reminder_after": _("Order %(number)s to %(body)s is %(days)s day(s) overdue, since %(due_on)s."),
        "inspection_announced": _("Inspection %(number)s of %(body)s is announced for %(planned_on)s."),
        "lead_raised": _("Lead %(number)s about %(body)s waits to be looked into."),
        "accident_reported": _("%(body)s reports an accident: %(number)s."),
        "hazard_reported": _("%(body)s has entered a hazard of its own: %(number)s."),
    }
)
CASE_PROBLEMS: Texts = MappingProxyType(
    {
        "not_working_days": _("Only 2, 3, 5 and 7 days are counted in working days."),
        "offence_required": _("Say which offence it is."),
        "offence_of_other_kind": _("Only an offence has a name of an offence."),
        "offence_of_other_body": _("A body of this kind cannot commit this offence."),
        "grade_of_scale": _("A hazard has one of these grades: %(allowed)s."),
        "grade_of_hazard_only": _("Only a hazard has a grade."),
        "officers_missing": _("At least %(least)s officers are needed; there are %(value)s."),
        "certificate_expired": _("The certificate of %(name)s is missing or has run out."),
        "conflict_of_interest": _("%(name)s belongs to the inspected body and stays away."),
        "no_inspector": _("This account inspects nowhere: it needs the role first."),
        "unknown_item": _("The checklist has no item %(value)s."),
        "signature_or_reason": _("Say who signed the record for the inspected, or why nobody did."),
        "own_hazards_only": _("A body enters hazards of its own, nothing else."),
        "findings_missing": _("An order needs at least one finding."),
        "kinds_mixed": _("Hazards, offences and problems of the work do not share an order."),
        "bodies_mixed": _("An order goes to one body."),
        "basis_missing": _("The legal basis is missing."),
        "facts_missing": _("The facts are missing."),
        "requirement_missing": _("It is not said what is required."),
        "deadline_missing": _("The last day is missing."),
        "deadline_past": _("The last day %(value)s has passed."),
        "recheck_missing": _("Nobody has rechecked it."),
        "recheck_of_item": _("Say of this item whether it passes, and what was seen."),
        "extended_already": _("The order has been extended once already."),
        "not_overdue": _("The order is neither overdue nor failed its recheck."),
        "local_law_missing": _("No local law that grants this penalty is named in the profile."),
        "no_proposal": _("No proposal has been sent to an employer."),
        "no_successor": _("%(name)s was abolished and nobody succeeds it."),
        "reported": _("This was reported just now."),
        "after_deadline": _("%(value)s lies after the last day %(latest)s."),
    }
)
