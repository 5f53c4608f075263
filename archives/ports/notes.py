"""Who signs the checkpoints of the log."""

from typing import Protocol


class NoteSigner(Protocol):
    """Holds one Ed25519 key, and signs notes with it (C2SP signed-note)."""

    def verifier_key(self) -> str:
        """Return the public key in the form of signed notes; the key is made when there is none yet.

        SigningKeyError when it is there but cannot be opened.
        """

    def find_key(self) -> str | None:
        """Return the public key without opening or making anything; None when there is none yet."""

    def sign(self, text: str) -> str:
        """Return the note: the text, which ends with a newline, and our signature."""

    def is_signed(self, note: str, verifier_key: str) -> bool:
        """Tell whether a note bears a good signature by that key, whoever's it is; False for what is no note."""
