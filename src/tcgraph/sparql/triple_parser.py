"""Triples: in patterns, in templates and in data (SPARQL 1.1 §19.8, rules 52 and 75 to 105; SPARQL 1.2)."""

from __future__ import annotations

from tcgraph.sparql import syntax as s
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

    def triples(self) -> s.Triples:
        """Read a subject and what is said of it (rules 75 and 81)."""
        start = self.start
        subject = self._node(_SUBJECT)
        if not self.variables_allowed and isinstance(subject, s.Literal | s.TripleTerm):
            raise self.wrong("the subject of a triple in data is an IRI or a blank node", at=subject)
        alone = isinstance(subject, s.BlankWith | s.Collection | s.ReifiedTriple)
        if alone and not self._at_verb():
            return s.Triples(subject, (), start=start, end=self.last)
        return s.Triples(subject, self.predicates(), start=start, end=self.last)

    def _at_verb(self) -> bool:
        kind = self.kind
        if kind == "A":
            return self.here == "a"
        return kind in (VERB_STARTS if self.paths_allowed else _PLAIN_VERB_STARTS)

    def predicates(self) -> tuple[s.Predicate, ...]:
        """Read what is said of a subject (rules 77 and 83)."""
        found: list[s.Predicate] = []
        while True:
            start = self.start
            verb = self._verb()
            objects = [self._object(verb)]
            while self.kind == ",":
                self.next()
                objects.append(self._object(verb))
            found.append(s.Predicate(verb, tuple(objects), start=start, end=self.last))
            if self.kind != ";":
                return tuple(found)
            while self.kind == ";":
                self.next()
            if not self._at_verb():
                return tuple(found)

    def _verb(self) -> s.Var | s.Path:
        if self.kind == "variable" or not self.paths_allowed:
            return self.simple_verb()
        if not self._at_verb():
            raise self.unexpected(PREDICATE)
        return self.path()

    def _object(self, verb: s.Var | s.Path) -> s.GraphNode | s.Annotated:
        start = self.start
        found = self._node(_OBJECT)
        if self.kind != "~" and self.kind != "{|":
            return found
        if not isinstance(verb, s.Var | s.Iri):
            raise self.wrong("only a triple can be annotated, and this has a path")
        annotations: list[s.Reifier | s.AnnotationBlock] = []
        while self.kind in ("~", "{|"):
            if self.kind == "~":
                annotations.append(self._reifier())
                continue
            if not annotations or isinstance(annotations[-1], s.AnnotationBlock):
                self.check_blank()  # a block that follows no reifier is about a new blank node
            annotations.append(self._annotation())
        return s.Annotated(found, tuple(annotations), start=start, end=self.last)

    def _reifier(self) -> s.Reifier:
        start = self.start
        self.take("~")
        name = self._reifier_name()
        if name is None:
            self.check_blank()
        return s.Reifier(name, start=start, end=self.last)

    def _reifier_name(self) -> s.Var | s.Iri | s.Blank | None:
        if self.kind in ("variable", "iri", "name"):
            return self.name()
        return self.blank() if self.kind in ("blank", "[") else None

    def _annotation(self) -> s.AnnotationBlock:
        start = self.start
        self.take("{|")
        self.deeper()
        predicates = self.predicates()
        self.shallower()
        self.take("|}", "`;`")
        return s.AnnotationBlock(predicates, start=start, end=self.last)

    def _node(self, expected: str) -> s.GraphNode:
        """A subject or an object (rule 104)."""
        kind = self.kind
        if kind == "[":
            return self._bracketed()
        if kind == "(":
            return self._collection()
        if kind == "<<":
            return self._reified()
        return self.term(expected)

    def _bracketed(self) -> s.Blank | s.BlankWith:
        start = self.start
        self.check_blank()
        self.next()
        if self.taken("]"):
            return s.Blank("", start=start, end=self.last)
        self.deeper()
        predicates = self.predicates()
        self.shallower()
        self.take("]", "`;`")
        return s.BlankWith(predicates, start=start, end=self.last)

    def _collection(self) -> s.Iri | s.Collection:
        start = self.start
        self.next()
        if self.taken(")"):
            return s.Iri(s.RDF + "nil", start=start, end=self.last)
        self.check_blank()
        self.deeper()
        items = [self._node("an item of a list")]
        while self.kind != ")":
            items.append(self._node("an item of a list or `)`"))
        self.shallower()
        self.next()
        return s.Collection(tuple(items), start=start, end=self.last)

    def _reified(self) -> s.ReifiedTriple:
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
        return s.ReifiedTriple(subject, verb, found, reifier, start=start, end=self.last)

    def _reified_part(self) -> s.Term | s.ReifiedTriple:
        return self._reified() if self.kind == "<<" else self.inner_term()
