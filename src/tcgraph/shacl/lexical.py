"""What a store forgets: literals as their file writes them, where the engine keeps another form of the same value.

An engine that inlines values gives ``"5"^^xsd:int`` back as ``"5"^^xsd:integer`` and ``"1.50"`` as ``1.5``, and keeps
one of ``100.0`` and ``100.00``. The value is the same; the terms are not, and SHACL counts, compares and reports terms
(RDF 1.1 Concepts §3.3; SHACL §4.1.2, §4.2, §4.4, §4.5, §4.8). So whoever loads files for validation can hand over the
originals, and these constraints are judged by them; SPARQL constraints are asked of a copy that has them. Not covered:
two forms that a blank node has by one property, or that lie at the end of a longer path.
"""

from __future__ import annotations

import mmap
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import chain
from pathlib import Path as FilePath

from tcgraph.engine import Engine
from tcgraph.engine.literal_forms import USUAL, TermEngine
from tcgraph.file_kinds import syntax_of
from tcgraph.rdf import BlankNode, GraphFormat, Literal, NamedNode, Quad, Term, Triple
from tcgraph.shacl.datatypes import RANGES, local_name
from tcgraph.shacl.model import (
    AskTest,
    Constraint,
    CountTest,
    HasValue,
    Nested,
    PairTest,
    Qualified,
    Shape,
    SparqlConstraint,
    ValueTest,
)
from tcgraph.shacl.names import LANG_STRING, STRING, XSD
from tcgraph.shacl.paths import Path
from tcgraph.shacl.shape_cycles import inside, references
from tcgraph.shacl.triple_files import triples_of_file

_SENSITIVE = {"datatype", "pattern", "minLength", "maxLength"}
_INLINED = {
    "integer", "decimal", "double", "float", "boolean", "dateTime", "dateTimeStamp", "date", "time",
    "duration", "dayTimeDuration", "yearMonthDuration", "gYear", "gYearMonth", "gMonth", "gMonthDay", "gDay",
}  # fmt: skip
_FOLDED = frozenset(_INLINED | RANGES.keys())
_MANY = 100
_AT_ONCE = 1000
_TYPE = re.compile(rb"\^\^(?:<[^>\\]*[#/:]|[\w.-]*:)([\w-]*)(?![\w\\%-])")
_BARE = re.compile(
    rb"[\s,;(\[](?=[-+.0-9])(?:\+[0-9]|-0|[-+]?(?:0[0-9]|[0-9]*+\.[0-9]*0(?![0-9])|\.[0-9]|[0-9.]++[eE][-+]?[0-9]))"
)
"""A number that stands by itself in a form that engines do not keep, or text that looks like one."""
_APART = re.compile(
    rb'"""(?:[^"\\]|\\.|"(?!""))*+"""' + rb"|'''(?:[^'\\]|\\.|'(?!''))*+'''" + rb'|"(?:[^"\\\n]|\\.)*+"'
    rb"|'(?:[^'\\\n]|\\.)*+'" + rb"|<[^<>\s]*+>|#[^\n]*+|\\.",
    re.DOTALL,
)
"""Strings, IRIs, comments and escapes of Turtle: a number that is a literal stands in none of them."""


