"""The clock."""

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the time, so that tests may tell it otherwise."""

    def __call__(self) -> datetime:
        """Return an aware datetime in UTC."""
