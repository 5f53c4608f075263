"""Words of the papers of an inspection and of a case: what each language has to say (case_words_hans, _hant, _en)."""

from collections.abc import Mapping
from dataclasses import dataclass

Three = tuple[str, str, str]
Four = tuple[str, str, str, str]
Five = tuple[str, str, str, str, str]
Six = tuple[str, str, str, str, str, str]


@dataclass(frozen=True, slots=True)
class CaseWords:
    """All words of one language; what these papers share with the register stands in `Labels`.

    Braces are filled by `str.format`. `titles` by kind of paper, an order's by its instrument.
    """

    titles: Mapping[str, str]
    kinds: Mapping[str, str]  # of findings
    grades: Mapping[str, str]
    inspections: Mapping[str, str]
    events: Mapping[str, str]
    graded: str
    indent: str
    comma: str
    quoted: str
    to: str
    authority: str
    inspected: str
    paper: str
    officers: str
    officer: str
    due_on: str
    round: str
    round_value: str
    # letters
    notice: Five
    order_opens: Mapping[str, str]
    found_by: str
    answers_for: str
    demand: Mapping[str, str]
    threat: str
    closing: str
    closed: str
    proposal: Three
    # forms
    period: str
    ground: str
    sheet: str
    counts: str
    shown: str
    record: str
    unmet: str
    nothing: str
    signed_by: str
    unsigned: str
    officers_sign: str
    served_paper: str
    served_to: str
    served_by: str
    manner: str
    manner_here: str
    manner_blank: str
    served_at: str
    receiver: str
    server: str
    remarks: str
    to_authority: str
    in_all: str
    head: str
    recheckers: str
    conclusion: str
    passed: str
    failed: str
    next_due: str
    result: Mapping[str, str]
    # heads of lists
    item_heads: Four
    found_heads: Five
    unmet_heads: Three
    report_heads: Five
    recheck_heads: Five
    closed_heads: Four
    index_heads: Six
    evidence_heads: Five
    act_heads: Four
    # the case file
    cover: str
    index: str
    evidence: str
    acts: str
    note: str
    file_title: str
    ordered_on: str
    closed_on: str
    extent: str
    extent_value: str
    originals: str
    compiler: str
    reviewer: str
    draft: str

    def title_of(self, kind: str, instrument: str) -> str:
        """Return what a paper is called."""
        return self.titles[instrument if kind == "order" and instrument else kind]