class Originals:
    """Literals whose stored form differs from the written one.

    Args:
        triples: gives the data as written, each time it is called.
        engine: what folds them; asked once for each distinct literal that may be folded.
        others: gives what else the data says by some properties, where every literal is as the engine keeps it; it
            may be the other form of one that is not.

    Attributes:
        files: those that write literals otherwise than the engine keeps them, as far as their bytes tell.
        guessed: whether :meth:`copied` gave a blank node one of several forms.
    """

    def __init__(
        self,
        triples: Callable[[], Iterable[Triple]],
        engine: Engine,
        others: Callable[[Iterable[NamedNode]], Iterable[Triple]] = lambda _: (),
    ) -> None:
        self.files: tuple[FilePath, ...] = ()
        self.guessed = False
        self._engine = engine
        self._folded: dict[Literal, Literal] = {}
        self._by_triple: dict[tuple[NamedNode, Term, Term], Literal] = {}
        self._by_place: dict[NamedNode, dict[Term, Literal]] = {}
        self._by_term: dict[Term, Literal] = {}
        self._at: dict[NamedNode, dict[Term, tuple[Literal, ...]]] = {}
        self._merged: dict[NamedNode, dict[Term, dict[Term, tuple[Literal, ...]]]] = {}
        found: dict[Literal, list[Triple]] = {}
        for triple in triples():
            value = triple.object
            if isinstance(value, Literal) and not _is_canonical(value):
                found.setdefault(value, []).append(triple)
        self._folded.update(_as_stored(found, engine))
        for written, places in found.items():
            stored = self._stored(written)
            if stored == written:
                continue
            self._by_term[stored] = written
            for triple in places:
                self._by_place.setdefault(triple.predicate, {})[stored] = written
                if not isinstance(triple.subject, BlankNode):  # blank nodes get new names when they are loaded
                    self._by_triple[triple.predicate, triple.subject, stored] = written
        if self._by_place:
            self._note_merged(chain(triples(), others(self._by_place)))

    def _note_merged(self, triples: Iterable[Triple]) -> None:
        """Find what has several forms of one value by one property, of which the engine keeps one."""
        forms: dict[tuple[NamedNode, Term, Term], dict[Literal, None]] = {}
        there: dict[tuple[NamedNode, Term], dict[Literal, None]] = {}
        for triple in triples:
            if isinstance(value := triple.object, Literal):
                form = self._folded.get(value, value)
                key = (triple.predicate, triple.subject, form)
                if key in self._by_triple:
                    forms.setdefault(key, {})[value] = None
                if form in self._by_term:
                    there.setdefault((triple.predicate, form), {})[value] = None
        for (predicate, kept), several in there.items():
            self._at.setdefault(predicate, {})[kept] = tuple(several)
        for (predicate, subject, stored), written in forms.items():
            if len(written) > 1:
                self._merged.setdefault(predicate, {}).setdefault(subject, {})[stored] = tuple(written)

    @classmethod
    def of_files(cls, paths: Iterable[FilePath], engine: Engine, shapes: Iterable[Shape] | None = None) -> Originals:
        """The originals in data files.

        Args:
            paths: the files that the engine was filled from.
            engine: what folds literals.
            shapes: those to validate against; files are not read again where none of them asks for terms, or all
                literals look like the engine's own.

        Raises:
            BrokenInput: a file does not parse.
        """
        given = list(paths)
        folding = wanted = given
        if shapes is not None:
            chosen = list(shapes)
            folding = [path for path in given if writes_otherwise(path, engine)]
            wanted = folding if folding and (_has_queries(chosen) or asks_for_terms(chosen, engine)) else []
        usual = [path for path in given if path not in wanted]

        def others(predicates: Iterable[NamedNode]) -> Iterator[Triple]:
            names = {re.split(r"[#/:]", iri.value)[-1].encode() for iri in predicates}
            return (triple for path in usual if _mentions(path, names) for triple in triples_of_file(path))

        found = cls(lambda: (triple for path in wanted for triple in triples_of_file(path)), engine, others)
        found.files = tuple(folding)
        return found

    def __len__(self) -> int:
        return len(self._by_term)

    @property
    def predicates(self) -> Collection[NamedNode]:
        """Those that have values which are written otherwise than the engine gives them."""
        return self._by_place.keys()

    def copied(self, engine: Engine) -> TermEngine:
        """All that an engine holds, with literals as they are written."""
        copy = TermEngine()
        copy.insert(Quad(q.subject, q.predicate, form, q.graph_name) for q in engine.quads() for form in self._of(q))
        return copy

    def _of(self, quad: Quad) -> tuple[Term, ...]:
        if quad.predicate not in self._by_place or quad.object not in self._by_place[quad.predicate]:
            return (quad.object,)
        if not isinstance(quad.subject, BlankNode):
            return self.forms(quad.subject, Path("", (), quad.predicate), quad.object)
        forms = self.forms_at((quad.predicate,), quad.object)
        self.guessed = self.guessed or len(forms) > 1
        return forms[:1]

    def note_target(self, stored: Literal, written: Literal) -> None:
        """Note a node that shapes name as a target: it is written as they write it, wherever the data does not."""
        if stored != written:
            self._by_term.setdefault(stored, written)

    def stored_at(self, path: Path | None) -> list[Term]:
        """Stored literals that stand for another one, where a path can end."""
        if path is None or path.may_be_empty:
            return list(self._by_term)
        return list(
            dict.fromkeys(
                term for iri in sorted(path.last_predicates(), key=str) for term in self._by_place.get(iri, ())
            )
        )

    def written(self, this: Term, path: Path | None, value: Term) -> Term:
        """The value node as it was written; exact for a path of one predicate, by value elsewhere."""
        if path is None or (path.may_be_empty and this == value):
            return self._by_term.get(value, value)  # no step away: a focus node is written as it is anywhere
        if path.predicate is not None:
            if not isinstance(this, BlankNode):
                return self._by_triple.get((path.predicate, this, value), value)
            return self._by_place.get(path.predicate, {}).get(value, value)
        for predicate in sorted(path.last_predicates(), key=str):
            if value in self._by_place.get(predicate, {}):
                return self._by_place[predicate][value]
        return value

    def forms_at(self, predicates: Iterable[NamedNode], value: Term) -> tuple[Term, ...]:
        """All forms in which anything has a value by one of some properties; none where no form of it is folded."""
        return tuple(dict.fromkeys(form for iri in predicates for form in self._at.get(iri, {}).get(value, ())))

    def forms(self, this: Term, path: Path | None, value: Term) -> tuple[Term, ...]:
        """All forms in which a node has a value by a path; usually one."""
        if path is not None and path.predicate in self._merged:
            assert path.predicate is not None
            several = self._merged[path.predicate].get(this, {}).get(value)
            if several:
                return several
        return (self.written(this, path, value),)

    def surplus(self, path: Path | None) -> dict[Term, int]:
        """The nodes that have more values at the end of a path than the engine counts, and how many more."""
        if path is None or path.predicate is None:
            return {}
        of_path = self._merged.get(path.predicate, {})
        return {this: sum(len(forms) - 1 for forms in values.values()) for this, values in of_path.items()}

    def folds_at(self, predicates: Iterable[NamedNode]) -> bool:
        """Whether values of one of these properties are written otherwise than the engine gives them."""
        return any(predicate in self._by_place for predicate in predicates)

    def folds_a_parameter(self, constraint: Constraint) -> bool:
        """Whether a constraint names a literal that the engine would take for another form of it."""
        terms = constraint.parameters if isinstance(constraint, ValueTest) and constraint.name == "in" else ()
        terms = (constraint.term,) if isinstance(constraint, HasValue) else terms
        return any(isinstance(term, Literal) and may_be_folded(term) and self._stored(term) != term for term in terms)

    def stored(self, term: Term) -> Term:
        """A term as the engine keeps it."""
        return self._stored(term) if isinstance(term, Literal) and may_be_folded(term) else term

    def _stored(self, literal: Literal) -> Literal:
        if literal not in self._folded:
            ((stored,),) = self._engine.select(f"SELECT DISTINCT ?value WHERE {{ VALUES ?value {{ {literal} }} }}")
            self._folded[literal] = stored if isinstance(stored, Literal) else literal
        return self._folded[literal]


