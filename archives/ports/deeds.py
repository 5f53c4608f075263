"""The 档案交接文据 and the lists for checking by hand that go with paper (GB/T 13968-1992; domain 3.7)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from archives.ports.documents import Attachment, FormSignature


@dataclass(frozen=True, slots=True)
class DeedSide:
    """One party: its full name, who leads it, who acted, its seal. None: a line for the pen."""

    party: str
    leader: FormSignature | None
    handler: FormSignature | None
    seal: FormSignature | None


@dataclass(frozen=True, slots=True)
class DeedHolding:
    """A row of part 2: how much of a category of archives (门类, 载体, 资料); '' where it is not counted so."""

    category: str
    volumes: str  # 卷
    items: str  # 件
    metres: str  # 零散, shelf metres
    media: str  # 声像: sheets, discs, tapes


@dataclass(frozen=True, slots=True)
class FindingAid:
    """A catalogue, guide or card index that comes along."""

    kind: str
    count: str


@dataclass(frozen=True, slots=True)
class HandListRow:
    """A row of the 手检目录: of an 案卷目录 (volumes) or a 归档文件目录 (items)."""

    sequence: int
    reference_code: str
    document_number: str  # items only
    responsible_party: str  # items only
    title: str
    dates: str  # of a volume from to, of an item its date
    classification: str
    retention: str  # permanent | D30 | D10 | long | short, or free text
    pages: str
    remark: str


@dataclass(frozen=True, slots=True)
class HandoverDeed:
    """All that is printed on the 档案交接文据 in two copies, each with a set of the 手检目录.

    `nature` is transfer (移交), deposit (寄存), purchase (征购或收购) or donation (捐赠).
    """

    number: str
    fonds: str
    nature: str
    years: str  # of the archives, earliest to latest
    moved_on: str  # ISO date: moved out and taken in; '' before it is done
    giver: DeedSide
    taker: DeedSide
    holdings: Sequence[DeedHolding]
    finding_aids: Sequence[FindingAid]
    statement: str  # 移出说明
    opinion: str  # 接收意见
    volumes: Sequence[HandListRow]
    items: Sequence[HandListRow]
    issued_at: datetime  # aware
    language: str  # zh-Hans | zh-Hant | en
    remarks: str = ""
    manifest_sha256: str = ""
    is_demo: bool = False
    verification_url: str = ""
    attachments: Sequence[Attachment] = ()
    supersedes: str = ""  # number of the receipt in whose place it stands
