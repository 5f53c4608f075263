"""Statements are compiled once in a test process, not once in every house: that would be half of what a test costs.

An engine keeps what it has compiled under its own dialect. All engines for one kind of database are made alike here, so
each takes over the dialect of the first that has connected, and everything compiled for it.
"""

from sqlalchemy import Engine, event

_KNOWN = {}  # name of a dialect -> the first dialect, and what was compiled for it


@event.listens_for(Engine, "engine_connect")
def take_over(connection):
    """Let an engine know what the first one of its kind knows."""
    engine = connection.engine
    dialect, compiled = _KNOWN.setdefault(engine.dialect.name, (engine.dialect, {}))
    engine.dialect = connection.dialect = dialect
    engine._compiled_cache = compiled
