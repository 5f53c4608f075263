"""A corpus for the search benchmark: the same one for the same numbers. 60% Simplified, 25% Traditional, 15% English.

Words are drawn by Zipf's law from a pool, seven of ten in clauses that come again, so that bigrams grow as they do in
real texts; the order of words is chance, so statistics of phrases are only roughly real.
"""

import random
from collections.abc import Iterator

import numpy as np

from archives.ports import SearchDocument

SEED = 20261122
_WORDS, _CLAUSES, _ENGLISH = 40_000, 100_000, 40_000
_COMMON = (
    "关于印发会议纪要请示批复报告通知年度工作总结财务决算人事任免"
    "基本建设项目验收土地规划许可审计意见安全生产档案移交合同"
)
_SYLLABLES = [
    "ba",
    "be",
    "bi",
    "bo",
    "ca",
    "co",
    "da",
    "de",
    "di",
    "do",
    "el",
    "en",
    "er",
    "fa",
    "fi",
    "for",
    "ga",
    "go",
    "ha",
    "he",
    "in",
    "ka",
    "la",
    "le",
    "li",
    "lo",
    "ma",
    "mi",
    "mo",
    "na",
    "ne",
    "no",
    "or",
    "pa",
    "re",
    "ri",
    "ro",
    "sa",
    "se",
    "si",
    "so",
    "ta",
    "te",
    "ti",
    "to",
    "un",
    "ver",
]
_TRADITIONAL = str.maketrans(
    "关会纪请复报务决设项验规划许审计见产档与国学务", "關會紀請復報務決設項驗規劃許審計見產檔與國學務"
)
_PUNCTUATION = "，。；、："
_RETENTION = ("permanent", "D30", "D10")
_ACCESS = ("open", "restricted", "deferred", "unreviewed")


def documents(count: int, *, texts: bool = True) -> Iterator[SearchDocument]:
    """Yield that many documents; without texts, descriptions alone."""
    draw = _Drawing()
    for number in range(count):
        yield _document(draw, number, texts=texts)


class _Drawing:
    def __init__(self) -> None:
        self.chance = np.random.default_rng(SEED)
        pick = random.Random(SEED)
        letters = _COMMON + "".join(map(chr, range(0x4E00, 0x4E00 + 3500)))
        rank = 1 / np.arange(5, len(letters) + 5) ** 0.8
        chosen = pick.choices(letters, rank, k=_WORDS * 4)
        lengths = pick.choices((1, 2, 3, 4), (5, 70, 15, 10), k=_WORDS)
        self.words = ["".join(chosen[at * 4 : at * 4 + size]) for at, size in enumerate(lengths)]
        self.english = ["".join(pick.choices(_SYLLABLES, k=pick.choice((1, 2, 2, 3, 3, 4)))) for _ in range(_ENGLISH)]
        self._weights = {size: _zipf(size, shift) for size, shift in ((_WORDS, 3), (_CLAUSES, 10), (_ENGLISH, 1))}
        ids = self._ids(_WORDS, _CLAUSES * 6).reshape(_CLAUSES, 6)
        sizes = self.chance.integers(3, 7, _CLAUSES)
        self.clauses = ["".join(self.words[at] for at in row[:size]) for row, size in zip(ids, sizes, strict=True)]

    def _ids(self, size: int, count: int) -> np.ndarray:
        found = np.searchsorted(self._weights[size], self.chance.random(count))
        return np.minimum(found, size - 1)

    def chinese(self, length: int) -> str:
        count = length // 8 + 3
        parts = []
        clauses, fresh = self._ids(_CLAUSES, count).tolist(), self._ids(_WORDS, count).tolist()
        for place, chance in enumerate(self.chance.random(count).tolist()):
            parts.append(self.clauses[clauses[place]])
            if chance < 0.3:
                parts.append(self.words[fresh[place]])
            elif chance > 0.97:
                parts.append(f" {self.english[fresh[place] % 2000]} ")
            if place % 2:
                parts.append(_PUNCTUATION[place % 5])
        return "".join(parts)[:length]

    def latin(self, length: int) -> str:
        return " ".join(self.english[at] for at in self._ids(_ENGLISH, length // 6 + 3).tolist())[:length]


def _zipf(size: int, shift: int) -> np.ndarray:
    weights = np.cumsum(1 / np.arange(shift, size + shift) ** 0.85)
    return weights / weights[-1]


def _document(draw: _Drawing, number: int, *, texts: bool) -> SearchDocument:
    chance = draw.chance
    language = chance.random()
    length = int(min(20_000, max(1000, chance.lognormal(8.0, 0.7)))) if texts else 0
    write = draw.latin if language > 0.85 else draw.chinese
    title, about = write(int(chance.integers(15, 45))), write(int(chance.integers(20, 100)))
    text = write(length if language > 0.85 else length // 3)
    if 0.6 < language <= 0.85:
        title, about, text = (each.translate(_TRADITIONAL) for each in (title, about, text))
    year = 1949 + int(75 * chance.random() ** 0.5)
    fonds = int(chance.integers(0, 300)) ** 2 // 300
    organization = min(int(chance.zipf(1.3)), 40)
    return SearchDocument(
        record_id=f"{number:08x}-0000-7000-8000-{number * 7919 % (1 << 48):012x}",
        organization_id=f"organization-{organization}",
        repository_id="repository-1",
        fonds_id=f"fonds-{fonds}",
        unit_number=f"X{fonds:03}-WS·{year}·Y-{number % 10_000:04}",
        archive_number="",
        title=title,
        document_number=f"某发〔{year}〕{number % 300}号",
        responsible_party=f"第{organization}局",
        description=about,
        text=text,
        formed_on=f"{year}-{int(chance.integers(1, 13)):02}-{int(chance.integers(1, 29)):02}",
        year=year,
        level="item",
        category="WS",
        retention=_RETENTION[int(np.searchsorted((0.45, 0.8), chance.random()))],
        access_status=_ACCESS[int(np.searchsorted((0.7, 0.82, 0.94), chance.random()))],
        classification="none",
        custody="repository",
        jurisdiction="/44/4401/",
    )
