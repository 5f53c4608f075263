"""What an inspection, a body itself or anybody finds, and on what legal ground it is ordered to be mended.

Three kinds that never mix (Law 45, 条例 48, 49, 51): a hazard is ordered to be rectified, an offence to be corrected,
and a mere problem of the work gets an opinion. Nobody types a legal basis: it follows from the case. A fine is no
instrument here: Law 49 has it for users and service firms only, never for a body that is late with its transfers.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType

from archives.domain.errors import InvalidInputError, Problem


class FindingKind(StrEnum):
    """What kind of thing was found."""

    HAZARD = "hazard"  # 安全隐患
    OFFENCE = "offence"  # 违法行为
    WORK_PROBLEM = "work_problem"  # 工作问题


class Instrument(StrEnum):
    """By what paper it is dealt with."""

    RECTIFICATION_ORDER = "rectification_order"  # 责令限期整改通知书
    CORRECTION_ORDER = "correction_order"  # 责令限期改正通知书
    OPINION = "opinion"  # 检查意见


class InspectedKind(StrEnum):
    """Whom an authority supervises here."""

    ORGANIZATION = "organization"
    REPOSITORY = "repository"  # the archive itself
    SERVICE_FIRM = "service_firm"  # 档案服务企业, inspected where it works for an organization


class Offence(StrEnum):
    """What the articles on orders to correct are about."""

    LATE_TRANSFER = "late_transfer"  # 不按规定向国家档案馆移交
    REFUSED_FILING = "refused_filing"  # 拒绝归档
    KEPT_AS_OWN = "kept_as_own"  # 据为己有
    SCOPE_CHANGED = "scope_changed"  # 擅自扩大或者缩小接收范围
    NOT_OPENED = "not_opened"  # 不按规定开放
    FIRM_IDLE = "firm_idle"  # 服务企业明知隐患不采取措施


class LegalBasis(StrEnum):
    """An article that grants the power to act."""

    LAW_42 = "law_42"
    LAW_45 = "law_45"
    REG_48 = "reg_48"
    REG_49 = "reg_49"
    REG_51 = "reg_51"


class Grade(StrEnum):
    """How bad a hazard is; which of these are used is the profile's choice."""

    GENERAL = "general"  # 一般
    GREATER = "greater"  # 较大
    MAJOR = "major"  # 重大
    DANGEROUS = "dangerous"  # 危险性安全风险隐患
    HIGHLY_DANGEROUS = "highly_dangerous"  # 高危性安全风险隐患


class FindingSource(StrEnum):
    """How it came into the register."""

    INSPECTION = "inspection"
    SELF_FOUND = "self_found"  # Law 44
    ACCIDENT = "accident"  # Law 44: damage or leak, to be reported
    LEAD = "lead"  # a lead that an officer confirmed


class FindingState(StrEnum):
    """Where a line of the register stands."""

    OPEN = "open"
    ORDERED = "ordered"  # in an order, whether issued or still being drawn up
    REMEDIED = "remedied"  # 立行立改: mended before any order, an officer looked
    CLOSED = "closed"  # 销号
    DISMISSED = "dismissed"  # none after all, with the reason


OPEN_STATES = frozenset({FindingState.OPEN, FindingState.ORDERED})

