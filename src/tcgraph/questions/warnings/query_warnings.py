"""What a query asks for and cannot get: told beside its answer, on its page, in a header, on standard error.

Every warning is a fact about the graph, not a rule of style: a name that nothing has, two patterns that nothing
matches together, a comparison that no value passes, rows that a language leaves out or repeats, and an answer that is
known to be incomplete. A graph is looked at once for each of its versions (:mod:`~tcgraph.questions.graph_profile`);
after that a query costs its reading and a look-up of the names that no query has used before.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import chain
from threading import Lock
from typing import Final

from tcgraph.diagnostics.suggest import WordPool
from tcgraph.engine import query_trees
from tcgraph.errors import EngineError, TcgraphError
from tcgraph.namespaces import RDF_TYPE, application
from tcgraph.questions.graph_profile import GraphProfile, Rows, profile_of
from tcgraph.questions.warnings import (
    query_counts,
    query_empty,
    query_gaps,
    query_languages,
    query_limits,
    query_parts,
    query_scope,
    query_swaps,
    repeated_rows,
)
from tcgraph.questions.warnings.conjunctions import Conjunction, PatternStep, conjunctions, unbound
from tcgraph.questions.warnings.query_names import Meant
from tcgraph.questions.warnings.query_values import AskedValues
from tcgraph.questions.warnings.query_words import HINTS, QueryWarning, name_of, owners_of, written_name
from tcgraph.rdf import NamedNode
from tcgraph.sparql import syntax as s
from tcgraph.sparql.forms import Construct, Query, Select
from tcgraph.sparql.node import walk
from tcgraph.terms import QUERY_PREFIXES

_TYPE: Final = RDF_TYPE.value
_MOST: Final = 8


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
        self._values = AskedValues(rows, lambda: self.profile)
        self._meant = Meant(rows, self._missing, lambda: self.profile)
        self._known = query_parts.LookedUp()

    @property
    def looked(self) -> bool:
        """Whether the graph has been looked at."""
        return self._profile is not None

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
            for warning in _looked(self._found(text, tree)):
                found[warning.message] = warning
            for warning in _looked(self._answered(text, tree, answered, found)):
                # What is off at the same place says why, and what to write there.
                there = (one for one in found.values() if warning.start < one.end and one.start < warning.end)
                if not any(one.instead or not warning.instead for one in there):
                    found[warning.message] = warning
        return list(found.values())[:_MOST]

    def _answered(
        self, text: str, tree: Query, rows: int | None, found: Mapping[str, QueryWarning]
    ) -> Iterator[Iterable[QueryWarning]]:
        tree, rows = query_empty.as_rows(tree, rows, self._rows)
        yield query_scope.nowhere(text, tree, rows, self._rows)
        yield query_limits.cut(tree, rows, self._rows)
        yield query_gaps.unsaid(tree, rows, self._rows)
        yield query_gaps.read_in(text, tree, rows, self._rows)
        yield query_gaps.in_force(text, tree, rows, self._rows)
        if isinstance(tree, Select) and not tree.dataset:
            if rows == 0:
                # What is told with what to write in its place is mended first.
                mended = any(warning.instead for warning in found.values()) or query_empty.left_out(tree, self._rows)
                swapped = [] if mended else list(query_swaps.by_another(text, tree, self._rows, classes=not found))
                yield swapped or query_empty.emptied(text, tree, self._rows)
            else:
                yield query_scope.unfitting(tree, self._rows)
                yield query_empty.idle(text, tree, self._rows)

    def _found(self, text: str, tree: Query) -> Iterator[Iterable[QueryWarning]]:
        yield self._of_groups(text, tree)
        # What is looked up here is looked up in all there is, and not in what FROM leaves of it.
        select = tree if isinstance(tree, Select) and not tree.dataset else None
        if select:
            yield query_parts.narrower(text, select, self._rows, self._known)
        yield query_languages.repeated(tree, self._rows, self.profile)
        if not tree.dataset:
            yield query_scope.lost(tree, self._rows)
            yield query_scope.loose(tree, self._rows)
        yield query_scope.made_after(tree)
        yield query_scope.apart(tree)
        yield query_scope.kept_otherwise(tree, self._rows)
        if select:
            yield query_scope.everything(select)
            yield query_gaps.read(select, self._rows)
            yield query_counts.counted(select, self._rows)
            yield query_counts.told_twice(select, self._rows)
            yield query_counts.mixed(select, self._rows)
            yield query_counts.units(select, self._rows)
            yield query_counts.doubled(select, self._rows, self.profile)
            yield repeated_rows.alike(select, self._rows)
            yield repeated_rows.repeating(select, self._rows)
            yield repeated_rows.parted(select, self._rows)
        yield query_gaps.incomplete(tree, self._rows)
        yield query_gaps.not_met(tree, self._rows)

    def _of_groups(self, text: str, tree: Query) -> Iterator[QueryWarning]:
        unknown = set()
        for warning in chain(self._unbound(tree), self._names(tree)):
            unknown.add((warning.start, warning.end))
            yield warning
        for group in conjunctions(tree):
            for found in (
                self._mismatches(group),
                self._values.told(text, group),
            ):
                yield from (each for each in found if (each.start, each.end) not in unknown)
            yield from query_languages.unknown(group, self.profile)
            yield from query_languages.left_out(group, self._rows, self.profile)

    # --- names ---

    def _unbound(self, tree: Query) -> Iterator[QueryWarning]:
        for variable, known in unbound(tree):
            near = WordPool(known).nearest(variable.name)
            meant = f" Did you mean ?{near}?" if near else ""
            message = f"Nothing gives ?{variable.name} a value.{meant}"
            yield QueryWarning(message, variable.start, variable.end, f"?{near}" if near else "")
        yield from query_scope.unseen(tree)

    def _names(self, tree: Query) -> Iterator[QueryWarning]:
        """Names of our own namespaces, and properties of any, that the graph does not have."""
        # What CONSTRUCT makes need not be there, and a search has the form of a pattern.
        made = tree.template if isinstance(tree, Construct) else None
        other = {id(node) for node in walk(made)} if made is not None else set[int]()
        asked = [n for n in walk(tree, lambda node: not isinstance(node, s.Service)) if id(n) not in other]
        verbs = [n.verb for n in asked if isinstance(n, s.Predicate)]
        named = [part for verb in verbs for part in walk(verb) if isinstance(part, s.Iri)]
        named = [node for node in named if node.value != application().search]
        said = [node for node in asked if isinstance(node, s.Predicate)]
        ends = {id(end): _is_type(node.verb) for node in said for end in node.objects if isinstance(end, s.Iri)}
        properties = {id(node) for node in named}
        # A name in angle brackets, as <tc:Action>, is another IRI than the one that its prefix stands for.
        named += [
            node
            for node in asked
            if isinstance(node, s.Iri)
            and (
                ends.get(id(node))
                or node.value.startswith(application().described)
                or node.value.partition(":")[0] in QUERY_PREFIXES
            )
        ]
        # A namespace is named where it begins names; as what a property leads to, it has a slash too many.
        places = {node.value: node for node in named if node.value[-1] not in "/#" or id(node) in ends}
        missing = set(self._missing(places))
        for iri, node in places.items():
            verb, typed = id(node) in properties, ends.get(id(node), False)
            unfit = self.profile.classes if verb else self.profile.kinds if typed else ()
            if iri in missing:
                yield self._no_such(iri, node, unfit)
            elif verb and iri not in self.profile.kinds and (use := self._meant.use_of(iri)):
                yield QueryWarning(use, node.start, node.end)
            elif (verb and iri not in self.profile.kinds) or (typed and iri not in self.profile.classes):
                yield from query_gaps.unused(node, self._meant.ours(iri), self._rows, typed=typed)

    def _no_such(self, iri: str, node: s.Iri, unfit: Collection[str]) -> QueryWarning:
        prefix, _, local = iri.partition(":")
        bracketed = prefix in QUERY_PREFIXES
        near = QUERY_PREFIXES[prefix] + local if bracketed else self._meant.by(iri)
        written = name_of(near) if bracketed else self._aswritten_name(near, node) if near else ""
        meant = f" Did you mean {written}?" if near else ""
        if near in unfit and not bracketed and (use := self._meant.use_of(near)):
            written, meant = "", f" {use}"
        name = node.written or name_of(iri)
        return QueryWarning(f"The graph has no {name}.{meant}", node.start, node.end, written, name)

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
        start = f"Nothing that is {what}" if what.startswith("a ") else f"{what[0].upper()}{what[1:]} never"
        near = self._meant.ours(step.property.value)
        hint = HINTS.get(step.property.value) or (f"Did you mean {name_of(near)}?" if near else "")
        message = f"{start} {told}{rest}. {hint}".strip()
        return QueryWarning(message, step.property.start, step.property.end, name_of(near) if near else "")


def _is_type(verb: s.Var | s.Path) -> bool:
    return isinstance(verb, s.Iri) and verb.value == _TYPE


def _looked(checks: Iterator[Iterable[QueryWarning]]) -> Iterator[QueryWarning]:
    """What checks find; a look that takes too long, or at an IRI that only a base makes whole, is as good as none."""
    for check in checks:
        with suppress(EngineError, ValueError):
            yield from check
