"""What uses a term: the shapes that check it and the questions that ask by it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from tcgraph.project import Project, Role
from tcgraph.queries import QueryCatalogue
from tcgraph.rdf import BlankNode, GraphFormat, NamedNode, Term, parse
from tcgraph.reach import reached
from tcgraph.terms import PREFIXES, TC

_NAME = re.compile(rf"\btc:([A-Za-z][\w-]*)|<{re.escape(TC)}([A-Za-z][\w-]*)>")
_SHAPE = "NodeShape", "PropertyShape"


@dataclass(frozen=True, slots=True)
class TermUses:
    """Who uses which term.

    Attributes:
        shapes: names of shapes by IRI of a term.
        questions: names of the questions an analyst can ask, by IRI of a term.
    """

    shapes: Mapping[str, tuple[str, ...]]
    questions: Mapping[str, tuple[str, ...]]


def read_uses(project: Project, queries: QueryCatalogue) -> TermUses:
    """Read shapes and questions for the terms they name.

    Raises:
        BrokenInput: a file of shapes does not parse.
    """
    shapes: dict[str, set[str]] = defaultdict(set)
    for file in project.files(Role.SHAPES):
        quads = list(parse(file.path.read_bytes(), GraphFormat.TURTLE))
        kinds = {NamedNode(PREFIXES["sh"] + name) for name in _SHAPE}
        named = {quad.subject for quad in quads if quad.object in kinds and isinstance(quad.subject, NamedNode)}
        told: dict[Term, list[Term]] = defaultdict(list)
        for quad in quads:
            told[quad.subject].append(quad.object)
        for shape in named:
            for term in _named_in(shape, told):
                if term.value.startswith(TC):
                    shapes[term.value].add(re.split(r"[/#]", shape.value)[-1])
    questions: dict[str, set[str]] = defaultdict(set)
    for query in queries.of_kind("answer"):
        for first, second in _NAME.findall(query.text):
            questions[TC + (first or second)].add(query.name)
    return TermUses(_sorted(shapes), _sorted(questions))


def _named_in(shape: NamedNode, told: Mapping[Term, Iterable[Term]]) -> Iterator[NamedNode]:
    """What a shape names, itself or within the nodes without a name that are its own: a path is often several."""

    def below(node: Term) -> Iterator[Term]:
        return (value for value in told.get(node, ()) if isinstance(value, BlankNode))

    own: dict[Term, None] = reached([shape], below)
    return (value for node in own for value in told.get(node, ()) if isinstance(value, NamedNode))


def _sorted(found: Mapping[str, set[str]]) -> dict[str, tuple[str, ...]]:
    return {term: tuple(sorted(names)) for term, names in found.items()}
