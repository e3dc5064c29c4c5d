"""One list of prefixes: what our Turtle writes is what a query may use without declaring it."""

from __future__ import annotations

import re

import pytest

from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.errors import BrokenQuery
from tcgraph.project import Project
from tcgraph.terms import BASE, QUERY_PREFIXES

_DECLARED = re.compile(r"^@prefix ([^:\s]+): <([^>]+)> \.", re.MULTILINE)


def test_turtle_and_queries_share_their_prefixes(project: Project) -> None:
    written = {
        declared
        for part in ("data", "ontology")
        for path in (project.root / part).rglob("*.ttl")
        for declared in _DECLARED.findall(path.read_text(encoding="utf-8"))
        if declared[1].startswith((f"{BASE}id/", f"{BASE}vocab/", f"{BASE}ns"))
    }
    assert written - set(QUERY_PREFIXES.items()) == set()


def test_every_kind_of_thing_and_every_scheme_has_a_prefix(project: Project) -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in (project.root / "data").rglob("*.ttl"))
    starts = set(re.findall(rf"<({re.escape(BASE)}(?:id|vocab)/[a-z-]+/)>", text))
    assert starts - set(QUERY_PREFIXES.values()) == set()


def test_a_query_need_not_declare_them() -> None:
    engine = EmbeddedEngine()
    engine.update("INSERT DATA { GRAPH <urn:g> { action:1-1-a tc:status v-status:taken } }")
    assert engine.ask("ASK { <https://w3id.org/tcgraph/id/action/1-1-a> ?p v-status:taken }")


def test_who_writes_a_slash_in_a_name_is_told_the_prefix_that_has_it() -> None:
    with pytest.raises(
        BrokenQuery, match=re.escape("write v-role:pilot, or <https://w3id.org/tcgraph/vocab/role/pilot>")
    ):
        EmbeddedEngine().select("SELECT ?x { ?x tc:role vocab:role/pilot }")
