"""Where content is kept (OAIS Archival Storage): the holding and the preservation store, durable and proved."""

from archives.storage.holding import HoldingDirectory
from archives.storage.ocfl import ObjectStore

__all__ = ["HoldingDirectory", "ObjectStore"]
