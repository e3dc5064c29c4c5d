"""Triples: in patterns, in templates and in data (SPARQL 1.1 §19.8, rules 52 and 75 to 105; SPARQL 1.2)."""

from __future__ import annotations

from tcgraph.sparql.syntax import (
    RDF,
    Annotated,
    AnnotationBlock,
    Blank,
    BlankWith,
    Collection,
    GraphNode,
    Iri,
    Literal,
    Path,
    Predicate,
    ReifiedTriple,
    Reifier,
    Term,
    Triples,
    TripleTerm,
    Var,
)
from tcgraph.sparql.term_parser import PREDICATE, VERB_STARTS, TermParser

_PLAIN_VERB_STARTS = VERB_STARTS - {"^", "!", "("}
_SUBJECT = "a subject (an IRI, a variable or a blank node)"
_OBJECT = "an object (an IRI, a variable, a literal or a blank node)"


class TripleParser(TermParser):
    """Reads triples.

    Attributes:
        paths_allowed: whether a predicate may be a path; not in templates and data.
    """

    paths_allowed = True

    def triples(self) -> Triples:
        """Read a subject and what is said of it (rules 75 and 81)."""
        start = self.start
        subject = self._node(_SUBJECT)
        if not self.variables_allowed and isinstance(subject, Literal | TripleTerm):
            raise self.wrong("the subject of a triple in data is an IRI or a blank node", at=subject)
        alone = isinstance(subject, BlankWith | Collection | ReifiedTriple)
        if alone and not self._at_verb():
            return Triples(subject, (), start=start, end=self.last)
        return Triples(subject, self.predicates(), start=start, end=self.last)

    def _at_verb(self) -> bool:
        kind = self.kind
        if kind == "A":
            return self.here == "a"
        return kind in (VERB_STARTS if self.paths_allowed else _PLAIN_VERB_STARTS)

    def predicates(self) -> tuple[Predicate, ...]:
        """Read what is said of a subject (rules 77 and 83)."""
        found: list[Predicate] = []
        while True:
            start = self.start
            verb = self._verb()
            objects = [self._object(verb)]
            while self.kind == ",":
                self.next()
                objects.append(self._object(verb))
            found.append(Predicate(verb, tuple(objects), start=start, end=self.last))
            if self.kind != ";":
                return tuple(found)
            while self.kind == ";":
                self.next()
            if not self._at_verb():
                return tuple(found)

    def _verb(self) -> Var | Path:
        if self.kind == "variable" or not self.paths_allowed:
            return self.simple_verb()
        if not self._at_verb():
            raise self.unexpected(PREDICATE)
        return self.path()

    def _object(self, verb: Var | Path) -> GraphNode | Annotated:
        start = self.start
        found = self._node(_OBJECT)
        if self.kind != "~" and self.kind != "{|":
            return found
        if not isinstance(verb, Var | Iri):
            raise self.wrong("only a triple can be annotated, and this has a path")
        annotations: list[Reifier | AnnotationBlock] = []
        while self.kind in ("~", "{|"):
            if self.kind == "~":
                annotations.append(self._reifier())
                continue
            if not annotations or isinstance(annotations[-1], AnnotationBlock):
                self.check_blank()  # a block that follows no reifier is about a new blank node
            annotations.append(self._annotation())
        return Annotated(found, tuple(annotations), start=start, end=self.last)

    def _reifier(self) -> Reifier:
        start = self.start
        self.take("~")
        name = self._reifier_name()
        if name is None:
            self.check_blank()
        return Reifier(name, start=start, end=self.last)

    def _reifier_name(self) -> Var | Iri | Blank | None:
        if self.kind in ("variable", "iri", "name"):
            return self.name()
        return self.blank() if self.kind in ("blank", "[") else None

    def _annotation(self) -> AnnotationBlock:
        start = self.start
        self.take("{|")
        self.deeper()
        predicates = self.predicates()
        self.shallower()
        self.take("|}", "`;`")
        return AnnotationBlock(predicates, start=start, end=self.last)

    def _node(self, expected: str) -> GraphNode:
        """A subject or an object (rule 104)."""
        kind = self.kind
        if kind == "[":
            return self._bracketed()
        if kind == "(":
            return self._collection()
        if kind == "<<":
            return self._reified()
        return self.term(expected)

    def _bracketed(self) -> Blank | BlankWith:
        start = self.start
        self.check_blank()
        self.next()
        if self.taken("]"):
            return Blank("", start=start, end=self.last)
        self.deeper()
        predicates = self.predicates()
        self.shallower()
        self.take("]", "`;`")
        return BlankWith(predicates, start=start, end=self.last)

    def _collection(self) -> Iri | Collection:
        start = self.start
        self.next()
        if self.taken(")"):
            return Iri(RDF + "nil", start=start, end=self.last)
        self.check_blank()
        self.deeper()
        items = [self._node("an item of a list")]
        while self.kind != ")":
            items.append(self._node("an item of a list or `)`"))
        self.shallower()
        self.next()
        return Collection(tuple(items), start=start, end=self.last)

    def _reified(self) -> ReifiedTriple:
        start = self.start
        self.next()
        self.deeper()
        subject = self._reified_part()
        verb = self.simple_verb()
        found = self._reified_part()
        named = self.taken("~")
        reifier = self._reifier_name() if named else None
        if reifier is None:
            self.check_blank()
        self.shallower()
        self.take(">>", "`~`")
        return ReifiedTriple(subject, verb, found, reifier, start=start, end=self.last)

    def _reified_part(self) -> Term | ReifiedTriple:
        return self._reified() if self.kind == "<<" else self.inner_term()
