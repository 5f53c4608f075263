"""Labels to cut out and stick on: for boxes of paper, for the boxes of carriers (never on a disc itself)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from archives.ports.documents import Attachment


@dataclass(frozen=True, slots=True)
class BoxLabel:
    """Spine and front of one box (盒脊, 封面; DA/T 22-2015)."""

    fonds_number: str
    fonds_name: str
    category: str
    year: str
    retention: str  # permanent | D30 | D10 | long | short, or free text
    series: str  # 机构 (问题)
    first_number: str
    last_number: str
    items: int
    box_number: str
    remark: str = ""


@dataclass(frozen=True, slots=True)
class CarrierLabel:
    """The box of one carrier (GB/T 18894-2016, 9.2.3: a label never goes on the disc)."""

    carrier_number: str
    fonds_number: str
    fonds_name: str
    content: str
    kind: str  # type and specification
    gigabytes: str
    items: int
    set_name: str  # which of the sets it belongs to
    made_on: str  # ISO date
    maker: str
    checker: str
    environment: str  # software and hardware that read it
    algorithm: str
    digest: str


Label = TypeVar("Label", BoxLabel, CarrierLabel)


@dataclass(frozen=True, slots=True)
class LabelSheets(Generic[Label]):
    """Labels to print on A4. `number` names what they belong to, such as a transfer."""

    number: str
    archive: str
    labels: Sequence[Label]
    issued_at: datetime
    language: str
    is_demo: bool = False
    manifest_sha256: str = ""
    attachments: Sequence[Attachment] = ()
