"""The counters a person walks up to: one module each, one public method for each button, whichever door it is on.

Every service is made as `Service(work, outside)`: one person's view of the database, and the world outside.
"""

from archives.services.obligations import ObligationService
from archives.services.outside import Outside
from archives.services.unit_of_work import UnitOfWork


class Services:
    """All that a door may call."""

    def __init__(self, work: UnitOfWork, outside: Outside) -> None:
        self.work = work
        self.obligations = ObligationService(work, outside)


__all__ = ["Outside", "Services", "UnitOfWork"]
