"""A house that sends mail."""

from dataclasses import replace


def with_mailer(house, mailer):
    """Return the same house with that mailer."""
    return replace(house, outside=replace(house.outside, mailer=mailer))
