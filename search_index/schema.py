"""The version of what the index holds, and the names that Whoosh's table of contents keeps of it."""

from whoosh import fields

from search_index.catalogue import LABELS, ZONES

SCHEMA_VERSION = 4
"""Raise it at every change in analysis, folding, the catalogue, or the file of a segment."""


def build_schema() -> fields.Schema:
    """Return the names of texts and of columns; their values lie in the columnar file of each segment."""
    return fields.Schema(**{name: fields.ID() for name in (*ZONES, *LABELS, "number", "id")})
