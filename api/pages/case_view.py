"""What the page of a case shows: where it stands, whose turn it is, by when, and all that happened."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any
from uuid import UUID

from flask import Flask
from flask_babel import format_datetime, gettext
from flask_babel import lazy_gettext as _

from api.pages.accountability_words import ACCOUNT_EVENTS
from api.pages.case_papers import paper_word
from api.pages.case_texts import CASE_EVENTS
from api.pages.climate_texts import CLIMATE_EVENTS
from api.pages.drill_words import DRILL_EVENTS
from api.pages.reader import is_one_of
from api.pages.words import WORDS, word
from archives.domain.checklist import Answer, InspectionGrade
from archives.domain.hazard import CITATIONS, FindingKind, FindingState, Grade, LegalBasis, Offence, consequence
from archives.domain.inspection import InspectionKind
from archives.domain.lead import LeadState
from archives.domain.permission import WORKER
from archives.domain.rectification import NEXT, EscalationKind, OrderAction, OrderState, whose_turn
from archives.domain.terms import Term
from archives.domain.vocabulary import Role
from archives.services import Services

ORDER = (
    OrderState.FOUND,
    OrderState.ORDERED,
    OrderState.ACKNOWLEDGED,
    OrderState.RECTIFYING,
    OrderState.REPORTED,
    OrderState.RECHECKED,
    OrderState.CLOSED,
)
"""The way of an order that passes its first recheck."""
ONE_BUTTON = frozenset({OrderAction.FAIL})
"""Passing and failing are one form."""
EVENTS = {**CASE_EVENTS, **CLIMATE_EVENTS, **DRILL_EVENTS, **ACCOUNT_EVENTS}
_BODIES = (Role.CLERK, Role.APPROVER, Role.ARCHIVIST, Role.DIRECTOR)
_OFFICERS = (Role.INSPECTOR, Role.AUTHORITY)
TEST_READERS = (Role.ARCHIVIST, Role.DIRECTOR, Role.SYSTEM_ADMIN, Role.AUDIT_ADMIN, *_OFFICERS)
TABS = (
    ("inspector", "pages_boards.inspector", _("Board"), (Role.INSPECTOR,)),
    ("authority", "pages_boards.authority", _("Overview"), _OFFICERS),
    ("body", "pages_boards.body", _("Open items"), (*_BODIES, *_OFFICERS)),
    ("inspections", "pages_inspections.list_inspections", _("Inspections"), (*_BODIES, *_OFFICERS)),
    ("findings", "pages_cases.findings", _("Problems found"), (*_BODIES, *_OFFICERS)),
    ("orders", "pages_cases.orders", _("Orders"), (*_BODIES, *_OFFICERS)),
    ("leads", "pages_leads.list_leads", _("Leads"), _OFFICERS),
    ("responsible", "pages_responsibility.mine", _("Responsible persons"), (*_BODIES, *_OFFICERS)),
    ("reports", "pages_work_reports.list_reports", _("Reports on archives work"), (*_BODIES, *_OFFICERS)),
    ("publications", "pages_publications.manage", _("Published summaries"), (Role.AUTHORITY,)),
    ("climate", "pages_climate.rooms", _("Climate"), (*_BODIES, *_OFFICERS)),
    ("drills", "pages_drills.list_drills", _("Drills"), (*_BODIES, *_OFFICERS)),
    ("restore_tests", "pages_restore_tests.list_tests", _("Tests of restoring"), TEST_READERS),
)
"""Pages of the wing: key, endpoint, label, who is shown it."""
ENDING_WORDS = {
    "require": _("State what is required"),
    "remedied": _("Mended at once"),
    "dismiss": _("Dismiss"),
}


class OrderView:
    """One case for one reader."""

    def __init__(self, services: Services, order_id: UUID) -> None:
        self._services = services
        self.order = services.rectification.get(order_id)

    @cached_property
    def actions(self) -> list[OrderAction]:
        """The buttons of this reader, the one that leads on first."""
        offered = self._services.rectification.actions(self.order) - ONE_BUTTON
        found = [each for each in OrderAction if each in offered]
        return sorted(found, key=lambda each: each is not self.next_action)

    @property
    def next_action(self) -> OrderAction | None:
        """The act that leads on, whoever does it."""
        return NEXT.get(self.order.state)

    @property
    def awaited(self) -> list[Role]:
        """The roles of whom it is awaited, of the kind of body that it is."""
        is_archive = self.order.repository_id is not None
        others = {Role.CLERK, Role.APPROVER} if is_archive else {Role.ARCHIVIST, Role.DIRECTOR}
        return sorted(whose_turn(self.order.state) - others)

    @property
    def is_overdue(self) -> bool:
        """Tell whether its last day has passed without a report."""
        return self._services.rectification.is_overdue(self.order)

    @property
    def steps(self) -> list[tuple[OrderState, str]]:
        """The way, with what is behind, here and ahead."""
        here = OrderState.RECTIFYING if self.order.state is OrderState.NOT_PASSED else self.order.state
        if here not in ORDER:
            return []
        at = ORDER.index(here)
        return [(state, "done" if i < at else ("here" if i == at else "ahead")) for i, state in enumerate(ORDER)]

    @cached_property
    def findings(self) -> Sequence[Any]:
        """What it is about."""
        return self._services.rectification.findings(self.order.id)

    @property
    def open_findings(self) -> list[Any]:
        """The items that have not passed."""
        return [each for each in self.findings if each.recheck != "passed"]

    @property
    def citations(self) -> list[str]:
        """The articles, in the words of the law."""
        return [CITATIONS[LegalBasis(each)] for each in self.order.bases]

    @property
    def consequence(self) -> str:
        """The article that threatens whoever lets the day pass."""
        return consequence(self.order.instrument, [each.offence for each in self.findings if each.offence])

    @cached_property
    def evidence(self) -> Sequence[Any]:
        """Papers of the case itself."""
        return self._services.evidence.list("rectification_order", self.order.id)

    @cached_property
    def papers(self) -> Sequence[Any]:
        """Papers of the case, and those still being drawn."""
        return self._services.case_papers.of_order(self.order.id)

    @property
    def drafts(self) -> Sequence[Any]:
        """Forms that this reader may print for the pen."""
        return self._services.case_papers.drafts(self.order)

    @property
    def may_compile(self) -> bool:
        """Tell whether this reader may have the case file gathered."""
        return self._services.case_papers.may_compile(self.order)

    @cached_property
    def reminders(self) -> Sequence[Any]:
        """Reminders that were given."""
        return [each for each in self._services.reminders.of_order(self.order.id) if not each.overtaken]

    @property
    def acts(self) -> Sequence[Any]:
        """All that happened."""
        return self._services.rectification.acts(self.order.id)


def act_lines(acts: Sequence[Any]) -> Iterator[dict[str, str]]:
    """Return acts as the timeline wants them."""
    for act in acts:
        what = str(EVENTS.get(act.kind, act.kind))
        yield {
            "at": act.happened_at.isoformat(),
            "at_text": format_datetime(act.happened_at, "yyyy-MM-dd HH:mm"),
            "what": what,
            "who": str(WORDS[Role][Role.SYSTEM]) if act.actor == WORKER.name else act.actor,
            "text": act.text,
        }


def install(app: Flask) -> None:
    """Give the templates of inspections and cases their words."""
    app.jinja_env.globals.update(
        act_lines=act_lines,
        answer_words=Answer,
        case_tabs=TABS,
        ending_words=ENDING_WORDS,
        escalations=EscalationKind,
        finding_kinds=FindingKind,
        finding_states=FindingState,
        grade_options=lambda grades: [(each.value, word(each)) for each in grades],
        grade_word=lambda grade: word(Grade(grade)) if grade else "—",
        inspection_kinds=InspectionKind,
        lead_states=LeadState,
        offences=Offence,
        officer_options=lambda rows: [(str(each.id), f"{each.name} {each.certificate_number}") for each in rows],
        order_states=OrderState,
        paper_word=paper_word,
        reader_is=is_one_of,
        result_word=lambda result: word(InspectionGrade(result["grade"])) if result else "",
        roles_words=lambda roles: "、".join(str(word(each)) for each in roles),
        term_options=lambda terms: [(each.code, term_word(each)) for each in terms],
    )


def term_word(term: Term) -> str:
    """Return a term in words."""
    return f"{term.amount} {word(term.unit)}" if term.amount else gettext("At once")
