"""ASK validators of constraint components (SHACL §6.2.2), as SPARQL expressions on a value node."""

from __future__ import annotations

import re

from tcgraph.errors import BrokenInput
from tcgraph.rdf import NamedNode
from tcgraph.shacl.model import AskTest, Shape
from tcgraph.shacl.restrictions import refuse_forbidden
from tcgraph.shacl.sparql_text import Token, closing, first_group, joined, significant, tokens
from tcgraph.shacl.substitution import constants, prebound_here, substituted

_ESCAPE = re.compile(r"\\(.)")


def ask_expression(test: AskTest, shape: Shape, graph: NamedNode | None) -> str:
    """The condition of an ASK validator, its variables pre-bound (SHACL §6.3).

    Args:
        test: the constraint.
        shape: whose it is; value nodes are bound to ``?this`` or, at the end of a path, to ``?value``.
        graph: the shapes graph, where the engine holds it.

    Raises:
        BrokenInput: SHACL forbids the query, or it uses an undeclared prefix.
    """
    whose = f"the validator of {test.component}"
    pieces, prefixes = tokens(test.text), dict(test.prefixes)
    values = prebound_here(shape, graph)
    refuse_forbidden(pieces, prefixes, {"this", "value", *test.parameters}, set(values), whose)
    opening = first_group(pieces, whose)
    end = closing(pieces, opening)
    if any(True for _ in significant(pieces[end + 1 :])):
        raise BrokenInput(f"{whose} goes on after its {{ … }}, which an ASK query has no use for")
    values |= constants(test.values, pieces, whose)
    values["value"] = "?this" if shape.path is None else "?value"
    body = _expanded(pieces[opening : end + 1], prefixes | _declared(pieces[:opening]))
    return "EXISTS " + joined(substituted(body, values))


def _declared(prologue: list[Token]) -> dict[str, str]:
    words = [token for _, token in significant(prologue)]
    return {
        words[at + 1].text[:-1]: words[at + 2].text[1:-1]
        for at, token in enumerate(words[:-2])
        if token.keyword == "PREFIX"
    }


def _expanded(pieces: list[Token], declared: dict[str, str]) -> list[Token]:
    """Prefixed names written out, since the text becomes part of a query with prefixes of its own."""
    out = []
    for token in pieces:
        prefix, colon, local = token.text.partition(":")
        if token.kind == "name" and colon and prefix in declared:
            name = _ESCAPE.sub(r"\1", local)
            out.append(Token("iri", f"<{declared[prefix]}{name}>"))
        else:
            out.append(token)
    return out
