"""Triple patterns, rules over them, and the small notation in which the rule tables are written."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tcgraph.namespaces import RDF_TYPE, STANDARD
from tcgraph.rdf import BlankNode, Literal, NamedNode, Term, Variable

Node = Term | Variable
Pattern = tuple[Node, Node, Node]
Bindings = Mapping[Variable, Term]

_ATOM = re.compile(r"\s+\.\s+")


@dataclass(frozen=True, slots=True)
class EntailmentRule:
    """A rule of the profile's tables.

    Attributes:
        name: the profile's own name, ``prp-dom``.
        schema: patterns that only axioms match; empty for a rule about data alone.
        data: patterns that data match; empty for a rule about axioms alone.
        head: the conclusion; None stands for ``false``.
        member: for rules that identify things, the variable whose values are the same thing …
        keys: … whenever these variables have the same values.
    """

    name: str
    schema: tuple[Pattern, ...]
    data: tuple[Pattern, ...]
    head: Pattern | None = None
    member: Variable | None = None
    keys: tuple[Variable, ...] = ()


def parse_rules(text: str) -> Iterator[EntailmentRule]:
    """Read rules, one a line: ``name: axioms | data -> conclusion``.

    The conclusion is a pattern, ``false``, or ``same ?y per ?x``. A rule without ``|`` is about axioms alone.
    """
    for line in filter(None, (line.strip() for line in text.split("\n"))):
        name, _, rest = line.partition(": ")
        body, _, conclusion = rest.partition("->")
        schema, bar, data = body.partition("|")
        head: Pattern | None = None
        member: Variable | None = None
        keys: tuple[Variable, ...] = ()
        words = conclusion.split()
        if words[0] == "same":
            member, keys = Variable(words[1][1:]), tuple(Variable(word[1:]) for word in words[3:])
        elif words[0] != "false":
            head = _pattern(conclusion)
        yield EntailmentRule(name, _patterns(schema), _patterns(data) if bar else (), head, member, keys)


def _patterns(text: str) -> tuple[Pattern, ...]:
    return tuple(_pattern(atom) for atom in _ATOM.split(text.strip()) if atom)


def _pattern(text: str) -> Pattern:
    subject, predicate, object_ = (_node(word) for word in text.split())
    return subject, predicate, object_


def _node(word: str) -> Node:
    if word.startswith("?"):
        return Variable(word[1:])
    if word == "a":
        return RDF_TYPE
    return Literal(word[1:-1]) if word.startswith('"') else STANDARD.expand(word)


def substitute(pattern: Pattern, bindings: Mapping[Variable, Node]) -> Pattern:
    """The pattern with each variable that has a value replaced by it."""
    subject, predicate, object_ = (bindings.get(node, node) if isinstance(node, Variable) else node for node in pattern)
    return subject, predicate, object_


def match(pattern: Pattern, triple: tuple[Term, Term, Term], bindings: Bindings | None = None) -> Bindings | None:
    """The bindings under which the pattern is the triple, extending those given; None when there are none."""
    found = dict(bindings or {})
    for node, term in zip(pattern, triple, strict=True):
        if isinstance(node, Variable):
            if found.setdefault(node, term) != term:
                return None
        elif node != term:
            return None
    return found


def variables(*patterns: Pattern) -> tuple[Variable, ...]:
    """The variables of some patterns, each once, in order of appearance."""
    return tuple(dict.fromkeys(node for pattern in patterns for node in pattern if isinstance(node, Variable)))


def is_anonymous(pattern: Pattern) -> bool:
    """Whether a pattern is about an unnamed class or property: a type that is a blank node, or such a predicate."""
    return isinstance(pattern[1], BlankNode) or (pattern[1] == RDF_TYPE and isinstance(pattern[2], BlankNode))


def owl(name: str) -> NamedNode:
    """A term of OWL."""
    return NamedNode(STANDARD["owl"] + name)


def rdfs(name: str) -> NamedNode:
    """A term of RDF Schema."""
    return NamedNode(STANDARD["rdfs"] + name)


def rdf(name: str) -> NamedNode:
    """A term of RDF."""
    return NamedNode(STANDARD["rdf"] + name)


# -- the OWL 2 RL/RDF rules, as the W3C profile tabulates them (OWL 2 Profiles §4.3, Tables 5 to 9), and each in words
#
# They are in ``profile_rules.toml``. Rules over lists of any length are in :mod:`instances`; equality (Table 4) is in
# :mod:`equality`.

_TABLES = tomllib.loads(Path(__file__).with_name("profile_rules.toml").read_text(encoding="utf-8"))
DATA_RULES: Final[tuple[EntailmentRule, ...]] = tuple(parse_rules(_TABLES["data"]))
COMPOSED_RULES: Final[tuple[EntailmentRule, ...]] = tuple(parse_rules(_TABLES["composed"]))
COMPARED_RULES: Final[tuple[EntailmentRule, ...]] = tuple(parse_rules(_TABLES["compared"]))
MEANINGS: Final[dict[str, str]] = _TABLES["meanings"]
"""What each rule says, in words for a reader who does not know the tables."""
CONTRADICTIONS: Final[dict[str, str]] = _TABLES["contradictions"]
"""What each rule against something says of the facts that it found."""
