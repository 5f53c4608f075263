"""The manifest as a table, and the address that is printed on paper."""

import json

from archives.domain.verification import verification_url
from archives.services.receipt_attachments import manifest_rows

MANIFEST = json.dumps(
    {
        "transfer": "YJ-1",
        "units": [
            {
                "sequence": 7,
                "records": [
                    {"level": "volume", "unit_number": "1", "title": "一卷", "formed_on": None, "files": []},
                    {
                        "level": "item",
                        "unit_number": "1-1",
                        "title": "关于𠮷野",
                        "retention": "D30",
                        "files": [
                            {"name": "a.ofd", "kind": "content", "size": 5, "sha256": "aa"},
                            {"name": "b.xml", "kind": "metadata", "size": 6, "sha256": "cc"},
                        ],
                    },
                ],
            }
        ],
    }
).encode()


def test_every_file_has_its_row_and_a_record_without_files_too():
    heading, *rows = (tuple(row) for row in manifest_rows(MANIFEST))

    assert heading == (
        *(
            "sequence",
            "level",
            "unit_number",
            "title",
            "responsible_party",
            "document_number",
            "formed_on",
            "retention",
        ),
        *("name", "size", "sha256"),
    )
    assert rows == [
        ("7", "volume", "1", "一卷", "", "", "", "", "", "", ""),
        ("7", "item", "1-1", "关于𠮷野", "", "", "", "D30", "a.ofd", "5", "aa"),
        ("7", "item", "1-1", "关于𠮷野", "", "", "", "D30", "b.xml", "6", "cc"),
    ]


def test_the_address_names_the_receipt_and_the_beginning_of_its_manifests_digest():
    url = verification_url("https://archives.example.org", "交-2026/1", "0123456789abcdef" * 4)

    assert url == "https://archives.example.org/v/%E4%BA%A4-2026%2F1?h=0123456789abcdef"
