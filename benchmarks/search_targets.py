"""The table of targets of `bench_search.py`: what was reached beside what is wanted."""

from collections.abc import Mapping
from typing import Any


def targets(engines: Mapping[str, Mapping[str, Any]]) -> dict[str, object]:
    """Return each line of the table: the ratio reached, what it should be, and whether it is met."""
    ours, tantivy = engines["columns"], engines["tantivy"]
    lines = {"build/tantivy": (ours["build_per_cpu_s"] / tantivy["build_per_cpu_s"], ">=", 1)}
    for kind in ("term", "phrase", "english"):
        lines[f"{kind} p95/tantivy"] = (ours[kind]["p95"] / tantivy[kind]["p95"], "<=", 5)
        if "fts5" in engines:
            lines[f"{kind} p95/fts5"] = (ours[kind]["p95"] / engines["fts5"][kind]["p95"], "<=", 0.1)
    lines["faceted p50/tantivy"] = (ours["faceted"]["p50"] / tantivy["faceted"]["p50"], "<=", 2)
    if "whoosh" in engines:
        stock = engines["whoosh"]
        if not stock["bare"]:
            lines["build/whoosh"] = (ours["build_per_cpu_s"] / stock["build_per_cpu_s"], ">=", 15)
        lines["faceted p50/whoosh"] = (ours["faceted"]["p50"] / stock["faceted"]["p50"], "<=", 0.01)
    lines["index size/tantivy"] = (ours["index_mb"] / tantivy["index_mb"], "<=", 2)
    lines["update_one_ms"] = (ours["update_one_ms"], "<=", 20)
    lines["update_1000_s"] = (ours["update_1000_s"], "<=", 1)
    return {name: _line(*line) for name, line in lines.items()}


def _line(reached: float, sign: str, bound: float) -> dict[str, object]:
    met = reached >= bound if sign == ">=" else reached <= bound
    return {"is": round(reached, 4), "wanted": f"{sign} {bound}", "met": met}
