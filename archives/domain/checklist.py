"""Checklists: what is looked at, how it weighs, and which grade follows. The items themselves are the profile's data.

The six subjects are those of Law 42; the four areas those of the risk index (档案馆安全风险评估指标体系: 4 areas, 15
groups, 56 indicators). Grades of a comprehensive inspection go by the share of items met (80, 70, 60 per cent); a veto
item that is not met keeps the best grade away. An inspection keeps the edition it used, by its digest.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from archives.domain.canonical import canonical_json
from archives.domain.errors import InvalidInputError, Problem
from archives.domain.hazard import InspectedKind
from archives.domain.plain_mapping import PlainMapping


class Subject(StrEnum):
    """What Law 42 has the authority inspect, in its order."""

    RESPONSIBILITY = "responsibility"  # 责任制和管理制度
    PREMISES = "premises"  # 库房、设施、设备
    STAFF = "staff"  # 工作人员管理
    HOLDINGS = "holdings"  # 收集、整理、保管、利用
    INFORMATION = "information"  # 信息化和信息安全
    GUIDANCE = "guidance"  # 对所属单位的监督和指导


class RiskArea(StrEnum):
    """The four areas of the risk index."""

    BUILDING = "building"  # 馆库安全
    CARRIERS = "carriers"  # 档案实体安全
    CONTENT = "content"  # 档案信息安全
    ASSURANCE = "assurance"  # 安全保障机制


class GradingRule(StrEnum):
    """How answers become a grade."""

    SHARE = "share"  # 综合检查: by the share of items met
    PASS = "pass"  # noqa: S105 -- 专项检查: met or not, no password
    RISK = "risk"  # 风险评估: by the worst that was found


class Answer(StrEnum):
    """What an officer says of an item."""

    MET = "met"
    NOT_MET = "not_met"
    NOT_APPLICABLE = "not_applicable"


class InspectionGrade(StrEnum):
    """How an inspection ends."""

    EXCELLENT = "excellent"  # 优秀
    GOOD = "good"  # 良好
    PASSED = "passed"  # 合格
    FAILED = "failed"  # 不合格
    HIGH_RISK = "high_risk"  # 高危性安全风险隐患
    RISK = "risk"  # 危险性安全风险隐患
    NO_RISK = "no_risk"  # 未发现安全风险隐患


SHARES = ((80, InspectionGrade.EXCELLENT), (70, InspectionGrade.GOOD), (60, InspectionGrade.PASSED))
"""Least per cent of items met for each grade (档案检查工作办法)."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to look at. `veto`: not met, it keeps the best grade away, fails a special inspection, is high risk."""

    code: str
    group: str
    text: str
    subject: Subject
    weight: int
    veto: bool
    area: RiskArea | None = None


@dataclass(frozen=True, slots=True)
class Checklist:
    """A list in one edition, for one kind of body."""

    name: str
    edition: str
    title: str
    grading: GradingRule
    inspected: frozenset[InspectedKind]
    items: tuple[Item, ...]
    source: Mapping[str, object]  # as it was written: what an inspection keeps

    @classmethod
    def from_mapping(cls, data: Mapping[str, object]) -> Self:
        """Read a list that stands alone; InvalidInputError lists every fault by JSON pointer."""
        plain = PlainMapping(data)
        made = cls.read(plain)
        plain.finish()
        return made

    @classmethod
    def read(cls, plain: PlainMapping) -> Self:
        """Read a list that is part of something; its faults are noted there."""
        made = cls(
            name=plain.text("name"),
            edition=plain.text("edition"),
            title=plain.text("title"),
            grading=plain.word("grading", GradingRule),
            inspected=plain.words("inspected", InspectedKind),
            items=tuple(item for group in plain.tables("groups") for item in _items(group)),
            source=plain.data,
        )
        if len({item.code for item in made.items}) < len(made.items):
            plain.fault("duplicate", "groups")
        return made

    @property
    def sha256(self) -> str:
        """Return what tells this edition from every other: the digest of its canonical JSON."""
        return hashlib.sha256(canonical_json(self.source).encode()).hexdigest()

    def item(self, code: str) -> Item:
        """Return the item of that code, or refuse (unknown_item)."""
        found = {item.code: item for item in self.items}.get(code)
        if found is None:
            raise InvalidInputError([Problem("unknown_item", "code", (("value", code[:32]),))])
        return found


@dataclass(frozen=True, slots=True)
class Score:
    """What the answers come to: `met` of `counted` by weight, in per cent; `open` items have no answer yet."""

    met: int
    counted: int
    percent: int
    open: int
    vetoed: tuple[str, ...]
    grade: InspectionGrade


def score(checklist: Checklist, answers: Mapping[str, Answer]) -> Score:
    """Return what the answers so far come to; items that do not apply are not counted, open ones count as unmet."""
    counted = [item for item in checklist.items if answers.get(item.code) is not Answer.NOT_APPLICABLE]
    met = sum(item.weight for item in counted if answers.get(item.code) is Answer.MET)
    whole = sum(item.weight for item in counted)
    unmet = [item for item in counted if answers.get(item.code) is Answer.NOT_MET]
    vetoed = tuple(item.code for item in unmet if item.veto)
    percent = 100 * met // whole if whole else 100
    grade = _grade(checklist.grading, percent, vetoed, unmet)
    return Score(met, whole, percent, sum(item.code not in answers for item in checklist.items), vetoed, grade)


def _grade(rule: GradingRule, percent: int, vetoed: Sequence[str], unmet: Sequence[Item]) -> InspectionGrade:
    if rule is GradingRule.RISK:
        return _risk(vetoed, unmet)
    reached = next((grade for least, grade in SHARES if percent >= least), InspectionGrade.FAILED)
    if rule is GradingRule.PASS:
        failed = vetoed or reached is InspectionGrade.FAILED
        return InspectionGrade.FAILED if failed else InspectionGrade.PASSED
    return InspectionGrade.GOOD if vetoed and reached is InspectionGrade.EXCELLENT else reached


def _risk(vetoed: Sequence[str], unmet: Sequence[Item]) -> InspectionGrade:
    if vetoed:
        return InspectionGrade.HIGH_RISK
    return InspectionGrade.RISK if unmet else InspectionGrade.NO_RISK


def _items(group: PlainMapping) -> list[Item]:
    subject, title = group.word("subject", Subject), group.text("title")
    area = group.word("area", RiskArea) if group.has("area") else None
    return [
        Item(
            code=line.text("code"),
            group=title,
            text=line.text("text"),
            subject=subject,
            weight=line.whole("weight", minimum=1) if line.has("weight") else 1,
            veto=line.truth("veto", default=False),
            area=area,
        )
        for line in group.tables("items")
    ]
