"""What a store forgets: literals as their file writes them, where the engine keeps another form of the same value.

An engine that inlines values gives ``"5"^^xsd:int`` back as ``"5"^^xsd:integer`` and ``"1.50"`` as ``1.5``. The value
is the same; the term is not, and SHACL's datatype, pattern and length constraints are about the term (§4.1.2, §4.4). So
whoever loads files for validation can hand over the originals, and these constraints are judged by them.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path as FilePath

from tcgraph.engine import Engine
from tcgraph.graph.paths import Path
from tcgraph.graph.shacl.datatypes import RANGES, is_well_formed, local_name
from tcgraph.graph.shacl.files import triples_of_file
from tcgraph.graph.shacl.model import Constraint, ValueTest
from tcgraph.graph.shacl.python_regex import python_pattern
from tcgraph.rdf import BlankNode, Literal, NamedNode, Term, Triple

_SENSITIVE = {"datatype", "pattern", "minLength", "maxLength"}
_INLINED = {"integer", "decimal", "double", "float", "boolean", "dateTime", "dateTimeStamp", "date", "time"}
_MANY = 100


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
            if isinstance(value, Literal) and local_name(value.datatype) in _INLINED | RANGES.keys():
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
    def of_files(cls, paths: Iterable[FilePath], engine: Engine) -> Originals:
        """The originals in data files, which must parse."""
        return cls((triple for path in paths for triple in triples_of_file(path)), engine)

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

    def _stored(self, literal: Literal) -> Literal:
        if literal not in self._folded:
            ((stored,),) = self._engine.select(f"SELECT ?value WHERE {{ VALUES ?value {{ {literal} }} }}")
            self._folded[literal] = stored if isinstance(stored, Literal) else literal
        return self._folded[literal]


def is_sensitive(constraint: Constraint) -> bool:
    """Whether a constraint is about the term, so that a folded literal can change its outcome."""
    return isinstance(constraint, ValueTest) and constraint.name in _SENSITIVE


def doubtful(test: ValueTest, condition: str, variable: str, originals: Originals, path: Path | None) -> str:
    """The engine's condition, made false wherever only the original can tell; such values are then judged here."""
    if (
        test.name == "datatype"
        and isinstance(test.parameters[0], NamedNode)
        and local_name(test.parameters[0]) in RANGES
    ):
        return "false"
    folded = originals.stored_at(path)
    if not folded:
        return condition
    if len(folded) > _MANY:
        return "false"
    return f"({condition} && !({' || '.join(f'SAMETERM({variable}, {term})' for term in folded)}))"


def judge(test: ValueTest, term: Term) -> bool:
    """Whether a term meets a datatype, pattern or length constraint."""
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
