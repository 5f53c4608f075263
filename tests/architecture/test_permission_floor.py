"""The permission filter lives in the ORM session: services may not step around it."""

import ast

from tests.architecture.tree import name, nodes, place, sources

SERVICES = "archives/services"
ROUNDABOUT_CALLS = frozenset({"exec_driver_sql", "connection", "raw_connection"})
ROUNDABOUT_WORDS = frozenset({"text", "table", "literal_column"})  # of SQLAlchemy
ROUNDABOUT_ATTRIBUTES = frozenset({"__table__"})
PAST_THE_SESSION = {
    "archives/services/database.py": "settings and checkpoints; it asks for no row",
    "archives/services/upkeep_database.py": "durability settings and the copy of the whole file; it asks for no row",
    "archives/services/unit_of_work.py": "opens the session's writing transaction and takes the trail's lock",
    "archives/services/log_tree.py": "adds and reads the nodes of the log, which hold hashes only",
    "archives/services/registration_publish.py": "inserts checked rows in bulk, and reads none",
    "archives/services/registration_rows.py": "writes rows in the order of the columns, and reads none",
    "archives/services/registration_staging.py": "names the columns of the staged rows in a file of their own",
}
SEEING_ALL = {
    "archives/services/visibility.py": "defines the option",
    "archives/services/unit_of_work.py": "the trail has one sequence of numbers, whoever writes",
    "archives/services/log_signing.py": "the log is over the whole trail, and gives out hashes only",
    "archives/services/log_proof.py": "the proof is over the whole trail, for those who may verify it",
    "archives/services/trail.py": "the newest number, to be proved in the log",
    "archives/services/trail_proof.py": "the proof is over the whole trail, for those who may verify it",
    "archives/services/public_check.py": "who brings the digest of a receipt sees what is printed on it, no more",
    "archives/services/content.py": "the next position among a record's files",
    "archives/services/records.py": "the one count of entries set aside",
    "archives/services/registration_numbering.py": "a number is used once, whoever asks",
    "archives/services/obligations_recount.py": "a batch is counted whole, whoever changed a part of it",
    "archives/services/responsibility.py": "how many bodies of the actor's own places lack somebody, and nothing else",
    "archives/services/work_report_reminders.py": "how many bodies of the actor's own places are silent, nothing else",
    "archives/services/register_counting.py": "a clerk's act moves the figures of the places above; it reads none",
    "archives/services/reports.py": "a reporter has no login; the code alone opens state and answer",
    "archives/services/obligations_figures.py": "counts of batches that were themselves seen through the filter",
}


def test_services_ask_only_through_the_filtered_session():
    roundabout = [
        place(path, node)
        for path in sources(SERVICES)
        if name(path) not in PAST_THE_SESSION
        for node in nodes(path, ast.Call, ast.Attribute)
        if steps_around(node)
    ]

    assert roundabout == []


def test_only_the_listed_modules_see_past_the_filter():
    seeing = {name(path) for path in sources(SERVICES) for node in nodes(path, ast.Name) if node.id == "UNFILTERED"}

    assert seeing - set(SEEING_ALL) == set()


def test_no_door_names_the_option_that_sees_all():
    assert [name(path) for path in sources("api") if "UNFILTERED" in path.read_text("utf-8")] == []


def test_a_step_around_the_filter_is_noticed():
    for planted in (
        "session.execute(text('SELECT 1'))",
        "select(Record.__table__)",
        "session.connection()",
        "sa.text('SELECT 1')",
    ):
        assert any(steps_around(node) for node in ast.walk(ast.parse(planted)))


def steps_around(node):
    """Tell whether a node speaks to the database past the ORM session."""
    if isinstance(node, ast.Attribute):
        return node.attr in ROUNDABOUT_ATTRIBUTES
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        owner = getattr(node.func.value, "id", "")
        return node.func.attr in ROUNDABOUT_CALLS or (
            owner in ("sa", "sqlalchemy") and node.func.attr in ROUNDABOUT_WORDS
        )
    return isinstance(node, ast.Call) and getattr(node.func, "id", "") in ROUNDABOUT_WORDS
