"""The source tree as the rules of the house see it."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("archives", "api", "search_index", "config", "verifiers")


def sources(*folders):
    """Return the Python files below these folders of the tree, migrations' versions left out."""
    found = (path for folder in folders for path in sorted((ROOT / folder).rglob("*.py")))
    return [path for path in found if "versions" not in path.parts]


def name(path):
    """Return a file's place in the tree."""
    return path.relative_to(ROOT).as_posix()


@cache
def syntax(path):
    """Return a file's syntax tree."""
    return ast.parse(path.read_text("utf-8"), filename=str(path))


def nodes(path, *kinds):
    """Return every node of these kinds."""
    return [node for node in ast.walk(syntax(path)) if isinstance(node, kinds)]


def place(path, node):
    """Return where a node stands, for a message."""
    return f"{name(path)}:{node.lineno}"
