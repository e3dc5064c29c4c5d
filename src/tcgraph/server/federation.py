"""SERVICE (SPARQL 1.1 Federated Query): other servers are asked here, and their rows put in its place.

A worker, which evaluates the query, can open nothing. So each SERVICE clause is asked for beforehand, by itself, as
§4 of that specification has it, and becomes VALUES. What stands before it in its group is asked first, and the values
that the two share go along: the clause is joined with them, so rows with others are of no use to anybody.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import pyoxigraph

from tcgraph.engine import query_trees
from tcgraph.rdf import BlankNode, Literal, NamedNode, ResultFormat, Term, Triple
from tcgraph.server.outbound import OutboundLimits, ServiceFailed, asked
from tcgraph.sparql import syntax as s
from tcgraph.sparql import written
from tcgraph.sparql.forms import Dataset, Modifiers, Query, Select
from tcgraph.sparql.node import Node, transform, walk
from tcgraph.sparql.variable_scope import visible

Rows = Sequence[Sequence[Term | None]]
AskHere = Callable[[str], Awaitable[Rows]]
AskThere = Callable[[str, str, OutboundLimits], Awaitable[bytes]]


class FederationRefused(Exception):
    """A SERVICE clause that is not carried out here; the message says why."""


@dataclass(frozen=True, slots=True)
class FederationLimits:
    """What one query may ask of others.

    Attributes:
        seconds: for all its SERVICE clauses together.
        rows: that one clause may give.
        size: bytes that one answer may have.
        clauses: how many there may be.
        sent: rows of values that are sent along with one; more are not, and the clause is asked as it stands.
        per_client: queries with SERVICE that one client may have running.
    """

    seconds: float
    rows: int = 10_000
    size: int = 8 << 20
    clauses: int = 8
    sent: int = 500
    per_client: int = 2


class Federation:
    """Carries out SERVICE clauses.

    Args:
        addresses: the endpoints that may be asked, as an administrator lists them.
        limits: what one query may ask of them.
        ask_there: puts a query to one of them.
    """

    def __init__(self, addresses: Iterable[str], limits: FederationLimits, ask_there: AskThere = asked) -> None:
        self.addresses = tuple(addresses)
        self._limits = limits
        self._ask_there = ask_there
        self._running: Counter[str] = Counter()

    async def carried_out(self, text: str, ask_here: AskHere, *, base: str = "", client: str = "") -> str:
        """A query without SERVICE that has the same answer.

        Args:
            text: a query; of others nobody takes SERVICE.
            ask_here: answers a SELECT query from the graph that the query is put to, in the order of its columns.
            base: of relative references.
            client: who asks.

        Raises:
            BrokenQuery: it does not parse.
            ServiceRefused: an address is not listed, or not known before the query runs; or there is too much of it.
            ServiceFailed: a server did not answer as it should, and the clause is not SILENT. No answer then: half of
                one would look like all of it.
        """
        query = query_trees.query(text, base)
        self._check(query)
        if client and self._running[client] >= self._limits.per_client:
            raise FederationRefused("You have questions to other servers running; try again when one is done.")
        self._running[client] += 1
        try:
            asking = _Asking(self._limits, self._ask_there, ask_here, query.dataset)
            return written(await asking.without(query))
        finally:
            self._running[client] -= 1
            if not self._running[client]:
                del self._running[client]

    def _check(self, query: Query) -> None:
        clauses = [node for node in walk(query) if isinstance(node, s.Service)]
        if len(clauses) > self._limits.clauses:
            raise FederationRefused(
                f"A query may have {self._limits.clauses} SERVICE clauses; this one has {len(clauses)}."
            )
        for clause in clauses:
            if isinstance(clause.name, s.Var):
                raise FederationRefused(
                    f"SERVICE ?{clause.name.name} is refused: write the address of the server itself."
                )
            if clause.name.value not in self.addresses:
                known = ", ".join(self.addresses)
                raise FederationRefused(
                    f"SERVICE <{clause.name.value}> is refused. This endpoint asks {known} and no other."
                )
            if any(isinstance(node, s.Service) for node in walk(clause.pattern)):
                raise FederationRefused("A SERVICE clause within another is refused: ask each server for its own part.")


class _Asking:
    """One query's clauses, one after the other."""

    def __init__(
        self, limits: FederationLimits, ask_there: AskThere, ask_here: AskHere, dataset: tuple[Dataset, ...]
    ) -> None:
        self._limits = limits
        self._ask_there = ask_there
        self._ask_here = ask_here
        self._dataset = dataset
        self._until = time.monotonic() + limits.seconds

    async def without(self, query: Query) -> Query:
        if query.where is None:
            return query
        return replace(query, where=await self._group(query.where, ()))

    async def _group(self, group: s.Group, outside: tuple[s.Pattern, ...]) -> s.Group:
        """A group with what stands in place of its clauses.

        Args:
            group: any.
            outside: patterns that the group's solutions are joined with, or extend.
        """
        done: list[s.Pattern] = []
        for element in group.elements:
            done.append(await self._element(element, (*outside, *_binding(done))))
        return replace(group, elements=tuple(done))

    async def _element(self, element: s.Pattern, before: tuple[s.Pattern, ...]) -> s.Pattern:
        if not any(isinstance(node, s.Service) for node in walk(element)):
            return element
        match element:
            case s.Service():
                return await self._clause(element, before)
            case s.Group():
                return await self._group(element, before)
            case s.Optional():
                return replace(element, pattern=await self._group(element.pattern, before))
            case s.Union():
                return replace(element, parts=tuple([await self._group(part, before) for part in element.parts]))
            # In these the patterns before are another graph's, are taken away from, or are not seen.
            case s.InGraph() | s.Minus():
                return replace(element, pattern=await self._group(element.pattern, ()))
            case Select():
                return replace(element, where=await self._group(element.where, ()))
        raise FederationRefused(
            "SERVICE is carried out in groups, OPTIONAL, UNION, MINUS and subqueries, not in EXISTS."
        )

    async def _clause(self, clause: s.Service, before: tuple[s.Pattern, ...]) -> s.Pattern:
        assert isinstance(clause.name, s.Iri), "variables are refused"
        names = tuple(visible(clause.pattern.elements))
        shared = [name for name in visible(before) if name in names]
        sent = await self._values(before, shared) if shared else None
        if sent is not None and not sent:
            return _values(names, ())
        where = clause.pattern.elements if sent is None else (_values(shared, sent), *clause.pattern.elements)
        left = self._until - time.monotonic()
        try:
            rows = await self._rows(clause.name.value, _select(names, where, self._limits.rows + 1), names, left)
        except ServiceFailed:
            if clause.silent:
                # §2.4: as if the clause had one solution that binds nothing.
                return s.Group(())
            raise
        return _values(names, rows)

    async def _values(self, before: tuple[s.Pattern, ...], shared: Sequence[str]) -> Rows | None:
        """The values that a clause is joined with; None where there are too many, or some that cannot be sent."""
        query = _select(shared, before, self._limits.sent + 1, modifier="DISTINCT", dataset=self._dataset)
        rows = await self._ask_here(written(query))
        if len(rows) > self._limits.sent or any(_is_local(term) for row in rows for term in row):
            return None
        return rows

    async def _rows(self, address: str, query: Select, names: Sequence[str], seconds: float) -> Rows:
        if seconds <= 0:
            raise ServiceFailed(f"There was no time left to ask {address}.")
        body = await self._ask_there(address, written(query), OutboundLimits(seconds, self._limits.size))
        try:
            found = pyoxigraph.parse_query_results(body, ResultFormat.JSON.codec)
            assert isinstance(found, pyoxigraph.QuerySolutions)
            given = {variable.value for variable in found.variables}
            rows = [tuple(row[name] if name in given else None for name in names) for row in found]
        except (SyntaxError, ValueError, AssertionError):
            raise ServiceFailed(f"{address} answers with what is no table in SPARQL's JSON.") from None
        if len(rows) > self._limits.rows:
            raise ServiceFailed(f"{address} has more than {self._limits.rows:,} rows for its clause; ask it for less.")
        for name, term in ((name, term) for row in rows for name, term in zip(names, row, strict=True)):
            if _is_local(term):
                told = f"{address} answers with a blank node for ?{name}, which means nothing here."
                raise ServiceFailed(f"{told} Add FILTER(isIRI(?{name}) || isLiteral(?{name})) to the clause.")
        return rows


