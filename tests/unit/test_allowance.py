"""How often a stranger may ask."""

from datetime import UTC, datetime, timedelta

import pytest

from archives.domain.allowance import MOST_KEYS, Allowance, address_key
from archives.domain.verification import KnownDigests, Match, matched, read_digest

NOON = datetime(2026, 11, 22, 4, tzinfo=UTC)
FORM, LISTED, MANIFEST = "a" * 64, "b" * 64, "0123456789abcdef" + "c" * 48
KNOWN = KnownDigests(FORM, LISTED, MANIFEST)


def test_a_minutes_worth_may_come_at_once_then_one_after_the_other():
    allowance = Allowance(6, 1000)

    assert [allowance.take("a", NOON) for _ in range(7)] == [0, 0, 0, 0, 0, 0, 10]
    assert allowance.take("a", NOON + timedelta(seconds=9)) == 1
    assert allowance.take("a", NOON + timedelta(seconds=10)) == 0
    assert allowance.take("a", NOON + timedelta(seconds=10)) == 10


def test_one_client_does_not_use_up_what_another_has_but_all_together_are_limited():
    allowance = Allowance(2, 3)

    assert [allowance.take(each, NOON) for each in "aab"] == [0, 0, 0]
    assert allowance.take("a", NOON) == 30
    assert allowance.take("c", NOON) == 20


def test_what_is_refused_uses_up_nothing():
    allowance = Allowance(1, 2)
    allowance.take("a", NOON)
    for _ in range(50):
        allowance.take("a", NOON)

    assert allowance.take("b", NOON) == 0
    assert allowance.take("a", NOON + timedelta(minutes=1)) == 0


def test_a_flood_of_addresses_keeps_memory_bounded():
    allowance = Allowance(1, 10**9)

    for number in range(MOST_KEYS + 100):
        allowance.take(str(number), NOON)

    assert len(allowance._spent) == MOST_KEYS


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", "unknown"),
        ("unix:", "unknown"),
    ],
)
def test_an_ipv6_network_is_one_client(address, key):
    assert address_key(address) == key


@pytest.mark.parametrize(
    ("digest", "match"),
    [
        (FORM, Match.FORM),
        (LISTED, Match.LIST),
        (MANIFEST, Match.MANIFEST),
        (MANIFEST[:16], Match.CODE),
        (FORM[:16], None),
        ("d" * 64, None),
        ("", None),
    ],
)
def test_a_digest_belongs_to_one_part_of_a_receipt_or_to_none(digest, match):
    assert matched(digest, KNOWN) is match


def test_a_receipt_without_a_list_is_not_matched_by_nothing():
    assert matched("", KnownDigests(FORM, "", MANIFEST)) is None


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (FORM.upper(), FORM),
        (f"  {FORM[:32]}\n{FORM[32:]} ", FORM),
        (MANIFEST[:16], MANIFEST[:16]),
        (FORM[:-1], ""),
        ("g" * 64, ""),
        ("١" * 16, ""),
        ("", ""),
    ],
)
def test_a_digest_is_read_as_people_copy_it(text, read):
    assert read_digest(text) == read
