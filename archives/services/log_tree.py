"""The tree over the trail as rows: appended to in the transaction of the events, read for proofs.

Every number of a node is taken once (the primary key), so two writers can never make two trees of one trail. An append
first reads the peaks that it builds on, and whether the next number is free: nothing of the tree is kept in memory.
"""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import Connection, text

from archives.domain.errors import LogDamagedError
from archives.domain.merkle import Edge, Node, leaf_hash, peak_numbers, position, size_at, stored

SEQUENCER_LOCK = 7_234_002  # PostgreSQL advisory lock: one transaction at a time brings events into the tree


class LogTree:
    """Works on one connection, inside its transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._mark = "?" if connection.dialect.paramstyle == "qmark" else "%s"

    def lock(self) -> None:
        """Be the one sequencer until the end of the transaction; on SQLite every writer is."""
        if self._connection.dialect.name == "postgresql":
            self._connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": SEQUENCER_LOCK})

    def size(self) -> int:
        """Return how many events are in the tree."""
        newest = self._connection.exec_driver_sql("SELECT max(position) FROM log_node").scalar()
        return 0 if newest is None else size_at(newest)

    def edge(self, size: int) -> Edge | None:
        """Return the right edge of the tree; None unless it is whole there and has exactly that size."""
        wanted = peak_numbers(size)
        known = self._rows([*wanted, stored(size)])
        return Edge(size, [known[each] for each in wanted]) if known.keys() == set(wanted) else None

    def append(self, size: int, leaves: Sequence[str]) -> bool:
        """Add the leaves of the events after the first `size`.

        False, with nothing changed, when the tree is not at that size: it waits for the sequencer, or is damaged.
        """
        edge = self.edge(size)
        if edge is None:
            return False
        hashes = [each for leaf in leaves for each in edge.append(leaf_hash(leaf.encode()))]
        numbers = range(stored(size), stored(size) + len(hashes))
        statement = f"INSERT INTO log_node (position, hash) VALUES ({self._mark}, {self._mark})"  # noqa: S608 -- marks
        self._connection.exec_driver_sql(statement, list(zip(numbers, hashes, strict=True)))
        return True

    def read(self, nodes: Collection[Node]) -> Mapping[Node, bytes]:
        """Return the hashes of nodes, or refuse (LogDamagedError) when one is gone."""
        known = self._rows([position(node) for node in nodes])
        gone = [node for node in nodes if position(node) not in known]
        if gone:
            told = f"{gone[0].level}/{gone[0].index}"
            raise LogDamagedError(f"Node {told} of the log is gone. Run `archives trail verify`.", what=told)
        return {node: known[position(node)] for node in nodes}

    def between(self, first: int, last: int) -> dict[int, bytes]:
        """Return the hashes by number, from `first` on and before `last`."""
        statement = f"SELECT position, hash FROM log_node WHERE position >= {self._mark} AND position < {self._mark}"  # noqa: S608 -- marks only
        return {number: bytes(hash_) for number, hash_ in self._connection.exec_driver_sql(statement, (first, last))}

    def count(self) -> int:
        """Return how many nodes there are."""
        return int(self._connection.exec_driver_sql("SELECT count(*) FROM log_node").scalar() or 0)

    def _rows(self, numbers: Sequence[int]) -> dict[int, bytes]:
        if not numbers:
            return {}
        marks = ", ".join([self._mark] * len(numbers))
        statement = f"SELECT position, hash FROM log_node WHERE position IN ({marks})"  # noqa: S608 -- marks only
        return {number: bytes(hash_) for number, hash_ in self._connection.exec_driver_sql(statement, tuple(numbers))}
