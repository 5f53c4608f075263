"""Small things with honest names: what a reader can hold in the head."""

import ast
import re

import pytest

from tests.architecture.tree import PACKAGES, ROOT, name, nodes, place, sources

LONGEST_FILE = 300  # lines
LONGEST_TEST_FILE = 600  # lines: a test file is a list of sentences, read one at a time
LONGEST_FUNCTION = 25  # lines, the docstring left out
NOBODYS_NAMES = re.compile(r"(^|_)(utils?|helpers?|common|managers?|misc)($|_)|(Utils?|Helpers?|Manager)$")
EDGES = frozenset({"api/jobs", "api/cli/serve.py"})  # where a fault of any kind ends: logged, then retried or restarted
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def test_no_file_is_longer_than_a_thought():
    files = [
        *sources(*PACKAGES, "tests", "scripts", "benchmarks"),
        *(ROOT / "api" / "pages" / "templates").rglob("*.html"),
    ]
    lengths = {name(path): len(path.read_text("utf-8").splitlines()) for path in files}

    assert {file: length for file, length in lengths.items() if length > _longest(file)} == {}


def _longest(file):
    return LONGEST_TEST_FILE if file.startswith("tests/") else LONGEST_FILE


def test_no_function_is_longer_than_a_breath():
    functions = [(path, node) for path in sources(*PACKAGES, "scripts") for node in nodes(path, *FUNCTIONS)]
    long = {
        f"{place(path, node)} {node.name}": length(node) for path, node in functions if length(node) > LONGEST_FUNCTION
    }

    assert long == {}


def test_nothing_is_called_after_nobody():
    files = [name(path) for path in sources(*PACKAGES, "tests", "scripts") if NOBODYS_NAMES.search(path.stem)]
    folders = [name(path.parent) for path in sources(*PACKAGES, "tests") if NOBODYS_NAMES.search(path.parent.name)]
    classes = [
        f"{place(path, node)} {node.name}"
        for path in sources(*PACKAGES)
        for node in nodes(path, ast.ClassDef)
        if NOBODYS_NAMES.search(node.name)
    ]

    assert [*files, *folders, *classes] == []


@pytest.mark.parametrize("bad", ["utils", "date_helpers", "common", "TransferManager", "manager"])
def test_a_name_after_nobody_is_noticed(bad):
    assert NOBODYS_NAMES.search(bad)


@pytest.mark.parametrize("good", ["commonwealth", "usage", "staging", "archives"])
def test_an_honest_name_is_let_be(good):
    assert not NOBODYS_NAMES.search(good)


def test_every_fault_is_caught_by_its_name():
    caught = [
        place(path, node) for path in sources(*PACKAGES) for node in nodes(path, ast.ExceptHandler) if is_blind(node)
    ]

    assert [where for where in caught if not where.startswith(tuple(EDGES))] == []


def test_imports_stand_at_the_head_of_a_file():
    hidden = [
        place(path, inner)
        for path in sources(*PACKAGES)
        for node in nodes(path, *FUNCTIONS)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]
    typing_only = [
        place(path, node) for path in sources(*PACKAGES) for node in nodes(path, ast.Name) if node.id == "TYPE_CHECKING"
    ]

    assert [*hidden, *typing_only] == []


@pytest.mark.parametrize(
    "swallowing", ["except Exception: pass", "except: pass", "except (OSError, BaseException): pass"]
)
def test_a_fault_swallowed_is_noticed(swallowing):
    (handler,) = (
        node for node in ast.walk(ast.parse(f"try: f()\n{swallowing}")) if isinstance(node, ast.ExceptHandler)
    )

    assert is_blind(handler)


def length(function):
    """Return the lines of a function from its def to its end, its docstring left out."""
    lines = function.end_lineno - function.lineno + 1
    first = function.body[0]
    is_docstring = (
        isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str)
    )
    return lines - (first.end_lineno - first.lineno + 1) if is_docstring else lines


def is_blind(handler):
    """Tell whether a handler swallows everything; to clean up and raise again is no swallowing."""
    if isinstance(handler.body[-1], ast.Raise) and handler.body[-1].exc is None:
        return False
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(kind is None or getattr(kind, "id", "") in ("Exception", "BaseException") for kind in kinds)
