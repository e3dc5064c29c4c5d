"""What a store forgets: literals as their file writes them, where the engine keeps another form of the same value.

An engine that inlines values gives ``"5"^^xsd:int`` back as ``"5"^^xsd:integer`` and ``"1.50"`` as ``1.5``. The value
is the same; the term is not, and SHACL's datatype, pattern, length and list constraints are about the term (§4.1.2,
§4.4, §4.8). So whoever loads files for validation can hand over the originals, and these constraints are judged by
them. Of two forms of one value that the same thing has by the same property, one is lost all the same.
"""

from __future__ import annotations

import mmap
import re
from collections.abc import Iterable, Iterator
from pathlib import Path as FilePath

from tcgraph.engine import Engine
from tcgraph.rdf import BlankNode, GraphFormat, Literal, NamedNode, Term, Triple
from tcgraph.shacl.datatypes import RANGES, is_well_formed, local_name
from tcgraph.shacl.files import triples_of_file
from tcgraph.shacl.model import Constraint, HasValue, Nested, Qualified, Shape, ValueTest
from tcgraph.shacl.names import LANG_STRING, STRING, XSD
from tcgraph.shacl.paths import Path
from tcgraph.shacl.python_regex import python_pattern

_SENSITIVE = {"datatype", "pattern", "minLength", "maxLength"}
_INLINED = {"integer", "decimal", "double", "float", "boolean", "dateTime", "dateTimeStamp", "date", "time"}
_MANY = 100
_DERIVED = re.compile(
    rb"\^\^(?:<http://www\.w3\.org/2001/XMLSchema#|[\w.-]*:)(?:"
    + "|".join((*RANGES, "dateTimeStamp")).encode()
    + rb")\b"
)


class Originals:
    """Literals whose stored form differs from the written one.

    Args:
        triples: the data as written.
        engine: what folds them; asked once for each distinct literal of a type that engines inline.
    """

    def __init__(self, triples: Iterable[Triple], engine: Engine) -> None:
        self._engine = engine
        self._folded: dict[Literal, Literal] = {}
        self._by_triple: dict[tuple[NamedNode, Term, Term], Literal] = {}
        self._by_place: dict[NamedNode, dict[Term, Literal]] = {}
        self._by_term: dict[Term, Literal] = {}
        found: dict[Literal, list[Triple]] = {}
        for triple in triples:
            value = triple.object
            if isinstance(value, Literal) and may_be_folded(value):
                found.setdefault(value, []).append(triple)
        for written, places in found.items():
            stored = self._stored(written)
            if stored == written:
                continue
            self._by_term[stored] = written
            for triple in places:
                self._by_place.setdefault(triple.predicate, {})[stored] = written
                if not isinstance(triple.subject, BlankNode):  # blank nodes get new names when they are loaded
                    self._by_triple[triple.predicate, triple.subject, stored] = written

    @classmethod
    def of_files(cls, paths: Iterable[FilePath], engine: Engine, shapes: Iterable[Shape] | None = None) -> Originals:
        """The originals in data files.

        Args:
            paths: the files that the engine was filled from.
            engine: what folds literals.
            shapes: those to validate against; files that cannot matter to them are not read again.

        Raises:
            BrokenInput: a file does not parse.
        """
        wanted = (
            list(paths) if shapes is None or asks_for_lexical_forms(shapes, engine) else list(filter(_derives, paths))
        )
        return cls((triple for path in wanted for triple in triples_of_file(path)), engine)

    def __len__(self) -> int:
        return len(self._by_term)

    def stored_at(self, path: Path | None) -> list[Term]:
        """Stored literals that stand for another one, where a path can end."""
        if path is None:
            return list(self._by_term)
        return list(
            dict.fromkeys(
                term for iri in sorted(path.last_predicates(), key=str) for term in self._by_place.get(iri, ())
            )
        )

    def written(self, this: Term, path: Path | None, value: Term) -> Term:
        """The value node as it was written; exact for a path of one predicate, by value elsewhere."""
        if path is None:
            return self._by_term.get(value, value)
        if path.predicate is not None:
            if not isinstance(this, BlankNode):
                return self._by_triple.get((path.predicate, this, value), value)
            return self._by_place.get(path.predicate, {}).get(value, value)
        for predicate in sorted(path.last_predicates(), key=str):
            if value in self._by_place.get(predicate, {}):
                return self._by_place[predicate][value]
        return value

    def folds_a_parameter(self, constraint: Constraint) -> bool:
        """Whether a constraint names a literal that the engine would take for another form of it."""
        terms = constraint.parameters if isinstance(constraint, ValueTest) and constraint.name == "in" else ()
        terms = (constraint.term,) if isinstance(constraint, HasValue) else terms
        return any(isinstance(term, Literal) and may_be_folded(term) and self._stored(term) != term for term in terms)

    def _stored(self, literal: Literal) -> Literal:
        if literal not in self._folded:
            ((stored,),) = self._engine.select(f"SELECT ?value WHERE {{ VALUES ?value {{ {literal} }} }}")
            self._folded[literal] = stored if isinstance(stored, Literal) else literal
        return self._folded[literal]


