"""Random graphs and random questions: EXISTS in every place, scopes of OPTIONAL, MINUS with and without anything
shared, variables without a value, blank nodes, graphs, VALUES with UNDEF, errors in filters, aggregates, subqueries
and paths.
"""

from __future__ import annotations

import random

from tcgraph.sparql.planner import Constant, Sample
from tcgraph.sparql.syntax import Iri

NODES = ("<urn:n0>", "<urn:n1>", "<urn:n2>", "_:b0", "_:b1")
VALUES = (*NODES, "1", "2", "1.0", '"a"', '"a"@en', '"2006-01-01"^^<http://www.w3.org/2001/XMLSchema#date>')
CONSTANTS = tuple(value for value in VALUES if not value.startswith("_"))
PREDICATES = ("<urn:p>", "<urn:q>", "<urn:r>", "a")
NAMES = ("a", "b", "c", "d", "e")
GRAPHS = ("<urn:g>", "<urn:h>")


class RandomCounts:
    """Counts of no graph, so that every decision of the planner falls either way."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance

    def sample(self, subject: Constant | None, predicate: Iri | None, object: Constant | None) -> Sample:
        rows = 10 ** self._chance.uniform(0, 6)
        return Sample(rows, max(1.0, rows ** self._chance.random()), max(1.0, rows ** self._chance.random()))


def graph(chance: random.Random) -> str:
    """N-Quads of up to a dozen triples in the default graph and two named ones."""
    lines = set()
    for _ in range(chance.randrange(4, 14)):
        predicate = chance.choice(PREDICATES).replace("a", "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>", 1)
        if not predicate.startswith("<"):
            predicate = "<urn:p>"
        end = chance.choice(VALUES[:5]) if chance.random() < 0.6 else chance.choice(VALUES)
        lines.add(f"{chance.choice(NODES)} {predicate} {_full(end)} {chance.choice(('', *GRAPHS))} .")
    return "\n".join(sorted(lines)) + "\n"


def _full(value: str) -> str:
    kinds = {"1": "integer", "2": "integer", "1.0": "decimal"}
    return f'"{value}"^^<http://www.w3.org/2001/XMLSchema#{kinds[value]}>' if value in kinds else value


class Asker:
    """Writes questions.

    Args:
        chance: the random choices.
        plain: whether to keep to what rdflib is known to answer by the standard.
    """

    def __init__(self, chance: random.Random, *, plain: bool = False) -> None:
        self._chance = chance
        self._plain = plain
        self._new = 0

    def _one(self, *choices: str) -> str:
        return self._chance.choice(choices)

    def _likely(self, share: float) -> bool:
        return self._chance.random() < share

    def query(self) -> str:
        """A query of any form."""
        where = f"{{ {self.group(3)} }}"
        kind = self._chance.random()
        if kind < 0.08:
            return f"ASK {where}"
        if kind < 0.15:
            return f"CONSTRUCT {{ ?a <urn:made> ?b }} WHERE {where}"
        if kind < 0.35:
            return f"SELECT * {where}"
        if kind < 0.5:
            having = f" HAVING({self.condition(2)})" if self._likely(0.5) else ""
            return f"SELECT ?a (COUNT(?b) AS ?n) {where} GROUP BY ?a{having}"
        if kind < 0.6:
            return f"SELECT ?a ?b ({self.condition(2)} AS ?new) {where}"
        order = f" ORDER BY {self._one('?a', 'DESC(?b)')} ?a ?b ?c ?d ?e" if self._likely(0.2) else ""
        closing = f" VALUES ?a {{ {self._one(*CONSTANTS)} UNDEF }}" if self._likely(0.1) else ""
        return f"SELECT {self._one('', 'DISTINCT ')}?a ?b ?c ?d ?e {where}{order}{closing}"

    def group(self, depth: int) -> str:
        """The inside of a group."""
        parts = [self.triples() for _ in range(self._chance.randrange(0, 3))] if self._likely(0.9) else []
        parts += [self.element(depth - 1) for _ in range(self._chance.choice((0, 1, 1, 2)))] if depth else []
        if self._likely(0.3):
            self._chance.shuffle(parts)
        return " ".join(parts) or self.triples()

    def element(self, depth: int) -> str:
        """Anything that may stand in a group beside triples."""
        kinds = (
            "filter", "filter", "filter", "exists", "exists", "exists", "optional", "optional", "minus", "minus",
            "union", "group", "graph", "values", "bind", "subquery", "subquery", "compared", "compared", "unbound",
            "equal", "required", "grouped", "grouped", "figure", "itself",
        )  # fmt: skip
        match self._one(*kinds):
            case "filter":
                return f"FILTER({self.condition(depth)})"
            case "exists":
                return f"FILTER {self._one('', 'NOT ')}EXISTS {{ {self.group(depth)} }}"
            case "compared":
                first, second = self._chance.sample(NAMES, 2)
                comparison = f"?{first} {self._one('<', '>', '<=', '>=', '!=')} ?{second}"
                more = f" && {self.condition(0)}" if self._likely(0.3) else ""
                pattern = f"?{self._one(*NAMES)} <urn:p> ?{self._one(*NAMES)} ; {self._one(*PREDICATES)} ?{first} ."
                asked = f"{self._one('', 'NOT ')}EXISTS {{ {pattern} FILTER({comparison}{more}) }}"
                known = f"?a <urn:q> ?{second} ."
                return f"{known} FILTER {asked}" if self._likely(0.6) else f"FILTER {asked} {known}"
            case "unbound":
                self._new += 1
                mine, other, last = f"?{self._one(*NAMES)}", f"?y{self._new}", f"?z{self._new}"
                comparison = f"{last} {self._one('<', '>', '<=', '>=')} {mine}"
                more = f" && {other} != ?{self._one(*NAMES)}" if self._likely(0.4) else ""
                pattern = f"{other} <urn:q> ?{self._one(*NAMES)} ; {self._one(*PREDICATES)} {last} ."
                bound = f"FILTER(!BOUND({self._one(other, last)}))"
                return f"?a <urn:q> {mine} . OPTIONAL {{ {pattern} FILTER({comparison}{more}) }} {bound}"
            case "equal":
                self._new += 1
                ends = [f"?x{self._new}", f"?{self._one(*NAMES)}"]
                self._chance.shuffle(ends)
                first, second = f"?y{self._new} {self._one(*PREDICATES)} {ends[0]} .", f"?z{self._new} ?e {ends[1]} ."
                forms = ("%s = %s", "%s = %s", "STR(%s) = STR(%s)", "LCASE(%s) = %s", "%s = CONCAT(%s, '')")
                equal = self._one(*forms) % tuple(ends)
                return f"{first} {self.triples()} {second} FILTER({equal}{self._one('', f' && {self.condition(0)}')})"
            case "required":
                self._new += 1
                mine, filtered = f"?y{self._new}", self._one("", f"FILTER({self.condition(0)})")
                asked = self._one(
                    "%s = 1", "%s > ?a", "BOUND(%s)", "STR(%s) != 'x'", "%s IN (<urn:n0>)", "%s = ?b || ?a = ?b"
                )
                pattern = f"?{self._one(*NAMES)} {self._one(*PREDICATES)} {mine} . {filtered}"
                return f"OPTIONAL {{ {pattern} }} {self.triples()} FILTER({asked % mine})"
            case "grouped":
                known = f"?a <urn:q> {self._one(*CONSTANTS)} ."
                return f"{known} {{ {self.subquery(depth)} }} FILTER({self.condition(0)})"
            case "itself":
                self._new += 1
                ends = [f"?y{self._new}", f"?{self._one(*NAMES)}"]
                self._chance.shuffle(ends)
                pattern = self._one(f"?y{self._new} <urn:p> ?{self._one(*NAMES)} .", f"?a <urn:q> ?y{self._new} .")
                more = self._one("", self.triples(), f"FILTER({self.condition(0)})")
                asked = f"{self._one('', 'NOT ')}EXISTS {{ {pattern} {more} FILTER({ends[0]} = {ends[1]}) }}"
                return f"?a <urn:p> ?b . FILTER {asked}"
            case "figure":
                self._new += 1
                function = self._one("COUNT", "COUNT", "SUM", "MAX", "AVG", "SAMPLE")
                figure, of = f"?n{self._new}", self._one(f"?y{self._new}", f"?{self._one(*NAMES)}")
                pattern = f"?{self._one(*NAMES)} {self._one(*PREDICATES)} {of} . {self._one('', self.triples())}"
                keys = self._one("", f"?{self._one(*NAMES)}")
                counted = f"SELECT {keys} ({function}({of}) AS {figure}) {{ {pattern} }}"
                grouped = f"{counted} GROUP BY {keys}" if keys else counted
                comparison = f"{figure} {self._one('<', '>', '<=', '>=')} ?{self._one(*NAMES)}"
                asked = f"{self._one('', 'NOT ')}EXISTS {{ {{ {grouped} }} FILTER({comparison}) }}"
                return f"?a <urn:q> ?b ; <urn:p> ?c . FILTER {asked}"
            case "optional":
                return f"OPTIONAL {{ {self.group(depth)} }}"
            case "minus":
                return f"MINUS {{ {self.group(depth)} }}"
            case "union":
                return f"{{ {self.group(depth)} }} UNION {{ {self.group(depth)} }}"
            case "group":
                return f"{{ {self.group(depth)} }}"
            case "graph":
                return f"GRAPH {self._one('?e', '<urn:g>')} {{ {self.group(depth)} }}"
            case "values":
                rows = f"({self._one(*CONSTANTS)}) ({self._one('UNDEF', *CONSTANTS)})"
                return f"VALUES (?{self._one(*NAMES)}) {{ {rows} }}"
            case "bind":
                self._new += 1
                return f"BIND({self.condition(depth) if self._likely(0.4) else self.value()} AS ?x{self._new})"
            case _:
                return f"{{ {self.subquery(depth)} }}"

    def subquery(self, depth: int) -> str:
        """A subquery."""
        first, second = self._chance.sample(NAMES, 2)
        where = f"{{ {self.group(depth)} }}"
        self._new += 1
        match self._one("plain", "distinct", "count", "max", "star"):
            case "plain":
                return f"SELECT ?{first} ?{second} {where}"
            case "distinct":
                return f"SELECT DISTINCT ?{first} {where}"
            case "count":
                return (
                    f"SELECT ?{first} (COUNT(?{second}) AS ?x{self._new}) {where} GROUP BY ?{first}{self.having(first)}"
                )
            case "max":
                return f"SELECT (MAX(?{second}) AS ?x{self._new}) {where}"
            case _:
                return f"SELECT * {where}"

    def having(self, key: str) -> str:
        """A condition on groups, or none."""
        return self._one(
            "", "", f" HAVING(?{key} {self._one('=', '!=', '<')} {self._one(*CONSTANTS)})", " HAVING(COUNT(*) > 1)"
        )

    def triples(self) -> str:
        """A triple pattern or two."""
        start = self._one("?a", "?b", "?c", "?d", "<urn:n0>", "_:x", "[]") if self._likely(0.5) else "?a"
        if start == "_:x":
            start = "[]"
        if self._likely(0.1):
            return f"?{self._one(*NAMES)} <urn:p> [ {self._one(*PREDICATES)} {self.end()} ] ."
        more = f" ; {self.verb()} {self.end()}" if self._likely(0.3) else ""
        return f"{start} {self.verb()} {self.end()}{more} ."

    def verb(self) -> str:
        """A predicate or a path."""
        if self._likely(0.75):
            return self._one(*PREDICATES)
        return self._one(
            "?d", "<urn:p>/<urn:q>", "^<urn:p>", "<urn:p>*", "<urn:p>+", "<urn:p>|<urn:q>", "<urn:q>/<urn:p>*",
            "^<urn:q>/<urn:p>", "<urn:p>?", "!<urn:p>", "<urn:p>*/<urn:q>",
        )  # fmt: skip

    def end(self) -> str:
        """An object."""
        return f"?{self._one(*NAMES)}" if self._likely(0.75) else self._one(*CONSTANTS, "[]")

    def value(self) -> str:
        """An expression that gives a term."""
        return self._one(f"?{self._one(*NAMES)}", "STR(?a)", "?b + 1", self._one(*CONSTANTS), "COALESCE(?c, 1)", "1/0")

    def condition(self, depth: int) -> str:
        """An expression that is true or false, or has an error."""
        if depth and self._likely(0.4):
            return f"{self._one('', 'NOT ')}EXISTS {{ {self.group(depth - 1)} }}"
        if depth and self._likely(0.3):
            return f"({self.condition(depth - 1)}) {self._one('||', '&&')} ({self.condition(depth - 1)})"
        if self._likely(0.2):
            return f"!({self.condition(max(0, depth - 1))})"
        first, second = (f"?{self._one(*NAMES)}" for _ in "ab")
        return self._one(
            f"{first} = {second}", f"{first} != {second}", f"{first} < {second}", f"{first} > {second}",
            f"{first} = {self._one(*CONSTANTS)}", f"BOUND({first})", f"!BOUND({first})", f"sameTerm({first}, {second})",
            f"{first} IN (<urn:n0>, {self._one(*CONSTANTS)})",
            f"{first} = <urn:n1> || {first} = {self._one(*CONSTANTS)}", f"{first} <= {second}", f"isIRI({first})",
        )  # fmt: skip
