"""What a change to a project does, for the one who reviews it: fact by fact, the gravest first, with its passage."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeAlias

from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.publish.revisions import Compared
from tcgraph.rdf import Literal, NamedNode, Quad, Term, Triple, literal_text
from tcgraph.shacl.transition import is_content_name, judge_change
from tcgraph.shacl.validate import Shapes
from tcgraph.shacl.validation_report import Severity
from tcgraph.terms import ID, RDF_TYPE, RDFS_LABEL, TC, expand, shorten

_BEFORE: Final = NamedNode("urn:review#before")
_FIRMNESS: Final = {
    "certainty/hedged": 0, "certainty/inferred": 0, "certainty/stated": 1,
    "pairing/inferred": 0, "pairing/stated": 1,
    "status/planned": 0, "status/under-way": 1, "status/standing": 2, "status/taken": 2,
}  # fmt: skip
"""How much a concept claims, within its scheme."""
_FACTS = """
SELECT ?thing ?section ?number ?locator ?start ?end WHERE {
  VALUES ?thing { THINGS }
  OPTIONAL {
    ?thing (tc:elementOf|tc:respondsTo|tc:reportedBy|tc:inAction|tc:ofAction|tc:addresses|^tc:hasObservation|^tc:passage
            |tc:hedges|tc:corrects|tc:amends)*/tc:inSection ?s .
    ?s tc:number ?number ; rdfs:label ?section FILTER(LANG(?section) = "en")
  }
  OPTIONAL {
    ?thing (tc:reportedBy|tc:inAction|tc:ofAction|^tc:hasObservation|tc:hedges|tc:corrects|tc:amends)*/tc:passage
      ?place .
    ?place tc:locator ?locator ; tc:start ?start ; tc:end ?end
  }
  OPTIONAL { ?thing tc:locator ?locator ; tc:start ?start ; tc:end ?end }
} ORDER BY ?thing ?number ?start"""
_DECIDED = """
SELECT ?record ?thing ?property ?who ?when ?why WHERE {
  ?record tc:decidedBy ?who ; tc:decidedOn ?when ; tc:reason ?why .
  { ?record tc:amends ?thing ; tc:amendedProperty ?property } UNION { ?record a tc:Withdrawn BIND(?record AS ?thing) }
}"""


_Place: TypeAlias = "tuple[str, str, tuple[int, int] | None]"


class ChangeKind(StrEnum):
    """What became of a fact, the gravest first."""

    SURER = "Made surer than it was"
    OVERWRITTEN = "Overwritten"
    LOST = "Lost"
    DECIDED = "Filled in by a decision"
    CHANGED = "Told otherwise"
    RULES = "Rules, terms and questions"
    ADDED = "Added"


@dataclass(frozen=True, slots=True)
class FactChange:
    """What became of one property of one thing, or of a thing as a whole.

    Attributes:
        kind: how grave it is.
        thing: its name.
        label: what it is called.
        what: what became of it, in words.
        section: of the document; empty where it is in none.
        locator: where the document says it, in words; empty where that is not known.
        span: the same as offsets into the copy.
    """

    kind: ChangeKind
    thing: Term
    label: str
    what: str
    section: str
    locator: str
    span: tuple[int, int] | None


def facts_told(compared: Compared, rules: Iterable[Shapes]) -> list[FactChange]:
    """Everything that a change does, the gravest first and within that by section and place.

    Args:
        compared: the two revisions.
        rules: as they are, and as they were; those over two versions tell what may not be changed unseen.
    """
    engine = compared.engine
    reports = [judge_change(engine, shapes, compared.removed, compared.added) for shapes in rules]
    grave = {(f.focus, f.predicate) for r in reports for f in r.findings if f.severity is Severity.VIOLATION}
    # So that what is gone can still be called by its name.
    engine.insert(Quad(t.subject, t.predicate, t.object, _BEFORE) for t in compared.removed)
    teller = _Teller(compared, grave)
    found = sorted(
        teller.facts(),
        key=lambda fact: (list(ChangeKind).index(fact.kind), fact.section, fact.span or (0, 0), fact.label, fact.what),
    )
    engine.drop(_BEFORE)
    return found


class _Teller:
    def __init__(self, compared: Compared, grave: set[tuple[Term, NamedNode | None]]) -> None:
        self._engine, self._grave = compared.engine, grave
        self._gone = _by_property(compared.removed)
        self._come = _by_property(compared.added)
        self._dead = {t.subject for t in compared.removed if t.predicate == RDF_TYPE and not self._is_left(t.subject)}
        self._new = {s for s, p in self._come if p == RDF_TYPE and not self._was_there(s, compared)}
        things = {s for s, _ in (*self._gone, *self._come)}
        self._places = _places(self._engine, things)
        # A decision speaks of the change that it comes with, and of no later one.
        self._decided = _decisions(self._engine, {subject for subject, _ in self._come})

    def _is_left(self, node: Term) -> bool:
        """Whether a thing is there, and not only its name, withdrawn."""
        if NamedNode(TC + "Withdrawn") in self._come.get((node, RDF_TYPE), ()):
            return False
        return self._engine.ask(f"ASK {{ GRAPH ?g {{ {node} ?p ?o }} FILTER(?g != {_BEFORE}) }}")

    def _was_there(self, node: Term, compared: Compared) -> bool:
        if any(subject == node for subject, _ in self._gone):
            return True
        added = {(t.predicate, t.object) for t in compared.added if t.subject == node}
        said = self._engine.select(f"SELECT DISTINCT ?p ?o {{ {node} ?p ?o }}")
        return any((row[0], row[1]) not in added for row in said)

    def facts(self) -> Iterator[FactChange]:
        for gone in sorted(self._dead, key=str):
            # What has no name is told of what leads to it.
            if not is_content_name(gone):
                yield self._lost(gone)
        for new in sorted(self._new, key=str):
            if not is_content_name(new):
                yield self._fact(
                    ChangeKind.RULES if self._is_rule(new) else ChangeKind.ADDED, new, f"is new{self._summary(new)}"
                )
        for thing, property_ in sorted({*self._gone, *self._come}, key=str):
            if thing not in self._dead and thing not in self._new and not is_content_name(thing):
                yield from self._changed(thing, property_)

    def _lost(self, thing: Term) -> FactChange:
        kinds = " and ".join(self._called(kind) for kind in self._gone.get((thing, RDF_TYPE), ()))
        hedge = NamedNode(TC + "Hedge") in self._gone.get((thing, RDF_TYPE), ())
        kind = ChangeKind.SURER if hedge else ChangeKind.RULES if self._is_rule(thing) else ChangeKind.LOST
        decision = self._decided.get((thing, None))
        became = f"is withdrawn, by a decision: {decision}" if decision else "is gone"
        return self._fact(kind, thing, f"{became} ({kinds}){self._summary(thing)}")

    def _changed(self, thing: Term, property_: NamedNode) -> Iterator[FactChange]:
        old, new = self._gone.get((thing, property_), []), self._come.get((thing, property_), [])
        if all(value in self._dead for value in old) and not new:
            return  # told with what is gone
        if all(value in self._new for value in new) and not old:
            return  # told with what is new
        name = self._called(property_)
        before, after = (", ".join(self._called(value) for value in values) for values in (old, new))
        if old and new:
            what = f"{name} was {before}, is {after}"
        else:
            what = f"{name} was {before}, is no longer given" if old else f"{name} is now given: {after}"
        kind = self._kind(thing, property_, old, new)
        if decision := self._decided.get((thing, property_)):
            # A decision says who answers for a change, and makes nothing less of what it overwrites.
            kind = (
                kind
                if kind is ChangeKind.SURER
                else ChangeKind.OVERWRITTEN
                if old and new
                else ChangeKind.LOST
                if old
                else ChangeKind.DECIDED
            )
            what = f"{what}, by a decision: {decision}"
        yield self._fact(kind, thing, what)

    def _kind(self, thing: Term, property_: NamedNode, old: list[Term], new: list[Term]) -> ChangeKind:
        if self._is_rule(thing):
            return ChangeKind.RULES
        if self._is_surer(thing, property_, old, new):
            return ChangeKind.SURER
        if (thing, property_) in self._grave:
            return ChangeKind.OVERWRITTEN if new else ChangeKind.LOST
        return ChangeKind.CHANGED if old and new else ChangeKind.LOST if old else ChangeKind.ADDED

    def _is_surer(self, thing: Term, property_: NamedNode, old: list[Term], new: list[Term]) -> bool:
        was, now = ([_firmness(value) for value in values] for values in (old, new))
        if any(b is not None and a is not None and a > b for a in now for b in was):
            return True
        stated = property_.value.rpartition("#")[2]
        inferred = NamedNode(f"{TC}inferred{stated[:1].upper()}{stated[1:]}")
        hedges = property_ == expand("tc:certainty") and any(value == 0 for value in was) and not new
        return hedges or any(value in self._gone.get((thing, inferred), ()) for value in new)

    def _is_rule(self, thing: Term) -> bool:
        return isinstance(thing, NamedNode) and not thing.value.startswith(ID)

    def _summary(self, thing: Term) -> str:
        for values in (self._come, self._gone):
            for value in values.get((thing, expand("tc:summary")), ()):
                if isinstance(value, Literal) and value.language == "en":
                    return f": {value.value}"
        return ""

    def _called(self, term: Term) -> str:
        if isinstance(term, Literal):
            return f"“{term.value}”" + (f" ({term.language})" if term.language and term.language != "en" else "")
        if term == RDF_TYPE:
            return "its kind"
        if is_content_name(term):
            return "something without a name"
        label = self._label(term)
        if isinstance(term, NamedNode) and term.value.startswith(TC) and label:
            return label
        return f"“{label}”" if label else short(term)

    def _label(self, term: Term) -> str | None:
        query = f'SELECT ?l {{ {term} {RDFS_LABEL} ?l }} ORDER BY (LANG(?l) != "en") ?l LIMIT 1'
        return next((row[0].value for row in self._engine.select(query) if isinstance(row[0], Literal)), None)

    def _fact(self, kind: ChangeKind, thing: Term, what: str) -> FactChange:
        section, locator, span = self._places.get(thing, ("", "", None))
        return FactChange(kind, thing, self._label(thing) or short(thing), what, section, locator, span)


def _by_property(triples: Iterable[Triple]) -> dict[tuple[Term, NamedNode], list[Term]]:
    found: dict[tuple[Term, NamedNode], list[Term]] = defaultdict(list)
    for triple in sorted(triples, key=str):
        found[triple.subject, triple.predicate].append(triple.object)
    return dict(found)


def _places(engine: EmbeddedEngine, things: set[Term]) -> dict[Term, _Place]:
    found: dict[Term, _Place] = {}
    names = " ".join(sorted(str(thing) for thing in things))
    for thing, section, number, locator, start, end in engine.select(_FACTS.replace("THINGS", names)) if things else ():
        span = (int(start.value), int(end.value)) if isinstance(start, Literal) and isinstance(end, Literal) else None
        named = f"{number.value}. {literal_text(section)}" if isinstance(number, Literal) else ""
        if thing is not None:
            found.setdefault(thing, (named, literal_text(locator), span))
    return found


def _decisions(engine: EmbeddedEngine, new: Collection[Term]) -> dict[tuple[Term, NamedNode | None], str]:
    found: dict[tuple[Term, NamedNode | None], str] = {}
    for record, thing, property_, who, when, why in engine.select(_DECIDED):
        if record in new and thing is not None and (property_ is None or isinstance(property_, NamedNode)):
            found[thing, property_] = f"{literal_text(why)} ({literal_text(who)}, {literal_text(when)})"
    return found


def _firmness(value: Term) -> int | None:
    return _FIRMNESS.get(value.value.partition("/vocab/")[2]) if isinstance(value, NamedNode) else None


def short(term: Term) -> str:
    """A name as people read it: below the project's things, or with its prefix."""
    return (
        (term.value.removeprefix(ID) if term.value.startswith(ID) else shorten(term.value))
        if isinstance(term, NamedNode)
        else str(term)
    )
