"""Query text made whole for a server that knows neither our prefixes nor our bindings."""

from __future__ import annotations

import re
from collections.abc import Mapping

from tcgraph.engine.tokens import tokens
from tcgraph.errors import EngineError
from tcgraph.namespaces import application
from tcgraph.rdf import BlankNode, Term

_DECLARED = re.compile(r"\bPREFIX\s+([\w.-]*):", re.IGNORECASE)


def with_prefixes(text: str) -> str:
    """Declare the project's prefixes that the text uses and does not declare, without moving its lines."""
    known = application().prefixes
    declared = {name.lower() for name in _DECLARED.findall(text)}
    used = {name for name in known if f"{name}:" in text and name not in declared}
    return "".join(f"PREFIX {name}: <{known[name]}> " for name in sorted(used)) + text


def without_undef(text: str) -> str:
    """Leave out each ``VALUES ?x { UNDEF }``, which Virtuoso 7 takes to leave the variable unbound for good.

    One row without a value joins with anything and changes nothing (SPARQL 1.1 §18.2.4.3).
    """
    if "UNDEF" not in text.upper():
        return text
    cut = list(tokens(text))
    kept, end = "", 0
    for start in range(len(cut) - 4):
        block = cut[start : start + 5]
        word, variable, opening, value, closing = block
        if (word.is_word("VALUES"), variable.kind, opening.text, value.is_word("UNDEF"), closing.text) == (
            True,
            "variable",
            "{",
            True,
            "}",
        ):
            kept, end = kept + text[end : word.start], closing.end
    return kept + text[end:]


def with_bindings(text: str, bindings: Mapping[str, Term] | None) -> str:
    """Join values to a query's outermost group, as a VALUES block at its start (SPARQL 1.1 §10).

    Raises:
        EngineError: a value is a blank node, which no query can name.
    """
    if not bindings:
        return text
    if any(isinstance(term, BlankNode) for term in bindings.values()):
        raise EngineError("A blank node cannot be sent to a server by name; give the thing an IRI.")
    names = " ".join(f"?{name}" for name in bindings)
    values = " ".join(str(term) for term in bindings.values())
    place = _outermost_group(text)
    return f"{text[:place]} VALUES ({names}) {{ ({values}) }} {text[place:]}"


def _outermost_group(text: str) -> int:
    """Where the WHERE group's inside starts: after its brace, which is not that of a CONSTRUCT template."""
    template = False
    depth = 0
    brackets = 0
    for token in tokens(text):
        if token.is_word("CONSTRUCT") and depth == 0:
            template = True
        elif token.is_word("WHERE", "FROM") and depth == 0:
            template = False
        elif token.text in ("(", ")"):
            brackets += 1 if token.text == "(" else -1
        elif token.text == "{":
            if depth == 0 and brackets == 0 and not template:
                return token.end
            depth += 1
        elif token.text == "}":
            depth -= 1
            template = False
    raise EngineError("The query has no group to join values to.")
