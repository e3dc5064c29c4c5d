"""Value nodes that are lists: their length, no member twice, and what each member conforms to (SHACL 1.2)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from tcgraph.rdf import Literal, NamedNode, Term
from tcgraph.shacl import model
from tcgraph.shacl.focus import Focus
from tcgraph.shacl.names import FIRST, NIL, REST
from tcgraph.shacl.nested import Evaluate
from tcgraph.shacl.results import Hit, Source
from tcgraph.shacl.sets import value_pairs
from tcgraph.shacl.validation_run import Run

_MANY = 1_000


def check_list(run: Run, focus: Focus, source: Source, evaluate: Evaluate) -> list[Hit]:
    """``sh:minListLength``, ``sh:maxListLength``, ``sh:uniqueMembers`` and ``sh:memberShape``.

    A value that is no list, or no whole one, violates each of them.
    """
    constraint, path = source.constraint, source.shape.path
    assert isinstance(constraint, model.ListTest)
    pairs = value_pairs(run, focus, path)
    cells = _cells(run) if pairs else {}
    lists = {value: _members(value, cells) for value in dict.fromkeys(value for _, value in pairs)}
    failing: set[Term] = set()
    if constraint.shape is not None:
        every = dict.fromkeys(member for members in lists.values() for member in members or ())
        failing = {node for node, _ in evaluate(run, constraint.shape, _focus(every))}
    well = {value: members is not None and _is_well(constraint, members, failing) for value, members in lists.items()}
    return [source.hit(run, this, value) for this, value in pairs if not well[value]]


def _focus(members: Collection[Term]) -> Focus:
    """Some members of lists: by their names, or among all that are in the data where they are many or have none."""
    if len(members) > _MANY or not all(isinstance(member, NamedNode | Literal) for member in members):
        return Focus((f"?any_cell {FIRST} ?this .",), distinct=False)
    return Focus.of_nodes(members)


def _is_well(constraint: model.ListTest, members: Sequence[Term], failing: set[Term]) -> bool:
    match constraint.name:
        case "minListLength":
            return len(members) >= constraint.limit
        case "maxListLength":
            return len(members) <= constraint.limit
        case "uniqueMembers":
            return len(set(members)) == len(members)
    return failing.isdisjoint(members)


def _cells(run: Run) -> Mapping[Term, tuple[list[Term], list[Term]]]:
    """What rdf:first and rdf:rest say of every cell in the data: engines follow a long list from each of its cells."""
    found: dict[Term, tuple[list[Term], list[Term]]] = {}
    for place, predicate in enumerate((FIRST, REST)):
        for cell, value in run.select(f"SELECT DISTINCT ?cell ?value {{ ?cell {predicate} ?value }}"):
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
