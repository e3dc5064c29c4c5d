"""The graph taken apart into things and put together again is the same graph, blank nodes and all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tcgraph.feed.members import GENID, Member, members_of, renamed
from tcgraph.project import Project
from tcgraph.rdf import BlankNode, GraphFormat, Literal, NamedNode, Quad, canonical_quads, parse
from tests.conftest import many

_EX = "https://example.org/"
_nodes = st.sampled_from([BlankNode(name) for name in "abcd"] + [NamedNode(_EX + name) for name in "xyz"])
_graphs = st.sampled_from([NamedNode(_EX + "g1"), NamedNode(_EX + "g2")])
_objects = st.one_of(_nodes, st.sampled_from([Literal("1"), Literal("two", language="en")]))
_quads = st.builds(Quad, _nodes, st.sampled_from([NamedNode(_EX + "p"), NamedNode(_EX + "q")]), _objects, _graphs)


def together(members: dict[str, Member]) -> list[str]:
    return together_of({entity: "\n".join(member.content) for entity, member in members.items()})


def together_of(contents: dict[str, str]) -> list[str]:
    """The dataset that descriptions say, each a document of its own, IRIs for blank nodes turned back."""
    quads: list[Quad] = []
    for number, content in enumerate(contents.values()):
        said = parse(content.encode(), GraphFormat.N_QUADS)
        quads += [Quad(_back(q.subject, number), q.predicate, _back(q.object, number), q.graph_name) for q in said]
    return canonical_quads(quads)


def _back(term: Any, number: int) -> Any:
    if isinstance(term, NamedNode) and term.value.startswith(GENID):
        return BlankNode("shared" + term.value.removeprefix(GENID))
    return BlankNode(f"own{number}{term.value}") if isinstance(term, BlankNode) else term


@settings(max_examples=many(300, few=37), deadline=None, derandomize=True)
@given(st.sets(_quads, max_size=9))
def test_things_together_are_the_graph(quads: set[Quad]) -> None:
    members = members_of(quads)
    assert together(members) == canonical_quads(quads)
    assert sorted(line for member in members.values() for line in member.raw) == sorted(f"{quad} ." for quad in quads)


def test_the_shipped_graph_is_taken_apart_without_loss(project: Project) -> None:
    quads = [
        Quad(quad.subject, quad.predicate, quad.object, file.graph)
        for number, file in enumerate(project.files())
        for quad in renamed_apart(parse(file.path, GraphFormat.TURTLE), number)
    ]
    members = members_of(quads)
    assert len(members) > 2000
    # Every ontology file has nodes of its own that nothing leads to; they belong to its graph.
    assert together(members) == canonical_quads(quads)


def renamed_apart(quads: Iterable[Quad], number: int) -> Iterator[Quad]:
    return (renamed(quad, lambda node: BlankNode(f"f{number}{node.value}")) for quad in quads)


def test_a_blank_node_of_two_things_gets_an_iri_that_stays() -> None:
    lines = b"<https://example.org/x> <urn:p> _:b .\n<https://example.org/y> <urn:q> _:b .\n"
    first, second = (
        members_of(parse(text, GraphFormat.N_QUADS)) for text in (lines, lines.replace(b"_:b", b"_:other"))
    )
    shared = [entity for entity in first if entity.startswith(GENID)]
    assert {entity: member.content for entity, member in first.items()} == {
        entity: member.content for entity, member in second.items()
    }
    assert not shared, "nothing is said of it, so it is no thing of its own"
    assert GENID in first["https://example.org/x"].content[0]
