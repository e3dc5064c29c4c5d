"""The queries of node expressions, each for all focus nodes at once; the functions that expressions name by IRI."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final

from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.errors import BrokenInput
from tcgraph.rdf import BlankNode, Literal, NamedNode, Term, Triple
from tcgraph.shacl.components import prefixes_of
from tcgraph.shacl.paths import Path
from tcgraph.shacl.small_graph import TripleIndex
from tcgraph.shacl.substitution import read_query, substituted
from tcgraph.shacl.validation_run import ValidationRun
from tcgraph.sparql import written
from tcgraph.sparql.constants import constant
from tcgraph.sparql.forms import Select
from tcgraph.sparql.variable_scope import columns

Row = Mapping[str, Term]
_AT_ONCE = 1_000
_VALUES = "\0"
"""Where the rows are put into a query: a character that no query has."""


def path_values(run: ValidationRun, path: Path, starts: Iterable[Term]) -> dict[Term, list[Term]]:
    """The values of a path from some nodes, each once."""
    wanted = set(starts)
    names = sorted(str(node) for node in wanted if isinstance(node, NamedNode | Literal))
    some = (" ".join(names[at : at + _AT_ONCE]) for at in range(0, len(names), _AT_ONCE))
    queries = [f"SELECT ?this ?value {{ VALUES ?this {{ {few} }} ?this {path.sparql()} ?value }}" for few in some]
    if any(isinstance(node, BlankNode) for node in wanted):
        # No query can name a blank node: all are asked for, and these looked up among them.
        queries.append(f"SELECT ?this ?value {{ ?this {path.sparql()} ?value FILTER(isBlank(?this)) }}")
    found: defaultdict[Term, dict[Term, None]] = defaultdict(dict)
    for query in queries:
        for this, value in run.select(query):
            if this in wanted and this is not None and value is not None:
                found[this][value] = None
    return {node: list(values) for node, values in found.items()}


def stored(run: ValidationRun, terms: Sequence[Term]) -> dict[Term, Term]:
    """Terms as the engine gives them back, which may fold literals."""
    found = {term: term for term in terms}
    literals = [term for term in terms if isinstance(term, Literal)]
    for number, value in _rows(run, f"SELECT ?i ?v {{ {_VALUES} }}", ["v"], [{"v": term} for term in literals]):
        if value is not None:
            found[literals[number]] = value
    return found


def computed(
    run: ValidationRun, text: str, rows: Sequence[Row], graph: TripleIndex | None = None, node: Term | None = None
) -> list[Term | None]:
    """The value of a SPARQL expression for each row of variables; None where it is an error.

    Args:
        run: the validation.
        text: the expression.
        rows: the values of its variables; blank nodes keep no more of themselves than which is which.
        graph: declares the prefixes of the expression; with ``node``.
        node: has ``sh:prefixes``.

    Raises:
        BrokenInput: it does not parse.
    """
    prefixes = {} if graph is None or node is None else dict(prefixes_of(graph, node))
    names = sorted({name for row in rows for name in row})
    tree = read_query(f"SELECT (({text}) AS ?v_) {{}}", prefixes, set(names), f"the expression {text}")
    (head,) = written(tree, full=True).partition("\nWHERE")[:1]
    found: list[Term | None] = [None] * len(rows)
    for number, value in _rows(run, f"{head.replace('SELECT', 'SELECT ?i', 1)} {{ {_VALUES} }}", names, rows):
        found[number] = value
    return found


def grouped(run: ValidationRun, name: str, lists: Sequence[Sequence[Term]], separator: str = "") -> list[Term | None]:
    """An aggregate of each of some lists; None where it has no value."""
    call = f"GROUP_CONCAT(?v; SEPARATOR={Literal(separator)})" if name == "groupConcat" else f"{name.upper()}(?v)"
    found: list[Term | None] = [Literal(0) if name == "sum" else None] * len(lists)
    for number, terms in enumerate(lists):
        values = " ".join(
            f"({place} {_written(term)})" for place, term in enumerate(terms) if not isinstance(term, BlankNode)
        )
        if values:
            # The places keep equal terms apart, which VALUES would too; an engine may take them for one.
            found[number] = next(iter(run.select(f"SELECT ({call} AS ?all) {{ VALUES (?i ?v) {{ {values} }} }}")))[0]
    return found


def ranked(run: ValidationRun, lists: Sequence[Sequence[Term | None]], *, down: bool) -> list[list[int]]:
    """For each list of keys the places in the order of SPARQL's ORDER BY; equals stay as they are."""
    key = "DESC(?v)" if down else "?v"
    found: list[list[int]] = []
    for keys in lists:
        values = " ".join(f"({place} {_written(term)})" for place, term in enumerate(keys))
        rows = run.select(f"SELECT ?i {{ VALUES (?i ?v) {{ {values} }} }} ORDER BY {key} ?i") if values else ()
        found.append([int(number.value) for (number,) in rows if isinstance(number, Literal)])
    return found


