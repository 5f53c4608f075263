"""The engines that are compared, each over the same documents: the columns of this project, and tantivy."""

# ruff: noqa: ANN001, ANN003, ANN201, ANN202, ANN204 -- engines that only the benchmark drives

import json
import re
from dataclasses import asdict
from pathlib import Path

import tantivy
from search_texts import COUNTED, FIRST, LAST, bigrams, content
from search_yardsticks import Fts5, Whoosh

from archives.domain.question import And, Between, Phrase
from archives.ports import SearchRequest, Visibility
from search_index import WhooshIndex

EVERYTHING = Visibility(everything=True)


class Columns:
    """This project's index."""

    def __init__(self, directory):
        self.directory = Path(directory) / "columns"
        self.index = WhooshIndex(self.directory)

    def build(self, documents):
        self.index.rebuild(documents)

    def open(self):
        self.term("年度")

    def ask(self, question, **request):
        request = {"facets": (), "visibility": EVERYTHING, **request}
        return self.index.search(SearchRequest(question, **request)).total

    def term(self, words):
        return self.ask(Phrase(words))

    phrase = english = term

    def both(self, words):
        return self.ask(And(tuple(map(Phrase, words))))

    def faceted(self, words):
        asked = And((Phrase(words), Between("year", FIRST, LAST)))
        return self.ask(asked, filters={"retention": ["permanent"]}, facets=COUNTED)

    def by_date(self, words):
        return self.ask(Phrase(words), sort="-formed_on")

    def prefix(self, number):
        return self.ask(Phrase(number, "number"))

    def page_50(self, words):
        return self.ask(Phrase(words), offset=980)

    def update(self, documents):
        self.index.put(documents)
        return self.term("年度")


class Tantivy:
    """tantivy with our tokens."""

    def __init__(self, directory):
        self.directory = Path(directory) / "tantivy"
        self.directory.mkdir(exist_ok=True)
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("content", tokenizer_name="whitespace", index_option="position")
        for name in ("record_id", "number", *(name for name in COUNTED if name != "year")):
            builder.add_text_field(name, tokenizer_name="raw", fast=True, index_option="basic")
        builder.add_integer_field("year", fast=True, indexed=True)
        builder.add_integer_field("formed_on", fast=True)
        self.schema = builder.build()
        self.index = tantivy.Index(self.schema, path=str(self.directory))
        self.index.register_tokenizer("whitespace", tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())

    def build(self, documents):
        writer = self.index.writer(256_000_000)
        for document in documents:
            writer.add_document(self._row(document))
        writer.commit()
        writer.wait_merging_threads()

    def _row(self, document):
        row = tantivy.Document()
        row.add_text("content", " ".join(bigrams(content(document))))
        row.add_text("record_id", document.record_id)
        row.add_text("number", document.unit_number.lower())
        for name in COUNTED:
            if name != "year":
                row.add_text(name, getattr(document, name))
        row.add_integer("year", document.year)
        row.add_integer("formed_on", int(document.formed_on.replace("-", "")))
        return row

    def open(self):
        self.index.reload()
        self.searcher = self.index.searcher()

    def _query(self, words):
        found = bigrams(words)
        if len(found) == 1:
            return tantivy.Query.term_query(self.schema, "content", found[0], index_option="position")
        return tantivy.Query.phrase_query(self.schema, "content", found)

    def term(self, words):
        return self._found(self._query(words))

    phrase = english = term

    def _found(self, asked, **options):
        found = self.searcher.search(asked, 20, **options)
        for _, address in found.hits:
            self.searcher.fast_field_values("formed_on", [address])
        return found.count

    def both(self, words):
        return self._found(tantivy.Query.boolean_query([(tantivy.Occur.Must, self._query(each)) for each in words]))

    def faceted(self, words):
        kept = tantivy.Query.term_query(self.schema, "retention", "permanent", index_option="basic")
        years = tantivy.Query.range_query(self.schema, "year", tantivy.FieldType.Integer, FIRST, LAST)
        parts = [
            self._query(words),
            tantivy.Query.const_score_query(kept, 0.0),
            tantivy.Query.const_score_query(years, 0.0),
        ]
        asked = tantivy.Query.boolean_query([(tantivy.Occur.Must, part) for part in parts])
        self.searcher.aggregate(asked, {name: {"terms": {"field": name, "size": 100}} for name in COUNTED})
        return self._found(asked)

    def by_date(self, words):
        return self._found(self._query(words), order_by_field="formed_on")

    def prefix(self, number):
        return self._found(tantivy.Query.regex_query(self.schema, "number", re.escape(number.lower()) + ".*"))

    def page_50(self, words):
        return self._found(self._query(words), offset=980)

    def update(self, documents):
        writer = self.index.writer(64_000_000)
        for document in documents:
            writer.delete_documents_by_term("record_id", document.record_id)
            writer.add_document(self._row(document))
        writer.commit()
        writer.wait_merging_threads()
        self.open()
        return self.term("年度")


ENGINES = {"columns": Columns, "tantivy": Tantivy, "fts5": Fts5, "whoosh": Whoosh}


def dump(document):
    """Return a document as a line."""
    return json.dumps(asdict(document), ensure_ascii=False) + "\n"
