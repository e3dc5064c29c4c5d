"""Terms and property paths (SPARQL 1.1 §19.8, rules 88 to 96 and 106 to 138; SPARQL 1.2 for triple terms)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from tcgraph.sparql import syntax as s
from tcgraph.sparql.cursor import IRI_STARTS, Cursor
from tcgraph.sparql.lexer import string_value

_INTEGER, _DECIMAL, _DOUBLE, _BOOLEAN = (s.Iri(s.XSD + name) for name in ("integer", "decimal", "double", "boolean"))
_STRING = s.Iri(s.XSD + "string")
_NUMBER = re.compile(r"\.?[0-9]")
VERB_STARTS = frozenset(("variable", "iri", "name", "A", "^", "!", "("))
PREDICATE = "a predicate (an IRI, a variable, a path or a)"


class TermParser(Cursor):
    """Reads terms and paths.

    Attributes:
        variables_allowed: whether a variable may stand here; not in data.
        blanks_allowed: whether a blank node may stand here; not in what is deleted.
    """

    variables_allowed = True
    blanks_allowed = True

    def __init__(self, text: str, prefixes: Mapping[str, str], base: str, longest: int) -> None:
        super().__init__(text, prefixes, base, longest)
        self._block = self._blocks = 0
        self._labels: dict[str, int] = {}

    def new_block(self) -> None:
        """Begin another basic graph pattern, or data: a blank node's label belongs to one (§5.1.1, §19.6)."""
        self._blocks += 1
        self._block = self._blocks

    def forget_labels(self) -> None:
        """Begin what shares no blank nodes with anything before it, such as a template."""
        self.new_block()
        self._labels = {}

    def variable(self) -> s.Var:
        """Read the variable that stands here (rule 108)."""
        if self.kind != "variable":
            raise self.unexpected("a variable")
        if not self.variables_allowed:
            raise self.wrong(f"{self.here} stands in data, which has no variables; use INSERT {{ … }} WHERE {{ … }}")
        name, start = self.here[1:], self.start
        self.next()
        return s.Var(name, start=start, end=self.last)

    def name(self, expected: str = "an IRI or a variable") -> s.Var | s.Iri:
        """Read a variable or IRI (rule 107)."""
        if self.kind == "variable":
            return self.variable()
        if self.kind in IRI_STARTS:
            return self.iri()
        raise self.unexpected(expected)

    def term(self, expected: str = "a term (an IRI, a variable, a literal or a blank node)") -> s.Term:
        """Read a term (rule 106)."""
        kind = self.kind
        if kind == "variable":
            return self.variable()
        if kind == "name" or kind == "iri":
            return self.iri()
        if kind == "string":
            return self.string()
        if kind == "blank" or kind == "[":
            return self.blank()
        if kind == "<<(":
            return self.triple_term()
        if kind == "(":
            return self.nil()
        found = self.number_or_boolean()
        if found is None:
            raise self.unexpected(expected)
        return found

    def nil(self) -> s.Iri:
        """Read ``()``, the empty list (rule 161)."""
        start = self.start
        self.take("(")
        self.take(")")
        return s.Iri(s.RDF + "nil", start=start, end=self.last)

    def string(self) -> s.Literal:
        """Read a string with its language or datatype (rule 129)."""
        start = self.start
        if self.kind != "string":
            raise self.unexpected("a string")
        try:
            value = string_value(self.here)
        except ValueError as error:
            raise self.wrong(str(error)) from error
        self.next()
        if self.kind == "language":
            language, _, direction = self.here[1:].partition("--")
            if direction not in ("", "ltr", "rtl"):
                raise self.wrong(f"a base direction is ltr or rtl, not {direction}")
            self.next()
            return s.Literal(value, None, language, direction, start=start, end=self.last)
        if self.taken("^^"):
            return s.Literal(value, self.iri(), start=start, end=self.last)
        return s.Literal(value, _STRING, start=start, end=self.last)

    def number_or_boolean(self) -> s.Literal | None:
        """Read a number, its sign close before it, or a boolean (rules 130 and 134); None when there is none."""
        start, kind, written = self.start, self.kind, self.here
        if kind in ("TRUE", "FALSE"):
            self.next()
            return s.Literal(kind.lower(), _BOOLEAN, start=start, end=self.last)
        if kind in ("+", "-"):
            if _NUMBER.match(self.text, self.end) is None:
                return None
            self.next()
            written += self.here
        elif kind != "number":
            return None
        self.next()
        datatype = _DOUBLE if "e" in written or "E" in written else _DECIMAL if "." in written else _INTEGER
        return s.Literal(written, datatype, start=start, end=self.last)

    def blank(self) -> s.Blank:
        """Read ``_:label`` or ``[]`` (rule 138)."""
        start = self.start
        self.check_blank()
        if self.taken("["):
            self.take("]")
            return s.Blank("", start=start, end=self.last)
        label = self.here[2:]
        if self._labels.setdefault(label, self._block) != self._block:
            raise self.wrong(f"_:{label} stands in two places that cannot share it; give one of them another name")
        self.next()
        return s.Blank(label, start=start, end=self.last)

    def check_blank(self) -> None:
        """Refuse a blank node, written or meant, where there may be none (§19.8, notes 7 and 8).

        Raises:
            BrokenQuery: there may be none.
        """
        if not self.blanks_allowed:
            raise self.wrong(
                "what is deleted cannot be named by a blank node; use DELETE { … } WHERE { … } with a variable"
            )

    def simple_verb(self) -> s.Var | s.Iri:
        """Read a variable, an IRI or ``a`` (rule 78)."""
        if self.here == "a":
            return self.rdf_type()
        return self.name(PREDICATE)

    def triple_term(self) -> s.TripleTerm:
        """Read ``<<( s p o )>>`` (SPARQL 1.2)."""
        start = self.start
        self.take("<<(")
        self.deeper()
        subject = self.inner_term()
        verb = self.simple_verb()
        found = self.inner_term()
        self.shallower()
        self.take(")>>")
        if isinstance(subject, s.Literal | s.TripleTerm) and not self.variables_allowed:
            raise self.wrong("the subject of a triple in data is an IRI or a blank node", at=subject)
        return s.TripleTerm(subject, verb, found, start=start, end=self.last)

    def inner_term(self) -> s.Term:
        """Read a term of a triple within brackets, which is no list."""
        if self.kind == "(":
            raise self.unexpected("a term that is no list")
        return self.term()

    # --- Paths ---

    def path(self) -> s.Path:
        """Read a property path (rule 88)."""
        start = self.start
        first = self._sequence()
        if self.kind != "|":
            return first
        parts = [first]
        while self.taken("|"):
            parts.append(self._sequence())
        return s.Alternative(tuple(parts), start=start, end=self.last)

    def _sequence(self) -> s.Path:
        start = self.start
        first = self._step()
        if self.kind != "/":
            return first
        parts = [first]
        while self.taken("/"):
            parts.append(self._step())
        return s.Sequence(tuple(parts), start=start, end=self.last)

    def _step(self) -> s.Path:
        """A step, maybe backwards, maybe repeated (rules 91 to 94)."""
        start = self.start
        if self.taken("^"):
            return s.Inverse(self._repeated(), start=start, end=self.last)
        return self._repeated()

    def _repeated(self) -> s.Path:
        start = self.start
        path = self._primary_path()
        if self.kind in ("*", "+", "?"):
            sign = self.kind
            self.next()
            return s.RepeatedPath(path, sign, start=start, end=self.last)
        return path

    def _primary_path(self) -> s.Path:
        kind, start = self.kind, self.start
        if kind in IRI_STARTS:
            return self.iri()
        if self.here == "a":
            return self.rdf_type()
        if kind == "!":
            self.next()
            return self._negated(start)
        if kind == "(":
            self.next()
            self.deeper()
            path = self.path()
            self.shallower()
            self.take(")", "the rest of a path")
            return path
        raise self.unexpected("a property (an IRI or a)", "`(`")

    def _negated(self, start: int) -> s.Negated:
        """What follows ``!`` (rule 95)."""
        if not self.taken("("):
            return s.Negated((self._one_negated(),), start=start, end=self.last)
        parts: list[s.Iri | s.Inverse] = []
        if self.kind != ")":
            parts.append(self._one_negated())
            while self.taken("|"):
                parts.append(self._one_negated())
        self.take(")", "`|`")
        return s.Negated(tuple(parts), start=start, end=self.last)

    def _one_negated(self) -> s.Iri | s.Inverse:
        start = self.start
        if self.taken("^"):
            return s.Inverse(self._property(), start=start, end=self.last)
        return self._property()

    def _property(self) -> s.Iri:
        return self.rdf_type() if self.here == "a" else self.iri()
