"""archives demo: a play for looking at, on an empty home. Everybody in it is invented."""

from api.cli.demo.command import COMMANDS

__all__ = ["COMMANDS"]
