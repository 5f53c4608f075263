"""Reading changes nothing: what a walk over every route needs (house rule 6)."""

import hashlib
from contextlib import contextmanager

from sqlalchemy import MetaData, select

BOOKKEEPING = frozenset({"login_session", "login_failure", "api_token", "alembic_version"})  # who read, and when
NOWHERE = "00000000-0000-7000-8000-000000000000"


def reading_rules(app):
    """Return every rule of the app that answers GET, its static files left out."""
    return [rule for rule in app.url_map.iter_rules() if "GET" in rule.methods and not rule.endpoint.endswith("static")]


def address(app, rule, known=None):
    """Return an address of a rule: `known` maps the names of its arguments to values that exist."""
    values = {name: (known or {}).get(name, NOWHERE) for name in rule.arguments}
    return app.url_map.bind("localhost").build(rule.endpoint, values)


@contextmanager
def unchanged(engine):
    """Demand that the body changes no row of the domain."""
    before = fingerprint(engine)
    yield
    after = fingerprint(engine)
    assert {table for table in before | after if before.get(table) != after.get(table)} == set()


def fingerprint(engine):
    """Return a digest of each table's rows, bookkeeping left out."""
    tables = MetaData()
    tables.reflect(engine)
    with engine.connect() as connection:
        return {
            table.name: digest(connection.execute(select(table)).all())
            for table in tables.sorted_tables
            if table.name not in BOOKKEEPING
        }


def digest(rows):
    return hashlib.sha256("\n".join(sorted(repr(tuple(row)) for row in rows)).encode()).hexdigest()
