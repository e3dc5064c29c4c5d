"""Value nodes that are lists: their length, no member twice, and what each member conforms to (SHACL 1.2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tcgraph.rdf import Term
from tcgraph.shacl import model
from tcgraph.shacl.focus import Focus
from tcgraph.shacl.names import FIRST, NIL, REST
from tcgraph.shacl.nested import Evaluate
from tcgraph.shacl.paths import Path, predicate_path
from tcgraph.shacl.results import Hit, Source
from tcgraph.shacl.run import Run
from tcgraph.shacl.sets import value_pairs

_CELLS = Path("*", (predicate_path(REST),))
MEMBERS = Path("/", (_CELLS, predicate_path(FIRST)))
"""From a list to its members."""


def check_list(run: Run, focus: Focus, source: Source, evaluate: Evaluate) -> list[Hit]:
    """``sh:minListLength``, ``sh:maxListLength``, ``sh:uniqueMembers`` and ``sh:memberShape``.

    A value that is no list, or no whole one, violates each of them.
    """
    constraint, path = source.constraint, source.shape.path
    assert isinstance(constraint, model.ListTest)
    pairs = value_pairs(run, focus, path)
    cells = _cells(run, focus.at(path))
    failing: set[Term] = set()
    if constraint.shape is not None:
        members = focus.at(MEMBERS if path is None else Path("/", (path, MEMBERS)))
        failing = {node for node, _ in evaluate(run, constraint.shape, members)}
    known: dict[Term, bool] = {}
    for _, value in pairs:
        if value not in known:
            members_ = _members(value, cells)
            known[value] = members_ is not None and _is_well(constraint, members_, failing)
    return [source.hit(run, this, value) for this, value in pairs if not known[value]]


def _is_well(constraint: model.ListTest, members: Sequence[Term], failing: set[Term]) -> bool:
    match constraint.name:
        case "minListLength":
            return len(members) >= constraint.limit
        case "maxListLength":
            return len(members) <= constraint.limit
        case "uniqueMembers":
            return len(set(members)) == len(members)
    return failing.isdisjoint(members)


def _cells(run: Run, lists: Focus) -> Mapping[Term, tuple[list[Term], list[Term]]]:
    """What rdf:first and rdf:rest say of every cell of some lists."""
    found: dict[Term, tuple[list[Term], list[Term]]] = {}
    for place, predicate in enumerate((FIRST, REST)):
        query = (
            f"SELECT DISTINCT ?cell ?value {{ {lists.pattern} {{ ?this {_CELLS.sparql()} ?cell . }} "
            f"?cell {predicate} ?value }}"
        )
        for cell, value in run.select(query):
            if cell is not None and value is not None:
                found.setdefault(cell, ([], []))[place].append(value)
    return found


def _members(head: Term, cells: Mapping[Term, tuple[list[Term], list[Term]]]) -> list[Term] | None:
    """The members of a list; None for what is no whole one (SHACL §1.1)."""
    members: list[Term] = []
    seen: set[Term] = set()
    node = head
    while node != NIL:
        first, rest = cells.get(node, ((), ()))
        if len(first) != 1 or len(rest) != 1 or node in seen:
            return None
        seen.add(node)
        members.append(first[0])
        node = rest[0]
    return members
