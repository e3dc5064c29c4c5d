"""What a query asks for and cannot get: told beside its answer, on its page, in a header, on standard error.

Every warning is a fact about the graph, not a rule of style: a name that nothing has, two patterns that nothing
matches together, a comparison that no value passes, rows that a language leaves out or repeats, and an answer that is
known to be incomplete. A graph is looked at once for each of its versions (:mod:`~tcgraph.questions.graph_profile`);
after that a query costs its reading and a look-up of the names that no query has used before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import chain
from threading import Lock
from typing import Final

from tcgraph.diagnostics.suggest import WordPool
from tcgraph.engine import query_trees
from tcgraph.errors import TcgraphError
from tcgraph.namespaces import RDF_TYPE, application
from tcgraph.questions.graph_profile import GraphProfile, Rows, profile_of
from tcgraph.questions.warnings import (
    query_counts,
    query_empty,
    query_gaps,
    query_languages,
    query_parts,
    query_scope,
    repeated_rows,
)
from tcgraph.questions.warnings.conjunctions import Conjunction, PatternStep, conjunctions, unbound
from tcgraph.questions.warnings.query_names import Meant
from tcgraph.questions.warnings.query_words import (
    HINTS,
    TIMES,
    QueryWarning,
    kind_said,
    kinds_of,
    literal_of,
    name_of,
    owners_of,
    said,
    term_said,
    written_name,
)
from tcgraph.rdf import Literal, NamedNode
from tcgraph.sparql import syntax as s
from tcgraph.sparql.forms import Query, Select
from tcgraph.sparql.node import Node, walk

_TYPE: Final = RDF_TYPE.value
_TEXT_ONLY: Final = frozenset(("CONTAINS", "STRSTARTS", "STRENDS", "REGEX", "LCASE", "UCASE", "STRLEN", "SUBSTR"))
_DAYS: Final = "tc:firstDay and tc:lastDay are days always."
_MOST: Final = 8
_FEW: Final = 12
_ENGLISH_FIRST: Final = 'ORDER BY (LANG(?o) != "en") LANG(?o)'


class QueryWarnings:
    """Warns about queries to one version of a graph.

    Args:
        rows: runs a SELECT query on that version.
    """

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._profile: GraphProfile | None = None
        self._looking = Lock()
        self._exists: dict[str, bool] = {}
        self._pools: dict[str, WordPool] = {}
        self._meant = Meant(rows, self._missing, lambda: self.profile)
        self._parts: query_parts.Parts = {}

    @property
    def profile(self) -> GraphProfile:
        """What the graph has, looked at when it is first needed.

        Raises:
            EngineError: it cannot be looked at.
        """
        # Queries that come together wait for one look, and do not slow each other's.
        with self._looking:
            if self._profile is None:
                self._profile = profile_of(self._rows)
            return self._profile

    def of(self, text: str, answered: int | None = None) -> list[QueryWarning]:
        """What is off in a query; nothing of one that does not parse.

        A graph may be too large to be looked at in the time that a question has. The answer stands by itself then, with
        what was found so far.

        Args:
            text: the query.
            answered: how many rows it gave, where that is known: that there are none, or that they end at its own
                LIMIT, is told too.
        """
        found: dict[str, QueryWarning] = {}
        with suppress(TcgraphError):
            tree = query_trees.query(text)
            for warning in self._found(text, tree):
                found[warning.message] = warning
            for warning in self._answered(text, tree, answered):
                # What is off at the same place says why.
                if not any(warning.start < each.end and each.start < warning.end for each in found.values()):
                    found[warning.message] = warning
        return list(found.values())[:_MOST]

    def _answered(self, text: str, tree: Query, rows: int | None) -> Iterator[QueryWarning]:
        limit = tree.modifiers.limit if isinstance(tree, Select) else None
        if rows and limit and rows >= limit:
            yield QueryWarning(f"The answer ends at LIMIT {limit}; there may be more.")
        yield from query_gaps.read_in(text, tree, rows, self._rows)
        yield from query_gaps.in_force(text, tree, rows, self._rows)
        if rows != 0:
            yield from query_scope.unfitting(tree, self._rows)
            yield from query_empty.idle(text, tree, self._rows)
        if rows == 0 and (found := query_empty.emptied(text, tree, self._rows)):
            yield found

    def _found(self, text: str, tree: Query) -> Iterator[QueryWarning]:
        unknown = set()
        for warning in chain(self._unbound(tree), self._names(tree)):
            unknown.add((warning.start, warning.end))
            yield warning
        for group in conjunctions(tree):
            yield from (
                w for w in query_gaps.unused(group, self._rows, self.profile) if (w.start, w.end) not in unknown
            )
            yield from (w for w in self._mismatches(group) if (w.start, w.end) not in unknown)
            yield from (w for w in self._values(group) if (w.start, w.end) not in unknown)
            yield from self._comparisons(text, group)
            yield from self._sums(group)
            yield from query_languages.left_out(group, self._rows, self.profile)
        yield from query_parts.narrower(text, tree, self._rows, self._parts)
        yield from query_languages.repeated(tree, self._rows, self.profile)
        yield from query_scope.everything(tree)
        yield from query_scope.lost(tree, self._rows)
        yield from query_scope.loose(tree, self._rows)
        yield from query_scope.made_after(tree)
        yield from query_scope.kept_otherwise(tree, self._rows)
        yield from query_counts.counted(tree, self._rows)
        yield from query_counts.told_twice(tree, self._rows)
        yield from query_counts.doubled(tree, self._rows, self.profile)
        yield from repeated_rows.alike(tree, self._rows)
        yield from repeated_rows.repeating(tree, self._rows)
        yield from query_gaps.incomplete(tree, self._rows)

    # --- names ---

    def _unbound(self, tree: Query) -> Iterator[QueryWarning]:
        for variable, known in unbound(tree):
            near = WordPool(known).nearest(variable.name)
            meant = f" Did you mean ?{near}?" if near else ""
            message = f"Nothing gives ?{variable.name} a value.{meant}"
            yield QueryWarning(message, variable.start, variable.end, f"?{near}" if near else "")
        yield from query_scope.unseen(tree)

    def _names(self, tree: Query) -> Iterator[QueryWarning]:
        """Names of our own namespaces that the graph does not have."""
        ours = application().described
        named = {
            node.value: node
            for node in walk(tree, lambda node: not isinstance(node, s.Service))
            if isinstance(node, s.Iri) and node.value.startswith(ours) and node.value[-1] not in "/#"
        }
        for iri in self._missing(named):
            node = named[iri]
            near = self._meant.by(iri)
            written = self._aswritten_name(near, node) if near else ""
            meant = f" Did you mean {written}?" if near else ""
            name = node.written or name_of(iri)
            yield QueryWarning(f"The graph has no {name}.{meant}", node.start, node.end, written, name)

    def _missing(self, iris: Iterable[str]) -> list[str]:
        asked = list(iris)
        new = [iri for iri in asked if iri not in self._exists]
        if new:
            values = " ".join(f"<{iri}>" for iri in new)
            query = (
                f"SELECT DISTINCT ?t {{ VALUES ?t {{ {values} }} FILTER("
                "EXISTS { ?t ?p ?o } || EXISTS { ?s ?t ?o } || EXISTS { ?s ?q ?t } || "
                "EXISTS { GRAPH ?t { ?a ?b ?c } }) }"
            )
            found = {term.value for (term,) in self._rows(query) if isinstance(term, NamedNode)}
            self._exists.update((iri, iri in found) for iri in new)
        return [iri for iri in asked if not self._exists[iri]]

    def _aswritten_name(self, iri: str, like: s.Iri) -> str:
        if like.written.startswith("<"):
            return f"<{iri}>"
        prefix, _, local = like.written.partition(":")
        if (
            like.value.endswith(local)
            and "/" not in iri[len(like.value) - len(local) :]
            and iri.startswith(like.value[: len(like.value) - len(local)])
        ):
            return f"{prefix}:{iri[len(like.value) - len(local) :]}"
        return name_of(iri)

    # --- patterns that nothing matches together ---

    def _mismatches(self, group: Conjunction) -> Iterator[QueryWarning]:
        """Properties that what a variable stands for never has, and classes that it never is of."""
        possible = self._possible(group)
        for step in group.steps:
            if not isinstance(step.subject, str) or step.subject not in possible or step.subject in group.given:
                continue
            classes, what = possible[step.subject]
            having = self.profile.having.get(step.property.value)
            if step.property.value == _TYPE:
                told = self._other_class(classes, step)
                if told and not what.startswith("a "):
                    yield self._never(step, what, f"is a {told}", "")
            elif having and classes.isdisjoint(having):
                owners = owners_of(having)
                rest = f"; {owners} {'have' if ' and ' in owners else 'has'} it"
                yield self._never(step, what, f"has {written_name(step.property)}", rest)

    def _possible(self, group: Conjunction) -> dict[str, tuple[set[str], str]]:
        """The classes that variables can be of, and what says so: a class asked for, or a property that leads there."""
        profile = self.profile
        found: dict[str, tuple[set[str], str]] = {}
        for step in group.all:
            kind = step.object.value if isinstance(step.object, s.Iri) and step.property.value == _TYPE else ""
            if isinstance(step.subject, str) and kind in profile.classes:
                found.setdefault(step.subject, ({kind}, f"a {name_of(kind)}"))
        for step in group.all:
            prop = step.property.value
            if isinstance(step.object, str) and prop != _TYPE and profile.kinds.get(prop, {}).keys() == {"thing"}:
                found.setdefault(step.object, (profile.reached[prop], f"what {written_name(step.property)} leads to"))
        return found

    def _other_class(self, classes: set[str], step: PatternStep) -> str:
        """The class that is asked for, where nothing of the others is in it."""
        wanted = step.object.value if isinstance(step.object, s.Iri) else ""
        return name_of(wanted) if wanted in self.profile.classes and not self._shared(classes, {wanted}) else ""

    def _shared(self, classes: set[str], others: set[str]) -> bool:
        if classes & others:
            return True
        if classes.isdisjoint(self.profile.classes):
            return True
        for one in sorted(classes):
            for other in sorted(others):
                key = f"{one} {other}"
                if key not in self._exists:
                    query = f"SELECT ?x {{ ?x a <{one}> ; a <{other}> }} LIMIT 1" if one else "SELECT ?x {} LIMIT 1"
                    self._exists[key] = any(True for _ in self._rows(query))
                if self._exists[key]:
                    return True
        return False

    def _never(self, step: PatternStep, what: str, told: str, rest: str) -> QueryWarning:
        hint = HINTS.get(step.property.value, "")
        message = f"Nothing that is {what} {told}{rest}.{f' {hint}' if hint else ''}"
        if not what.startswith("a "):
            message = f"{what[0].upper()}{what[1:]} never {told}{rest}.{f' {hint}' if hint else ''}"
        return QueryWarning(message, step.property.start, step.property.end)

    # --- values that nothing has ---

    def _values(self, group: Conjunction) -> Iterator[QueryWarning]:
        for step in group.steps:
            if isinstance(step.object, s.Literal):
                yield from self._value(step.property, step.object)

    def _value(self, prop: s.Iri, value: s.Literal) -> Iterator[QueryWarning]:
        kinds = self.profile.kinds.get(prop.value)
        if kinds is None:
            return
        if kinds.keys() == {"thing"}:
            hint = HINTS.get(prop.value) or "Ask for the thing by its name, or for its label."
            message = f"{written_name(prop)} leads to things, never to a value such as {said(value)}. {hint}"
            yield QueryWarning(message, value.start, value.end)
            return
        term = literal_of(value)
        key = f"{prop.value} {term}"
        if key not in self._exists:
            self._exists[key] = any(True for _ in self._rows(f"SELECT ?s {{ ?s <{prop.value}> {term} }} LIMIT 1"))
        if self._exists[key]:
            return
        near = self._nearest_value(prop.value, value)
        meant = (
            f" Did you mean {near}?"
            if near
            else f" Its values are {kinds_of(kinds)}."
            if kind_said(value) not in kinds
            else self._every_value(prop.value)
        )
        yield QueryWarning(f"Nothing has {said(value)} as {written_name(prop)}.{meant}", value.start, value.end, near)

    def _nearest_value(self, prop: str, value: s.Literal) -> str:
        """The value meant: the same in another datatype or language, or one that is written nearly so."""
        text = Literal(value.value)
        same = f"SELECT DISTINCT ?o {{ ?s <{prop}> ?o FILTER(STR(?o) = {text}) }} {_ENGLISH_FIRST} LIMIT 1"
        for (term,) in self._rows(same):
            return term_said(term)
        if kind_said(value) != "text":
            return ""
        if prop not in self._pools:
            query = f"SELECT DISTINCT ?o {{ ?s <{prop}> ?o FILTER(isLiteral(?o) && STRLEN(STR(?o)) < 80) }} LIMIT 5000"
            self._pools[prop] = WordPool(term.value for (term,) in self._rows(query) if isinstance(term, Literal))
        near = self._pools[prop].nearest(value.value)
        if near is None:
            return ""
        found = f"SELECT DISTINCT ?o {{ ?s <{prop}> ?o FILTER(STR(?o) = {Literal(near)}) }} {_ENGLISH_FIRST} LIMIT 1"
        return next((term_said(term) for (term,) in self._rows(found)), "")

    def _every_value(self, prop: str) -> str:
        """Each value of a property in a sentence, where they are few, as codes are."""
        query = f"SELECT DISTINCT ?o {{ ?s <{prop}> ?o FILTER(isLiteral(?o)) }} LIMIT {_FEW + 1}"
        told = sorted(term_said(term) for (term,) in self._rows(query))
        return f" Its values are {', '.join(told)}." if len(told) <= _FEW else ""

    # --- comparisons that no value passes ---

    def _comparisons(self, text: str, group: Conjunction) -> Iterator[QueryWarning]:
        kinds = self._kinds_of(group)
        for condition in group.conditions:
            for node in walk(condition, lambda node: not isinstance(node, s.Exists)):
                if isinstance(node, s.Infix) and len(node.operators) == 1 and len(node.operands) == 2:
                    one, other = node.operands
                    if isinstance(other, s.Var):
                        one, other = other, one
                    if isinstance(one, s.Var) and isinstance(other, s.Iri | s.Literal) and one.name in kinds:
                        here = query_counts.kinds_here(text, node, one.name, kinds[one.name][0], self._rows)
                        yield from self._compared(node, one, node.operators[0], other, here, kinds[one.name][1])
                elif isinstance(node, s.Call) and node.function in _TEXT_ONLY and node.arguments:
                    first = node.arguments[0]
                    if isinstance(first, s.Var) and first.name in kinds and kinds[first.name][0].keys() == {"thing"}:
                        name = f"?{first.name}"
                        message = (
                            f"{node.function} reads texts, and {name} is a thing: its label or STR({name}) is a text."
                        )
                        yield QueryWarning(message, node.start, node.end)

    def _sums(self, group: Conjunction) -> Iterator[QueryWarning]:
        """Sums and averages of what is no number, which have no value."""
        columns = group.select.columns if group.select is not None else ()
        kinds = self._kinds_of(group) if columns else {}
        for node in (node for column in columns for node in walk(column)):
            if isinstance(node, s.Aggregate) and node.function in ("SUM", "AVG") and isinstance(node.argument, s.Var):
                told = kinds.get(node.argument.name)
                if told is not None and "number" not in told[0]:
                    of = f"the values of {written_name(told[1])} are {kinds_of(told[0])}"
                    message = f"{node.function}(?{node.argument.name}) has no value: {of}."
                    yield QueryWarning(message, node.start, node.end)

    def _kinds_of(self, group: Conjunction) -> dict[str, tuple[dict[str, int], s.Iri]]:
        found: dict[str, tuple[dict[str, int], s.Iri]] = {}
        for step in group.all:
            told = self.profile.kinds.get(step.property.value)
            if isinstance(step.object, str) and told and step.object not in group.given:
                found.setdefault(step.object, (told, step.property))
            if isinstance(step.subject, str) and step.subject not in group.given:
                found[step.subject] = ({"thing": 1}, step.property)
        return found

    def _compared(
        self, node: Node, variable: s.Var, operator: str, value: s.Iri | s.Literal, kinds: dict[str, int], prop: s.Iri
    ) -> Iterator[QueryWarning]:
        kind = "thing" if isinstance(value, s.Iri) else kind_said(value)
        name = f"?{variable.name}"
        ordered = operator in ("<", ">", "<=", ">=")
        if kind not in kinds and (ordered or kind not in TIMES or not TIMES & kinds.keys()):
            if operator == "!=":
                return
            shown = said(value)
            message = (
                f"{name} {operator} {shown} never holds: the values of {written_name(prop)} are {kinds_of(kinds)}."
            )
            hint = HINTS.get(prop.value, "") if kinds.keys() == {"thing"} and kind == "text" else ""
            if kind in ("number", *TIMES) and TIMES & kinds.keys():
                hint = "tc:year is a number." if kind == "number" else _DAYS
            yield QueryWarning(f"{message} {hint}".strip(), node.start, node.end)
        elif operator in ("<", ">", "<=", ">=") and (
            left := sum(n for k, n in kinds.items() if k != kind and k in TIMES)
        ):
            total = sum(kinds.values())
            others = kinds_of(k for k in kinds if k != kind)
            message = f"{name} {operator} {said(value)} passes over {left} of the {total} values of "
            message += f"{written_name(prop)} here, which are {others}."
            yield QueryWarning(f"{message} {_DAYS}", node.start, node.end)
        elif operator == "=" and isinstance(value, s.Literal) and kind == "text":
            yield from self._value(prop, value)