def _binding(elements: Iterable[s.Pattern]) -> list[s.Pattern]:
    """Elements of a group without its filters, which hold for all of it and may need what comes later."""
    return [element for element in elements if not isinstance(element, s.Filter)]


def _select(
    names: Iterable[str],
    where: tuple[s.Pattern, ...],
    limit: int,
    *,
    modifier: str = "",
    dataset: tuple[Dataset, ...] = (),
) -> Select:
    columns = tuple(s.Var(name) for name in names)
    query = Select((), modifier, columns, dataset, s.Group(where), Modifiers(limit=limit))
    return transform(query, _in_full)


def _in_full(part: Node) -> Node:
    return s.Iri(part.value) if isinstance(part, s.Iri) and part.written else part


def _is_local(term: Term | None) -> bool:
    """Whether a term cannot be carried from one server to another: a blank node, or what may have one inside."""
    return isinstance(term, BlankNode | Triple)


def _values(names: Iterable[str], rows: Rows) -> s.PatternText:
    variables = " ".join(f"?{name}" for name in names)
    lines = "\n".join(f"({' '.join(_written(term) for term in row)})" for row in rows)
    return s.PatternText(f"VALUES ({variables}) {{\n{lines}\n}}")


def _written(term: Term | None) -> str:
    if term is None:
        return "UNDEF"
    assert isinstance(term, NamedNode | Literal)
    return str(term)