def asks_for_lexical_forms(shapes: Iterable[Shape], engine: Engine) -> bool:
    """Whether a pattern or length constraint looks at values that an engine may have folded."""
    # Most such values are text, which one comparison each tells.
    unlike_text = f"isLiteral(?o) && DATATYPE(?o) != {LANG_STRING} && DATATYPE(?o) != {STRING}"
    for predicate in sorted({iri for shape in shapes for iri in _spelled(shape, frozenset())}, key=str):
        kinds = " || ".join(f"DATATYPE(?o) = <{XSD}{name}>" for name in sorted(_INLINED))
        if engine.ask(f"ASK {{ ?s {predicate} ?o FILTER({unlike_text} && ({kinds})) }}"):
            return True
    return False


def _spelled(shape: Shape, reached: frozenset[NamedNode]) -> Iterator[NamedNode]:
    """Predicates whose values a shape, or one inside it, asks the spelling of."""
    objects = {item.term for item in shape.targets if item.kind == "objects-of" and isinstance(item.term, NamedNode)}
    ends = reached | objects if shape.path is None else shape.path.last_predicates()
    for constraint in shape.constraints:
        match constraint:
            case ValueTest(name="pattern" | "minLength" | "maxLength"):
                yield from ends
            case ValueTest(name="in") | HasValue() if is_sensitive(constraint):
                yield from ends
            case Nested():
                for part in constraint.shapes:
                    yield from _spelled(part, ends)
            case Qualified():
                for part in (constraint.shape, *constraint.siblings):
                    yield from _spelled(part, ends)


def _derives(path: FilePath) -> bool:
    """Whether a file writes literals of a type derived from another, as far as a glance at its bytes tells."""
    if GraphFormat.of_path(path) in (GraphFormat.RDF_XML, GraphFormat.JSON_LD):
        return True
    with path.open("rb") as file:
        if path.stat().st_size == 0:
            return False
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
            return _DERIVED.search(content) is not None


def may_be_folded(term: Term) -> bool:
    """Whether an engine may keep a term in another form."""
    return isinstance(term, Literal) and local_name(term.datatype) in _INLINED | RANGES.keys()


def is_sensitive(constraint: Constraint) -> bool:
    """Whether a constraint is about the term, so that a folded literal can change its outcome."""
    if isinstance(constraint, HasValue):
        return may_be_folded(constraint.term)
    if not isinstance(constraint, ValueTest):
        return False
    return constraint.name in _SENSITIVE or (constraint.name == "in" and any(map(may_be_folded, constraint.parameters)))


def doubtful(test: ValueTest, condition: str, variable: str, originals: Originals, path: Path | None) -> str:
    """The engine's condition, made false wherever only the original can tell; such values are then judged here."""
    if (
        test.name == "datatype"
        and isinstance(test.parameters[0], NamedNode)
        and local_name(test.parameters[0]) in RANGES
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


def same_as_written(one: Term, other: Term) -> bool:
    """Whether two terms are the same, language tags in any case (RDF 1.1 Concepts §3.3)."""
    if isinstance(one, Literal) and isinstance(other, Literal) and one.language and other.language:
        return (one.value, one.language.lower()) == (other.value, other.language.lower())
    return one == other


def judge(test: ValueTest, term: Term) -> bool:
    """Whether a term meets a datatype, pattern, length or list constraint."""
    if test.name == "in":
        return any(same_as_written(term, member) for member in test.parameters)
    parameter = test.parameters[0]
    if isinstance(term, (BlankNode, Triple)):
        return False
    match test.name:
        case "datatype":
            return isinstance(term, Literal) and term.datatype == parameter and is_well_formed(term)
        case "minLength" | "maxLength":
            assert isinstance(parameter, Literal)
            limit = int(parameter.value)
            return len(term.value) >= limit if test.name == "minLength" else len(term.value) <= limit
        case _:
            texts = [text.value for text in test.parameters if isinstance(text, Literal)]
            return bool(python_pattern(texts[0], texts[1] if len(texts) > 1 else "").search(term.value))