INSTRUMENTS: Mapping[FindingKind, Instrument] = MappingProxyType(
    {
        FindingKind.HAZARD: Instrument.RECTIFICATION_ORDER,
        FindingKind.OFFENCE: Instrument.CORRECTION_ORDER,
        FindingKind.WORK_PROBLEM: Instrument.OPINION,
    }
)
OFFENCES: Mapping[Offence, tuple[LegalBasis, InspectedKind]] = MappingProxyType(
    {
        Offence.LATE_TRANSFER: (LegalBasis.REG_49, InspectedKind.ORGANIZATION),
        Offence.REFUSED_FILING: (LegalBasis.REG_49, InspectedKind.ORGANIZATION),
        Offence.KEPT_AS_OWN: (LegalBasis.REG_49, InspectedKind.ORGANIZATION),
        Offence.SCOPE_CHANGED: (LegalBasis.REG_48, InspectedKind.REPOSITORY),
        Offence.NOT_OPENED: (LegalBasis.REG_48, InspectedKind.REPOSITORY),
        Offence.FIRM_IDLE: (LegalBasis.REG_51, InspectedKind.SERVICE_FIRM),
    }
)
"""The article for each offence, and the only kind of body that can commit it (D36)."""
CITATIONS: Mapping[LegalBasis, str] = MappingProxyType(
    {
        LegalBasis.LAW_42: "《中华人民共和国档案法》第四十二条",
        LegalBasis.LAW_45: "《中华人民共和国档案法》第四十五条",
        LegalBasis.REG_48: "《中华人民共和国档案法实施条例》第四十八条",
        LegalBasis.REG_49: "《中华人民共和国档案法实施条例》第四十九条",
        LegalBasis.REG_51: "《中华人民共和国档案法实施条例》第五十一条",
    }
)
"""How a document cites it: the words of the law, whatever the reader's language."""
CONSEQUENCES: Mapping[Instrument, str] = MappingProxyType(
    {
        Instrument.RECTIFICATION_ORDER: "《中华人民共和国档案法》第四十八条第八项",
        Instrument.CORRECTION_ORDER: "《中华人民共和国档案法》第四十八条第六项",
        Instrument.OPINION: "",
    }
)
"""What threatens whoever lets the last day pass; for an offence of late transfer or filing only, see `consequence`."""
_THREATENED_BY_48_6 = frozenset({Offence.LATE_TRANSFER, Offence.REFUSED_FILING})


def legal_basis(kind: FindingKind, offence: Offence | None, inspected: InspectedKind) -> LegalBasis:
    """Return the article on which this finding is ordered to be mended, or refuse a case that the law does not know.

    InvalidInputError: `offence_required` without one for an offence, `offence_of_other_kind` where the finding is none,
    `offence_of_other_body` where that kind of body cannot commit it.
    """
    if kind is not FindingKind.OFFENCE:
        if offence is not None:
            raise InvalidInputError([Problem("offence_of_other_kind", "offence", (("kind", kind),))])
        return LegalBasis.LAW_45 if kind is FindingKind.HAZARD else LegalBasis.LAW_42
    if offence is None:
        raise InvalidInputError([Problem("offence_required", "offence")])
    basis, body = OFFENCES[offence]
    if inspected is not body:
        raise InvalidInputError([Problem("offence_of_other_body", "offence", (("offence", offence), ("body", body)))])
    return basis


def possible_offences(inspected: InspectedKind) -> tuple[Offence, ...]:
    """Return the offences that such a body can commit."""
    return tuple(offence for offence, (_, body) in OFFENCES.items() if body is inspected)


def require_grade(kind: FindingKind, grade: Grade | None, scale: Iterable[Grade]) -> None:
    """Refuse a hazard without a grade, a grade of another scale, and a grade for what is no hazard."""
    allowed = tuple(scale)
    if kind is FindingKind.HAZARD and grade not in allowed:
        raise InvalidInputError([Problem("grade_of_scale", "grade", (("allowed", ", ".join(allowed)),))])
    if kind is not FindingKind.HAZARD and grade is not None:
        raise InvalidInputError([Problem("grade_of_hazard_only", "grade", (("kind", kind),))])


def consequence(instrument: Instrument, offences: Iterable[Offence]) -> str:
    """Return the article that threatens a sanction for letting the day pass, '' where none does (Law 48)."""
    if instrument is Instrument.CORRECTION_ORDER and not _THREATENED_BY_48_6.issuperset(offences):
        return ""
    return CONSEQUENCES[instrument]
