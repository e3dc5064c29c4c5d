"""Triples (SPARQL 1.1 §19.8, rules 52 and 75 to 105; 1.2), and expressions (68 to 72, 110 to 128) by precedence."""

from __future__ import annotations

from tcgraph.sparql import syntax as s
from tcgraph.sparql.keywords import AGGREGATES, ARGUMENTS
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


RELATION = 3
LEVELS = {
    "||": 1,
    "&&": 2,
    **dict.fromkeys(("=", "!=", "<", ">", "<=", ">=", "IN", "NOT"), RELATION),
    **dict.fromkeys(("+", "-"), 4),
    **dict.fromkeys(("*", "/"), 5),
}
"""How tightly each operator binds."""

CALL_STARTS = frozenset((*ARGUMENTS, *AGGREGATES, "EXISTS", "NOT", "iri", "name"))
CONSTRAINT_STARTS = CALL_STARTS | {"("}


class ExpressionParser(TripleParser):
    """Reads expressions.

    Attributes:
        aggregates: how many aggregates were read so far.
    """

    aggregates = 0
    _aggregates_allowed = False

    def group(self) -> s.Group:
        """Read a group, for EXISTS."""
        raise NotImplementedError

    def expression(self) -> s.Expression:
        """Read an expression (rule 110)."""
        self.deeper()
        found = self._infix(1)
        self.shallower()
        return found

    def bracketed(self) -> s.Expression:
        """Read an expression in brackets (rule 120)."""
        self.take("(")
        found = self.expression()
        self.take(")", "an operator")
        return found

    def constraint(self) -> s.Expression:
        """Read an expression in brackets, or a call (rule 69)."""
        if self.kind == "(":
            return self.bracketed()
        if self.kind not in CALL_STARTS:
            raise self.unexpected("an expression in brackets", "a function")
        found = self._primary()
        if not isinstance(found, s.Call | s.Aggregate | s.Exists):
            raise self.unexpected("`(`")
        return found

    def _infix(self, least: int) -> s.Expression:
        start = self.start
        left = self._unary()
        ceiling = 5
        while True:
            if self.kind == "iri":
                self.split()
            level = LEVELS.get(self.kind, 0)
            if not least <= level <= ceiling:
                return left
            if level == RELATION:
                left, ceiling = self._relation(left, start), RELATION - 1
                continue
            operators: list[str] = []
            operands = [left]
            while LEVELS.get(self.kind, 0) == level:
                operators.append(self.kind)
                self.next()
                operands.append(self._infix(level + 1))
            left = s.Infix(tuple(operators), tuple(operands), start=start, end=self.last)

    def _relation(self, left: s.Expression, start: int) -> s.Expression:
        """What follows the left side of a comparison or IN (rule 114)."""
        sign = self.kind
        self.next()
        if sign not in ("IN", "NOT"):
            right = self._infix(RELATION + 1)
            return s.Infix((sign,), (left, right), start=start, end=self.last)
        if sign == "NOT":
            self.take("IN")
        choices = self._arguments()
        return s.In(left, choices, sign == "NOT", start=start, end=self.last)

    def _arguments(self) -> tuple[s.Expression, ...]:
        """Expressions with commas between them, in brackets (rules 71 and 72)."""
        self.take("(")
        return self._rest_of_arguments()

    def _rest_of_arguments(self) -> tuple[s.Expression, ...]:
        found: list[s.Expression] = []
        if self.kind != ")":
            found.append(self.expression())
            while self.taken(","):
                found.append(self.expression())
        self.take(")", "`,`", "an operator")
        return tuple(found)

    def _unary(self) -> s.Expression:
        kind, start = self.kind, self.start
        if kind in ("!", "-", "+"):
            number = self.number_or_boolean()
            if number is not None:
                return number
            self.next()
            self.deeper()
            operand = self._unary()
            self.shallower()
            return s.Unary(kind, operand, start=start, end=self.last)
        return self._primary()

    def _primary(self) -> s.Expression:
        """Rule 119."""
        kind = self.kind
        if kind == "variable":
            return self.variable()
        if kind == "name" or kind == "iri":
            return self._iri_or_call()
        if kind == "string":
            return self.string()
        if kind == "(":
            return self.bracketed()
        if kind in ARGUMENTS:
            return self._built_in(kind)
        if kind in AGGREGATES:
            return self._aggregate(kind)
        if kind in ("EXISTS", "NOT"):
            return self._exists()
        if kind == "<<(":
            return self._triple_term(self.triple_term())
        found = self.number_or_boolean()
        if found is None:
            raise self.unexpected("an expression (a variable, a constant, a function or a bracket)")
        return found

    def _triple_term(self, found: s.TripleTerm) -> s.TripleTerm:
        parts: list[s.Term] = [found.subject, found.object]
        for part in parts:
            if not isinstance(part, s.Var | s.Iri | s.Literal | s.TripleTerm):
                raise self.wrong("a triple term of an expression has no blank nodes", at=part)
        if isinstance(found.subject, s.Literal | s.TripleTerm):
            raise self.wrong("the subject of a triple term in an expression is an IRI or a variable", at=found.subject)
        return found

    def _iri_or_call(self) -> s.Expression:
        start = self.start
        iri = self.iri()
        if self.kind != "(":
            return iri
        self.take("(")
        distinct = self.taken("DISTINCT")
        return s.Call(iri, self._rest_of_arguments(), distinct, start=start, end=self.last)

    def _built_in(self, name: str) -> s.Call:
        start = self.start
        self.next()
        least, most = ARGUMENTS[name]
        if name == "BOUND":
            self.take("(")
            found: tuple[s.Expression, ...] = (self.variable(),)
            self.take(")")
        else:
            found = self._arguments()
        if not least <= len(found) <= most:
            wanted = str(least) if least == most else f"{least} to {most}"
            raise self.wrong(f"{name} takes {wanted} argument{'s' * (most != 1)}, and has {len(found)} here", at=start)
        return s.Call(name, found, start=start, end=self.last)

    def _aggregate(self, name: str) -> s.Aggregate:
        """Rule 127."""
        start = self.start
        if not self._aggregates_allowed:
            raise self.wrong(
                f"{name} cannot stand here: aggregates belong to SELECT, HAVING and ORDER BY, one not in another"
            )
        self.next()
        self.take("(")
        self.aggregates += 1
        distinct = self.taken("DISTINCT")
        self._aggregates_allowed = False
        argument = None if name == "COUNT" and self.taken("*") else self.expression()
        self._aggregates_allowed = True
        separator = None
        if name == "GROUP_CONCAT" and self.taken(";"):
            self.take("SEPARATOR")
            self.take("=")
            separator = self.string()
            if separator.datatype is None or separator.datatype.value != s.XSD + "string":
                raise self.wrong("a separator is a plain string", at=separator)
        self.take(")", "an operator")
        return s.Aggregate(name, argument, distinct, separator, start=start, end=self.last)

    def _exists(self) -> s.Exists:
        start = self.start
        negated = self.taken("NOT")
        self.take("EXISTS")
        allowed, block = self._aggregates_allowed, self._block
        self._aggregates_allowed = False
        pattern = self.group()
        self._aggregates_allowed, self._block = allowed, block
        return s.Exists(pattern, negated, start=start, end=self.last)
