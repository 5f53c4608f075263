"""Values that a question names as people do (保管期限:永久, 单位:财政局) become the values that the index holds."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from uuid import UUID

from sqlalchemy import select

from archives.domain.question import And, Named, Node, Not, OneOf, Or
from archives.domain.question_terms import Note
from archives.domain.vocabulary import AccessStatus, Classification, Custody, Level, RetentionClass
from archives.domain.written_values import ValueRule, read_value
from archives.models import Fonds, Organization, Repository
from archives.ports import Folding
from archives.services.unit_of_work import UnitOfWork

_RULES = {
    "level": ValueRule.LEVEL,
    "retention": ValueRule.RETENTION,
    "access_status": ValueRule.ACCESS_STATUS,
}
_WORDS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "level": {each: each for each in Level},
        "retention": {
            "30年": RetentionClass.D30,
            "10年": RetentionClass.D10,
            **{each.lower(): each for each in RetentionClass},
        },
        "access_status": {each: each for each in AccessStatus},
        "classification": {
            "非密": Classification.NONE,
            "公开": Classification.NONE,
            "内部": Classification.NONE,
            "已解密": Classification.RELEASED,
            "解密": Classification.RELEASED,
            "秘密": Classification.CONFIDENTIAL,
            "机密": Classification.SECRET,
            "绝密": Classification.TOP_SECRET,
            **{each: each for each in Classification},
        },
        "custody": {
            "单位": Custody.ORGANIZATION,
            "移交单位": Custody.ORGANIZATION,
            "档案馆": Custody.REPOSITORY,
            **{each: each for each in Custody},
        },
    }
)


class Naming:
    """Replaces names by values, and notes the names that nothing has."""

    def __init__(self, work: UnitOfWork, fold: Folding) -> None:
        self._work, self._fold = work, fold
        self.notes: list[Note] = []

    def resolved(self, node: Node) -> Node:
        """Return the question with values in place of names."""
        match node:
            case And(parts):
                return And(tuple(map(self.resolved, parts)))
            case Or(parts):
                return Or(tuple(map(self.resolved, parts)))
            case Not(part):
                return Not(self.resolved(part))
            case Named():
                return self._values(node)
            case _:
                return node

    def _values(self, leaf: Named) -> OneOf:
        text = self._fold(leaf.text)
        find = _PARTIES.get(leaf.field)
        values = frozenset(find(self, text) if find else self._of_list(leaf.field, text))
        if not values:
            self.notes.append(Note("unknown_value", leaf.start, len(leaf.text), leaf.text))
        return OneOf(leaf.field, values)

    def _of_list(self, field: str, text: str) -> Iterator[str]:
        if field == "category":
            yield from (text, text.upper())
        known = _WORDS.get(field, {}).get(text) or (read_value(_RULES[field], text) if field in _RULES else None)
        if known:
            yield known

    def _organizations(self, text: str) -> Iterator[str]:
        yield from self._holding(self._work.session.execute(select(Organization.id, Organization.name)).all(), text)

    def _repositories(self, text: str) -> Iterator[str]:
        yield from self._holding(self._work.session.execute(select(Repository.id, Repository.name)).all(), text)

    def _fonds(self, text: str) -> Iterator[str]:
        rows = self._work.session.execute(select(Fonds.id, Fonds.number, Fonds.name)).all()
        yield from (str(key) for key, number, name in rows if self._fold(number or "") == text)
        yield from self._holding([(key, name) for key, _, name in rows], text)

    def _holding(self, rows: Sequence[tuple[UUID, str]], text: str) -> Iterator[str]:
        return (str(key) for key, name in rows if text in self._fold(name))


_PARTIES: Mapping[str, Callable[[Naming, str], Iterator[str]]] = MappingProxyType(
    {
        "organization_id": Naming._organizations,  # noqa: SLF001 -- this class's own
        "repository_id": Naming._repositories,  # noqa: SLF001
        "fonds_id": Naming._fonds,  # noqa: SLF001
    }
)