def selected(run: ValidationRun, graph: TripleIndex, node: Term, text: Term, rows: Sequence[Row]) -> list[list[Term]]:
    """The first column of a SELECT query, for each row of variables put into it.

    Raises:
        BrokenInput: it is no SELECT query, or does not parse.
    """
    names = {name for row in rows for name in row}
    source = text.value if isinstance(text, Literal) else ""
    tree = read_query(source, dict(prefixes_of(graph, node)), names, "sh:select of a node expression")
    if not isinstance(tree, Select) or not columns(tree):
        raise BrokenInput("sh:select of a node expression takes a SELECT query with a column")
    found: list[list[Term]] = []
    for row in rows:
        values = {name: constant(term) for name, term in row.items() if not isinstance(term, BlankNode)}
        solutions = run.select(written(substituted(tree, values), full=True), as_set=False)
        found.append([solution[0] for solution in solutions if solution[0] is not None])
    return found


def _rows(
    run: ValidationRun, query: str, names: Sequence[str], rows: Sequence[Row]
) -> Iterator[tuple[int, Term | None]]:
    """Run a query for rows of variables: the number of each row with the value that the query has for it."""
    for at in range(0, len(rows), _AT_ONCE):
        some = rows[at : at + _AT_ONCE]
        blank = {term: f"?blank{n}" for n, term in enumerate(dict.fromkeys(_blanks(some)))}
        if blank and len(some) > 1:
            for number, row in enumerate(some):
                yield from ((at + number, value) for _, value in _rows(run, query, names, [row]))
            continue
        heads = [name for name in names if not any(isinstance(row.get(name), BlankNode) for row in some)]
        lines = " ".join(
            f"({number} {' '.join(_written(row.get(name)) for name in heads)})" for number, row in enumerate(some, at)
        )
        bound = [f"BIND(BNODE() AS {variable})" for variable in blank.values()]
        bound += [
            f"BIND({blank[term]} AS ?{name})"
            for row in some
            for name, term in row.items()
            if isinstance(term, BlankNode)
        ]
        where = f"VALUES (?i {' '.join(f'?{name}' for name in heads)}) {{ {lines} }} {' '.join(bound)}"
        for place, *values in run.select(query.replace(_VALUES, where)):
            if isinstance(place, Literal) and values:
                yield int(place.value), values[0]


def _blanks(rows: Iterable[Row]) -> Iterator[BlankNode]:
    return (term for row in rows for term in row.values() if isinstance(term, BlankNode))


def _written(term: Term | None) -> str:
    """A term in VALUES; nothing for a blank node, which no query can name."""
    if isinstance(term, Triple):
        return f"<<( {' '.join(map(_written, (term.subject, term.predicate, term.object)))} )>>"
    return "UNDEF" if term is None or isinstance(term, BlankNode) else str(term)


SPARQL: Final = "http://www.w3.org/ns/sparql#"
_OPERATORS: Final = {
    "plus": "+", "subtract": "-", "multiply": "*", "divide": "/", "equals": "=", "not-equals": "!=",
    "less-than": "<", "less-than-or-equal": "<=", "greater-than": ">", "greater-than-or-equal": ">=",
    "logical-and": "&&", "logical-or": "||",
}  # fmt: skip
_SIGNS: Final = {"unary-minus": "-", "unary-plus": "+", "logical-not": "!"}
_OTHERWISE: Final = {"encode": "ENCODE_FOR_URI"}
_TAKES_NOTHING: Final = frozenset(("bound", "coalesce", "if", "logical-and", "logical-or"))
"""What has a value where an argument has none."""


def declared_function(run: ValidationRun, name: NamedNode) -> Callable[..., Term | None] | None:
    """A function that the shapes declare, while they are in use; None where the engine has none of that name."""
    return run.engine.functions.get(name) if isinstance(run.engine, EmbeddedEngine) else None


def call_text(function: NamedNode, arguments: Sequence[str]) -> tuple[str, bool]:
    """A call in SPARQL's syntax.

    Args:
        function: an IRI of the SPARQL vocabulary, or of a function that the engine or the shapes know.
        arguments: variables.

    Returns:
        The expression, and whether it has no value where an argument has none.
    """
    name = function.value.removeprefix(SPARQL) if function.value.startswith(SPARQL) else None
    listed = ", ".join(arguments)
    if name is None:
        return f"{function}({listed})", False
    needs_all = name not in _TAKES_NOTHING
    if name in _OPERATORS and len(arguments) == 2:
        return f"({arguments[0]} {_OPERATORS[name]} {arguments[1]})", needs_all
    if name in _SIGNS and len(arguments) == 1:
        return f"({_SIGNS[name]}{arguments[0]})", needs_all
    if name == "hasLang" and len(arguments) == 2:
        return f"(LCASE(LANG({arguments[0]})) = LCASE({arguments[1]}))", needs_all
    if name == "sameValue" and len(arguments) == 2:
        return f"(SAMETERM({listed}) || {arguments[0]} = {arguments[1]})", needs_all
    return f"{_OTHERWISE.get(name, name.upper())}({listed})", needs_all