def _has_queries(shapes: Iterable[Shape]) -> bool:
    parts = (part for shape in shapes for part in inside(shape))
    return any(isinstance(each, SparqlConstraint | AskTest) for part in parts for each in part.constraints)


def asks_for_terms(shapes: Iterable[Shape], engine: Engine) -> bool:
    """Whether a constraint that is about terms looks at values that an engine may have folded."""
    # Most such values are text, which one comparison each tells.
    unlike_text = f"isLiteral(?o) && DATATYPE(?o) != {LANG_STRING} && DATATYPE(?o) != {STRING}"
    for predicate in sorted(_spelled(shapes), key=str):
        kinds = " || ".join(f"DATATYPE(?o) = <{XSD}{name}>" for name in sorted(_INLINED))
        if engine.ask(f"ASK {{ ?s {predicate} ?o FILTER({unlike_text} && ({kinds})) }}"):
            return True
    return False


def _spelled(shapes: Iterable[Shape]) -> set[Term]:
    """Predicates whose values shapes, or those inside them, compare or count as terms, or ask the spelling of."""
    found: set[Term] = set()
    waiting: list[tuple[Shape, frozenset[Term]]] = [(shape, frozenset()) for shape in shapes]
    seen: set[tuple[Term, frozenset[Term]]] = set()
    while waiting:
        shape, reached = waiting.pop()
        if (shape.node, reached) in seen:
            continue
        seen.add((shape.node, reached))
        objects = {target.term for target in shape.targets if target.kind == "objects-of"}
        found |= objects  # each form of a value is a focus node, which a report names
        ends: frozenset[Term] = shape.path.last_predicates() if shape.path else frozenset()
        if shape.path is None or shape.path.may_be_empty:
            ends |= reached | objects
        for constraint in shape.constraints:
            match constraint:
                case ValueTest() | HasValue():
                    found |= ends
                case CountTest() if constraint.name == "maxCount" or constraint.limit > 1:
                    found |= ends
                case PairTest():
                    found |= ends | constraint.other.last_predicates()
                case Nested() | Qualified():
                    waiting += [(part, ends) for part, _ in references(constraint)]
    return found


