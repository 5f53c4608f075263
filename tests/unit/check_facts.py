"""Facts for the rules: a sound record in a sound package, to be spoilt in one place."""

from dataclasses import replace
from uuid import UUID

from archives.domain.check_rules import RULES
from archives.domain.checks import FileFacts, PackageFacts, RecordFacts
from archives.domain.profile import Profile
from archives.domain.vocabulary import Carrier, FileKind, Level
from config import load_profile

PROFILE = Profile.from_mapping(load_profile("cn"))
BY_CODE = {rule.code: rule for rule in RULES}
RECORD, OTHER, FILE = UUID(int=1), UUID(int=2), UUID(int=11)


def a_file(**spoilt):
    sound = FileFacts(
        id=FILE,
        name="通知.pdf",
        kind=FileKind.ORIGINAL,
        size=9,
        sha256="aa",
        found_size=9,
        found_sha256="aa",
        head=b"%PDF-1.7\n",
    )
    return replace(sound, **spoilt)


def a_record(**spoilt):
    sound = RecordFacts(
        id=RECORD,
        level=Level.ITEM,
        carrier=Carrier.ELECTRONIC,
        number="A001-WS·2005-Y-0001",
        number_series="A001-WS·2005-Y-",
        number_serial=1,
        title="关于防汛的通知",
        document_number="青财〔2005〕1号",
        description={},
        problems=(),
        has_process=True,
        files=(a_file(),),
        children=0,
        declared_children=None,
        in_schedule=True,
    )
    return replace(sound, **spoilt)


def another(**spoilt):
    return a_record(
        **{
            "id": OTHER,
            "number": "A001-WS·2005-Y-0002",
            "number_serial": 2,
            "title": "关于预算的批复",
            "document_number": "青财〔2005〕2号",
            "files": (a_file(id=UUID(int=12), name="批复.pdf", sha256="bb", found_sha256="bb"),),
        }
        | spoilt
    )


def a_package(**spoilt):
    sound = PackageFacts(
        declared_records=1,
        declared_files=1,
        declared_bytes=9,
        signed_sha256="cc",
        found_sha256="cc",
        listed_files=frozenset({"aa", "bb"}),
    )
    return replace(sound, **spoilt)


def faults(code, *records, profile=PROFILE, **package):
    """Return what the rule of that code yields."""
    rule, whole = BY_CODE[code], a_package(**package)
    if rule.of_package:
        return list(rule.of_package(records, whole, profile))
    if rule.of_record:
        return [fault for record in records for fault in rule.of_record(record, whole, profile)]
    return []


def said(code, *records, **package):
    """Return message, record, file, and whether it is a warning only."""
    return [
        (fault.message, fault.record_id, fault.file_id, fault.is_warning) for fault in faults(code, *records, **package)
    ]
