"""What an operator may set about a token that holds the bodies' private keys (PKCS#11)."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from config.bad_setting import BadSettingError


@dataclass(frozen=True, slots=True)
class TokenSettings:
    """Library, label and PIN of the token; without a library keys are made on the disk. The PIN is in a file only."""

    library: Path | None = None
    label: str = ""
    pin_file: Path | None = None

    NAMES = frozenset({"seal_token_library", "seal_token_label", "seal_token_pin_file"})

    @classmethod
    def read(cls, values: Mapping[str, object]) -> Self:
        """Read and check: all three or none."""
        given = [
            str(values.get(name, "")) for name in ("seal_token_library", "seal_token_label", "seal_token_pin_file")
        ]
        if any(given) and not all(given):
            raise BadSettingError(
                "seal_token_library, seal_token_label and seal_token_pin_file belong together: set all or none."
            )
        return cls(Path(given[0]), given[1], Path(given[2])) if all(given) else cls()

    def pin(self) -> str:
        """Return the first line of the PIN's file, or refuse (BadSettingError). Read anew each time, never kept."""
        try:
            found = self.pin_file.read_text("utf-8").splitlines() if self.pin_file else []
        except (OSError, UnicodeDecodeError) as fault:
            raise BadSettingError(f"Cannot read seal_token_pin_file: {fault}.") from fault
        if not found or not found[0]:
            raise BadSettingError("The file of seal_token_pin_file holds no PIN.")
        return found[0]