def writes_otherwise(path: FilePath, engine: Engine) -> bool:
    """Whether a file writes literals that the engine keeps in another form, as far as its bytes tell."""
    syntax = syntax_of(path)
    if syntax in (GraphFormat.RDF_XML, GraphFormat.JSON_LD):
        return True
    if path.stat().st_size == 0:
        return False
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        rare: list[Literal] = []
        for typed in _typed(content):
            if typed is None:
                return True
            if not _is_usual(*typed):
                rare.append(Literal(typed[0], datatype=NamedNode(XSD + typed[1])))
            if len(rare) == _AT_ONCE:
                # Of many numbers in unusual forms, the first are enough to know.
                if any(written != stored for written, stored in _as_stored(rare, engine)):
                    return True
                rare.clear()
        if any(written != stored for written, stored in _as_stored(rare, engine)):
            return True
        if syntax in (GraphFormat.N_TRIPLES, GraphFormat.N_QUADS) or _BARE.search(content) is None:
            return False
        return _BARE.search(_APART.sub(b'""', content)) is not None


def _mentions(path: FilePath, names: Iterable[bytes]) -> bool:
    """Whether one of some names stands in a file that is not empty."""
    if path.stat().st_size == 0:
        return False
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return any(content.find(name) >= 0 for name in names)


def _typed(content: mmap.mmap) -> Iterator[tuple[str, str] | None]:
    """The text of each literal with a datatype, and the datatype's name; None where they are not clear at once."""
    seen: set[tuple[bytes, bytes]] = set()
    place = content.find(b"^^")
    while place >= 0:
        quote, type_ = content[place - 1 : place], _TYPE.match(content, place)
        text = content[content.rfind(quote, 0, place - 1) + 1 : place - 1]
        if type_ is None or quote not in (b'"', b"'") or not text or b"\\" in text:
            yield None
        elif (key := (text, type_[1])) not in seen:
            seen.add(key)
            yield text.decode(errors="replace"), type_[1].decode()
        place = content.find(b"^^", place + 2)


def _as_stored(literals: Iterable[Literal], engine: Engine) -> Iterator[tuple[Literal, Literal]]:
    """Literals with what the engine makes of them, many at once."""
    waiting = list(literals)
    for start in range(0, len(waiting), _AT_ONCE):
        some = waiting[start : start + _AT_ONCE]
        rows = " ".join(f"({number} {literal})" for number, literal in enumerate(some))
        for number, stored in engine.select(f"SELECT ?i ?v WHERE {{ VALUES (?i ?v) {{ {rows} }} }}"):
            if isinstance(number, Literal) and isinstance(stored, Literal):
                yield some[int(number.value)], stored


def _is_canonical(literal: Literal) -> bool:
    """Whether every engine gives a literal back as it is."""
    return _is_usual(literal.value, local_name(literal.datatype))


def _is_usual(text: str, name: str) -> bool:
    usual = USUAL.get(name)
    return bool(usual.fullmatch(text)) if usual else name not in _FOLDED


def may_be_folded(term: Term) -> bool:
    """Whether an engine may keep a term in another form."""
    return isinstance(term, Literal) and local_name(term.datatype) in _FOLDED


def is_sensitive(constraint: Constraint) -> bool:
    """Whether a constraint is about the term, so that a folded literal can change its outcome."""
    if isinstance(constraint, HasValue):
        return may_be_folded(constraint.term)
    if not isinstance(constraint, ValueTest):
        return False
    return constraint.name in _SENSITIVE or (constraint.name == "in" and any(map(may_be_folded, constraint.parameters)))


def doubtful(test: ValueTest, condition: str, variable: str, originals: Originals, path: Path | None) -> str:
    """The engine's condition, made false wherever only the original can tell; such values are then judged here."""
    if test.name == "datatype" and any(
        isinstance(name, NamedNode) and local_name(name) in RANGES for name in test.parameters
    ):
        return "false"
    if originals.folds_a_parameter(test):
        return "false"
    folded = originals.stored_at(path)
    if not folded:
        return condition
    if len(folded) > _MANY:
        return "false"
    return f"({condition} && !({' || '.join(f'SAMETERM({variable}, {term})' for term in folded)}))"
