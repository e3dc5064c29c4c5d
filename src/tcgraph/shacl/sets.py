"""Conditions on the value nodes of a focus node together: how many, in which languages, as members of a list."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from tcgraph.rdf import BlankNode, Literal, NamedNode, Term
from tcgraph.shacl import model
from tcgraph.shacl.focus import Focus
from tcgraph.shacl.names import FIRST, LANG_STRING, NIL, REST, XSD
from tcgraph.shacl.paths import Path
from tcgraph.shacl.term_tests import ordered
from tcgraph.shacl.validation_run import Hit, Source, ValidationRun
from tcgraph.shacl.value_tests import same_term

_ORDERED = ("string", "boolean", "dateTime", "date", "time", "gYear", "gYearMonth", "duration", "dayTimeDuration")
"""Datatypes beside numbers whose values have an order."""
_OPERATORS = {"lessThan": "<", "lessThanOrEquals": "<="}

Evaluate = Callable[[ValidationRun, model.Shape, Focus], list[Hit]]
"""Judges a shape at focus nodes."""


def check_counts(run: ValidationRun, focus: Focus, sources: list[Source]) -> list[Hit]:
    """``sh:minCount`` and ``sh:maxCount`` of one property shape (§4.2), in one query."""
    shape = sources[0].shape
    assert shape.path is not None
    tests = [(source, source.constraint) for source in sources]
    limits = {test.name: test.limit for _, test in tests if isinstance(test, model.CountTest)}
    least, most = limits.get("minCount", 0), limits.get("maxCount")
    if not least and most and shape.path.predicate is not None:
        few = _having_several(run, focus, shape.path.predicate)
        if few is None:
            return []
        focus = few
    step = focus.step(shape.path)
    if least:
        step = f"OPTIONAL {{ {step} }}"
    wrong = [f"COUNT(DISTINCT ?value) < {least}"] * bool(least)
    wrong += [f"COUNT(DISTINCT ?value) > {most}"] * (most is not None)
    counted = (
        f"SELECT ?this (COUNT(DISTINCT ?value) AS ?n) WHERE {{ {focus.pattern} {step} }} "
        f"GROUP BY ?this HAVING({' || '.join(wrong)})"
    )
    hits: list[Hit] = []
    for this, number in run.select(counted):
        if this is None or not isinstance(number, Literal):
            continue
        found = int(number.value)
        for source, test in tests:
            assert isinstance(test, model.CountTest)
            if (found < test.limit) if test.name == "minCount" else (found > test.limit):
                hits.append(source.hit(run, this, values={"count": str(found)}))
    return hits


def _having_several(run: ValidationRun, focus: Focus, predicate: NamedNode) -> Focus | None:
    """The focus nodes that may have several values of a property; None where none has."""
    several = run.with_several(predicate)
    if several is None:
        return focus
    only = several if focus.only is None else tuple(set(several).intersection(focus.only))
    return focus.restricted(only) if only else None


def check_languages(run: ValidationRun, focus: Focus, source: Source) -> list[Hit]:
    """``sh:uniqueLang`` (§4.4.5): one result for each language that is used twice."""
    path = source.shape.path
    assert path is not None
    few = focus if path.predicate is None else _having_several(run, focus, path.predicate)
    if few is None:
        return []
    focus = few
    direction = " && LANGDIR(?value) = LANGDIR(?other)" if run.knows_directions else ""
    query = (
        f"SELECT DISTINCT ?this (LCASE(LANG(?value)) AS ?language) WHERE {{ {focus.pattern} "
        f"?this {path.sparql()} ?value . ?this {path.sparql()} ?other . "
        'FILTER(!SAMETERM(?value, ?other) && isLiteral(?value) && isLiteral(?other) && LANG(?value) != "" '
        f"&& LCASE(LANG(?value)) = LCASE(LANG(?other)){direction}) }}"
    )
    return [source.hit(run, this, values={"language": tag}) for this, tag in run.select(query) if this is not None]


def check_has_value(run: ValidationRun, focus: Focus, source: Source) -> list[Hit]:
    """``sh:hasValue`` (§4.8.2)."""
    constraint, path = source.constraint, source.shape.path
    assert isinstance(constraint, model.HasValue)
    term = constraint.term
    if isinstance(term, BlankNode):
        missing = ""
    elif path is None:
        missing = f"FILTER(!COALESCE({same_term('?this', term)}, false))"
    elif path.predicate is not None:
        missing = f"FILTER NOT EXISTS {{ ?this {path.sparql()} {term} }}"
    else:
        missing = f"OPTIONAL {{ {focus.step(path)} FILTER({same_term('?value', term)}) }} FILTER(!BOUND(?value))"
    rows = run.select(f"SELECT DISTINCT ?this WHERE {{ {focus.pattern} {missing} }}")
    return [source.hit(run, this) for (this,) in rows if this is not None]


def check_pair(run: ValidationRun, focus: Focus, source: Source) -> list[Hit]:
    """``sh:equals``, ``sh:disjoint``, ``sh:lessThan`` and ``sh:lessThanOrEquals`` (§4.5)."""
    constraint, path = source.constraint, source.shape.path
    assert isinstance(constraint, model.PairTest)
    other = constraint.other.sparql()
    simple = constraint.other.predicate is not None
    name = "?this" if path is None else "?value"
    start = focus.pattern if path is None else f"{focus.pattern} {focus.step(path)}"
    queries: list[str] = []
    match constraint.name:
        case "disjoint":
            queries.append(f"SELECT DISTINCT ?this ({name} AS ?it) WHERE {{ {start} ?this {other} {name} }}")
        case "equals" | "subsetOf":
            # Engines evaluate a longer path anew for every row of NOT EXISTS, and once for MINUS.
            apart = f"MINUS {{ {focus.pattern} {focus.step(constraint.other, name)} }}"
            absent = f"FILTER NOT EXISTS {{ ?this {other} {name} }}" if simple or path is None else apart
            queries.append(f"SELECT DISTINCT ?this ({name} AS ?it) WHERE {{ {start} {absent} }}")
            if constraint.name == "subsetOf":
                unequal = None
            elif path is None:
                unequal = "FILTER(!SAMETERM(?it, ?this))"
            elif path.predicate is not None:
                unequal = f"FILTER NOT EXISTS {{ ?this {path.sparql()} ?it }}"
            else:
                unequal = f"MINUS {{ {focus.pattern} {focus.step(path, '?it')} }}"
            if unequal is not None:
                queries.append(f"SELECT DISTINCT ?this ?it WHERE {{ {focus.pattern} ?this {other} ?it . {unequal} }}")
        case _:
            inorder = f"{name} < ?other"
            if constraint.name == "lessThanOrEquals":
                # Some engines have `a <= a` hold for terms that have no order at all (SPARQL 1.1 §17.3).
                kinds = ", ".join((*(f"<{XSD}{kind}>" for kind in _ORDERED), str(LANG_STRING)))
                inorder = f"IF(isNumeric({name}) || DATATYPE({name}) IN ({kinds}), {name} <= ?other, {inorder})"
            # One result for each pair that is out of order (§4.5.3), so the other value is selected too.
            queries.append(
                f"SELECT DISTINCT ?this ({name} AS ?it) ?other WHERE {{ {start} ?this {other} ?other "
                f"FILTER(!COALESCE({inorder}, false)) }}"
            )
    return [
        source.hit(run, this, value, values={"other": rest[0]} if rest else None)
        for query in queries
        for this, value, *rest in run.select(query)
        if this is not None and value is not None
        # Numbers that are too long for the engine have no order there.
        if not (rest and rest[0] is not None and ordered(_OPERATORS[constraint.name], value, rest[0]))
    ]


def check_closed(run: ValidationRun, focus: Focus, source: Source) -> list[Hit]:
    """``sh:closed`` (§4.8.1): one result for each triple with a property that is not allowed."""
    constraint, path = source.constraint, source.shape.path
    assert isinstance(constraint, model.Closed)
    allowed = f"FILTER(?path NOT IN ({', '.join(map(str, constraint.allowed))}))" if constraint.allowed else ""
    step = "?this ?path ?value" if path is None else f"?this {path.sparql()} ?node . ?node ?path ?value"
    node = "?this" if path is None else "?node"
    rows = run.select(
        f"SELECT DISTINCT ?this ?path ?value ({node} AS ?at) WHERE {{ {focus.pattern} {step} {allowed} }}"
    )
    further = _further_properties(run, focus.at(path), constraint)
    return [
        source.hit(run, this, value, path=predicate)
        for this, predicate, value, at in rows
        if this is not None and value is not None and isinstance(predicate, NamedNode)
        if predicate not in further.get(at, ())
    ]


def _further_properties(
    run: ValidationRun, nodes: Focus, constraint: model.Closed
) -> dict[Term | None, set[NamedNode]]:
    """What the types of nodes allow, with ``sh:ByTypes``."""
    if constraint.by_class is None:
        return {}
    of_class: dict[Term | None, set[NamedNode]] = {}
    for kind, names in constraint.by_class:
        for inner in run.subclasses(kind):
            of_class.setdefault(inner, set()).update(names)
    found: dict[Term | None, set[NamedNode]] = {}
    for node, kind_of in run.select(f"SELECT DISTINCT ?this ?kind WHERE {{ {nodes.pattern} ?this a ?kind }}"):
        found.setdefault(node, set()).update(of_class.get(kind_of, ()))
    return found


def check_unique_values(run: ValidationRun, focus: Focus, source: Source) -> list[Hit]:
    """``sh:uniqueValuesFor``: one result for each focus node that has a combination of values with another."""
    constraint = source.constraint
    assert isinstance(constraint, model.UniqueValues)
    names = [f"?key{number}" for number in range(len(constraint.paths))]
    nodes = focus.at(source.shape.path)
    steps = " ".join(nodes.step(path, name) for path, name in zip(constraint.paths, names, strict=True))
    # Others may have the same values that are not looked at now.
    every = replace(nodes, only=None)
    holders: dict[tuple[Term | None, ...], dict[Term, None]] = {}
    for this, *key in run.select(f"SELECT DISTINCT ?this {' '.join(names)} WHERE {{ {every.pattern} {steps} }}"):
        if this is not None:
            holders.setdefault(tuple(key), {})[this] = None
    doubled = {this for having in holders.values() if len(having) > 1 for this in having}
    pairs = value_pairs(run, focus, source.shape.path, doubled)
    return [source.hit(run, this) for this in dict.fromkeys(this for this, _ in pairs)]


def value_pairs(
    run: ValidationRun, focus: Focus, path: Path | None, among: Iterable[Term] | None = None
) -> list[tuple[Term, Term]]:
    """Each focus node with each of its value nodes, once, in the engine's order.

    Args:
        run: the validation.
        focus: the focus nodes.
        path: what is followed; without one, a focus node is its own value node.
        among: only these value nodes.
    """
    wanted = None if among is None else set(among)
    if wanted is not None and not wanted:
        return []
    names = ""
    # IRIs only: blank nodes have no name in a query, and literals in VALUES are where engines differ.
    if wanted is not None and len(wanted) <= 500 and all(isinstance(node, NamedNode) for node in wanted):
        names = f"{{ {' '.join(sorted(map(str, wanted)))} }}"
    if path is None:
        values = f"VALUES ?this {names}" if names else ""
        rows = run.select(f"SELECT ?this (?this AS ?value) WHERE {{ {focus.pattern} {values} }}")
    else:
        values = f"VALUES ?value {names}" if names else ""
        rows = run.select(f"SELECT ?this ?value WHERE {{ {values} {focus.pattern} {focus.step(path)} }}")
    pairs = dict.fromkeys((this, value) for this, value in rows if this is not None and value is not None)
    return [pair for pair in pairs if wanted is None or pair[1] in wanted]


_MANY = 1_000


def check_list(run: ValidationRun, focus: Focus, source: Source, evaluate: Evaluate) -> list[Hit]:
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


def _cells(run: ValidationRun) -> Mapping[Term, tuple[list[Term], list[Term]]]:
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
