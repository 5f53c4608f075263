"""SQLite FTS5 and Whoosh as it comes, over the same tokens as the others."""

# ruff: noqa: ANN001, ANN002, ANN003, ANN201, ANN202, ANN204 -- engines that only the benchmark drives

import shutil
import sqlite3
from pathlib import Path

from search_texts import COUNTED, FIRST, LAST, bigrams, content
from whoosh import fields, formats, index, query, sorting


class Fts5:
    """SQLite FTS5 over the same bigrams, facets in a table beside it."""

    def __init__(self, directory):
        self.directory = Path(directory) / "fts5"
        self.directory.mkdir(exist_ok=True)
        self.base = sqlite3.connect(self.directory / "fts5.db")
        self.base.execute("PRAGMA journal_mode = WAL")
        self.base.execute("PRAGMA synchronous = NORMAL")

    def build(self, documents):
        self.base.execute("CREATE VIRTUAL TABLE texts USING fts5(content, content='', tokenize='unicode61')")
        columns = ", ".join(COUNTED)
        self.base.execute(f"CREATE TABLE records (id INTEGER PRIMARY KEY, number, formed_on, {columns})")
        for number, document in enumerate(documents):
            self._put(number, document)
        self.base.execute("CREATE INDEX by_number ON records (number)")
        self.base.commit()

    def open(self):
        pass

    def _put(self, number, document):
        tokens = " ".join(bigrams(content(document)))
        self.base.execute("INSERT INTO texts (rowid, content) VALUES (?, ?)", (number, tokens))
        values = [getattr(document, name) for name in COUNTED]
        row = (number, document.unit_number, document.formed_on, *values)
        self.base.execute(f"INSERT OR REPLACE INTO records VALUES ({', '.join('?' * len(row))})", row)

    def _rows(self, asked, *values):
        return self.base.execute(asked, values).fetchall()

    def _match(self, words):
        return '"' + " ".join(bigrams(words)) + '"'

    def term(self, words):
        match = self._match(words)
        self._rows("SELECT rowid FROM texts WHERE texts MATCH ? ORDER BY rank LIMIT 20", match)
        return self._rows("SELECT count(*) FROM texts WHERE texts MATCH ?", match)[0][0]

    phrase = english = term

    def both(self, words):
        match = " AND ".join(map(self._match, words))
        self._rows("SELECT rowid FROM texts WHERE texts MATCH ? ORDER BY rank LIMIT 20", match)
        return self._rows("SELECT count(*) FROM texts WHERE texts MATCH ?", match)[0][0]

    def faceted(self, words):
        chosen = (
            "FROM texts JOIN records ON records.id = texts.rowid WHERE texts MATCH ? AND retention = 'permanent'"
            f" AND year BETWEEN {FIRST} AND {LAST}"
        )
        match = self._match(words)
        for name in COUNTED:
            self._rows(f"SELECT {name}, count(*) {chosen} GROUP BY {name}", match)
        self._rows(f"SELECT records.id {chosen} ORDER BY rank LIMIT 20", match)
        return self._rows(f"SELECT count(*) {chosen}", match)[0][0]

    def by_date(self, words):
        asked = "SELECT records.id FROM texts JOIN records ON records.id = texts.rowid WHERE texts MATCH ?"
        return len(self._rows(f"{asked} ORDER BY formed_on DESC LIMIT 20", self._match(words)))

    def prefix(self, number):
        asked = "SELECT id FROM records WHERE number >= ? AND number < ? LIMIT 20"
        return len(self._rows(asked, number, number + "\U0010ffff"))

    def page_50(self, words):
        return len(
            self._rows(
                "SELECT rowid FROM texts WHERE texts MATCH ? ORDER BY rank LIMIT 20 OFFSET 980", self._match(words)
            )
        )

    update = None


class _Text(fields.TEXT):
    """Whoosh's text without its slow token objects: its best case."""

    def index(self, value, **_options):
        places = {}
        for place, token in enumerate(bigrams(value)):
            places.setdefault(token, []).append(place)
        for token, found in places.items():
            yield token.encode(), len(found), float(len(found)), formats.Positions().encode(found)


class Whoosh:
    """Whoosh 2.7.4 as it comes."""

    def __init__(self, directory):
        self.directory = Path(directory) / "whoosh"

    def open(self):
        self.index = index.open_dir(self.directory)
        self.searcher = self.index.searcher()

    def build(self, documents):
        shutil.rmtree(self.directory, ignore_errors=True)
        self.directory.mkdir()
        writer = index.create_in(self.directory, self._schema()).writer(limitmb=512)
        for document in documents:
            writer.add_document(**self._row(document))
        writer.commit(merge=False)

    def _schema(self):
        keys = {name: fields.ID(sortable=True) for name in COUNTED if name != "year"}
        return fields.Schema(
            record_id=fields.ID(unique=True),
            content=_Text(),
            number=fields.ID(),
            year=fields.NUMERIC(int, sortable=True),
            formed_on=fields.ID(sortable=True),
            **keys,
        )

    def _row(self, document):
        names = ("record_id", "formed_on", *COUNTED)
        return {"content": content(document), "number": document.unit_number} | {
            name: getattr(document, name) for name in names
        }

    def _query(self, words):
        found = bigrams(words)
        return query.Term("content", found[0]) if len(found) == 1 else query.Phrase("content", found)

    def term(self, words):
        return len(self.searcher.search(self._query(words), limit=20))

    phrase = english = term

    def both(self, words):
        return len(self.searcher.search(query.And(list(map(self._query, words))), limit=20))

    def faceted(self, words):
        kept = query.And([query.Term("retention", "permanent"), query.NumericRange("year", FIRST, LAST)])
        groups = sorting.Facets()
        for name in COUNTED:
            groups.add_field(name)
        found = self.searcher.search(self._query(words), limit=20, filter=kept, groupedby=groups)
        for name in COUNTED:
            found.groups(name)
        return len(found)

    def by_date(self, words):
        return len(self.searcher.search(self._query(words), limit=20, sortedby="formed_on", reverse=True))

    def prefix(self, number):
        return len(self.searcher.search(query.Prefix("number", number), limit=20))

    def page_50(self, words):
        return len(self.searcher.search_page(self._query(words), 50, pagelen=20))

    def update(self, documents):
        writer = self.index.writer()
        for document in documents:
            writer.update_document(**self._row(document))
        writer.commit(merge=False)
        self.searcher = self.searcher.refresh()
        return self.term("年度")
