"""Transfer, receipt and accession numbers."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from archives.domain.errors import InvalidInputError
from archives.domain.readable_number import ALPHABET, LARGEST_SERIAL, NumberKind, ReadableNumber

numbers = st.builds(
    ReadableNumber, st.sampled_from(NumberKind), st.integers(1000, 9999), st.integers(1, LARGEST_SERIAL)
)


def test_a_number_is_written_with_kind_year_serial_and_check() -> None:
    assert str(ReadableNumber(NumberKind.TRANSFER, 2026, 1)) == "YJ2026-2223-E"


def test_no_two_characters_of_the_alphabet_look_alike() -> None:
    for alike in ("0OQD"[:2], "1IL", "2Z", "5S", "8B", "6G", "UV"):
        assert len(set(alike) & set(ALPHABET)) <= 1
    assert not set("0O1IL") & set(ALPHABET)


@given(numbers)
def test_a_written_number_is_read_back(number: ReadableNumber) -> None:
    assert ReadableNumber.parse(str(number)) == number


@given(numbers)
def test_case_spaces_hyphens_and_width_do_not_matter(number: ReadableNumber) -> None:
    text = str(number)
    wide = "".join(chr(ord(character) + 0xFEE0) for character in text)

    for typed in (text.lower(), text.replace("-", ""), f" {text.replace('-', ' – ')} ", wide):
        assert ReadableNumber.parse(typed) == number


@given(numbers, st.data())
def test_every_single_wrong_character_is_found(number: ReadableNumber, data: st.DataObject) -> None:
    text = str(number).replace("-", "")
    place = data.draw(st.integers(0, len(text) - 1))
    wrong = data.draw(st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"))
    assume(wrong != text[place])

    with pytest.raises(InvalidInputError):
        ReadableNumber.parse(text[:place] + wrong + text[place + 1 :])


@given(numbers, st.data())
def test_every_swap_of_neighbours_is_found(number: ReadableNumber, data: st.DataObject) -> None:
    text = str(number).replace("-", "")
    place = data.draw(st.integers(0, len(text) - 2))
    assume(text[place] != text[place + 1])

    with pytest.raises(InvalidInputError):
        ReadableNumber.parse(text[:place] + text[place + 1] + text[place] + text[place + 2 :])


@given(st.text(max_size=30))
def test_anything_else_is_refused_by_name(text: str) -> None:
    with pytest.raises(InvalidInputError) as refusal:
        ReadableNumber.parse(text)

    assert refusal.value.problems[0].code == "bad_number"


@pytest.mark.parametrize(("year", "serial"), [(2026, 0), (2026, LARGEST_SERIAL + 1), (999, 1), (10000, 1)])
def test_a_number_without_a_written_form_is_refused(year: int, serial: int) -> None:
    with pytest.raises(InvalidInputError):
        ReadableNumber(NumberKind.TRANSFER, year, serial)
