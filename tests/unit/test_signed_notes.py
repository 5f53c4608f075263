"""Notes, checkpoints and keys as C2SP writes them; no bit of them is without meaning."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archives.domain.signed_note import LogCheckpoint, MalformedNoteError, Note, VerifierKey, decoded, encoded

KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
NOTE = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
"""The example of the signed-note specification and of the Go package that it describes."""
CHECKPOINT = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"


def test_the_key_of_the_specification_is_read_and_written():
    key = VerifierKey.parse(KEY)

    assert (key.name, key.id.hex(), str(key)) == ("PeterNeumann", "c74f20a3", KEY)


def test_the_note_of_the_specification_is_read_and_written():
    note = Note.parse(NOTE)

    assert note.text.endswith("your problem is.\n")
    assert [(name, key_id.hex(), len(signature)) for name, key_id, signature in note.signatures] == [
        ("PeterNeumann", "c74f20a3", 64)
    ]
    assert note.signature_of(VerifierKey.parse(KEY)) == note.signatures[0][2]
    assert str(note) == NOTE


def test_the_checkpoint_of_the_specification_is_read_and_written():
    read = LogCheckpoint.parse(CHECKPOINT)

    assert (read.origin, read.size, read.root.hex()[:8]) == ("example.com/behind-the-sofa", 20852163, "0ac5186a")
    assert str(read) == CHECKPOINT


def test_lines_after_the_third_are_for_others():
    assert LogCheckpoint.parse(f"{CHECKPOINT}more\n").size == 20852163


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text.replace("20852163", "020852163"),
        lambda text: text.replace("20852163", "-1"),
        lambda text: text.replace("20852163", "２"),
        lambda text: text.replace("20852163", ""),
        lambda text: text.replace("q2I=", "q2J="),  # the same bytes to a careless reader
        lambda text: text.replace("CsUY", ""),
        lambda text: text.replace("CsUY", "Cs*Y"),
        lambda text: text.replace("q2I=", "q2I"),
        lambda text: text.removesuffix("\n"),
        lambda text: text.replace("example.com/behind-the-sofa", ""),
        lambda _: "",
        lambda _: "\n\n\n",
    ],
)
def test_what_is_no_checkpoint_is_refused(spoil):
    with pytest.raises(MalformedNoteError):
        LogCheckpoint.parse(spoil(CHECKPOINT))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda note: note.removesuffix("\n"),
        lambda note: note.replace("\n\n", "\n"),
        lambda note: note.replace("— ", "- "),
        lambda note: note.replace("—", "\u2013"),
        lambda note: note.replace("PeterNeumann ", "Peter+Neumann "),
        lambda note: note.replace("PeterNeumann ", " "),
        lambda note: note.replace("nAM=", "nAN="),
        lambda note: note + "— x\n",
        lambda note: note + "— x AAAA\n",
        lambda note: note.replace("answer", "an\0swer"),
        lambda note: note + "— x AAAAAAA=\n" * 64,
        lambda _: "",
        lambda _: "\n\n",
    ],
)
def test_what_is_no_note_is_refused(spoil):
    with pytest.raises(MalformedNoteError):
        Note.parse(spoil(NOTE))


@pytest.mark.parametrize(
    "text",
    ["", "a", "a+b", KEY.replace("c74f20a3", "c74f20a4"), KEY.replace("+AR", "+Ah"), KEY[:-4], KEY.replace("P", "P ")],
)
def test_what_is_no_key_is_refused(text):
    with pytest.raises(MalformedNoteError):
        VerifierKey.parse(text)


@given(st.binary(max_size=80))
def test_bytes_have_one_text_only(data):
    assert decoded(encoded(data)) == data


@given(st.text("AQgw/+=", max_size=12))
def test_every_text_that_is_read_is_the_one_of_its_bytes(text):
    with suppress(MalformedNoteError):
        assert encoded(decoded(text)) == text
