"""What SHACL forbids in the queries of constraints and validators (SHACL §5.2.1, appendix A)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set

from tcgraph.errors import BrokenInput
from tcgraph.shacl.sparql_text import Token, significant, undeclared_prefixes

OPTIONAL_VARIABLES = frozenset(("currentShape", "shapesGraph"))
"""Pre-bound variables that a processor need not support, and that subqueries need not return (SHACL §5.3.1)."""
_FORBIDDEN = {"MINUS", "VALUES", "SERVICE"}


def refuse_forbidden(
    pieces: list[Token], prefixes: Mapping[str, str], prebound: Set[str], given: Set[str], whose: str
) -> None:
    """Refuse a query whose answer SHACL does not define.

    Args:
        pieces: the query.
        prefixes: those that its ``sh:prefixes`` declare.
        prebound: the variables that may be bound beforehand.
        given: those of the optional ones that are.
        whose: what to call the query.

    Raises:
        BrokenInput: it uses what SHACL forbids, a prefix that nobody declared, or a variable that has no value here.
    """
    unknown = undeclared_prefixes(pieces, prefixes)
    if unknown:
        raise BrokenInput(f"{whose} uses the prefix {unknown[0]}: which no sh:declare declares")
    previous = ""
    for _, token in significant(pieces):
        if token.keyword in _FORBIDDEN:
            raise BrokenInput(f"{whose} uses {token.keyword}, which SHACL forbids there (§5.2.1)")
        if previous == "AS" and token.variable in prebound | OPTIONAL_VARIABLES:
            raise BrokenInput(f"{whose} assigns ?{token.variable}, which is bound beforehand (SHACL §5.2.1)")
        if token.variable in OPTIONAL_VARIABLES - given:
            reason = {
                "currentShape": "the shape has no IRI, so that no query can name it; give it one",
                "shapesGraph": "the shapes are no graph of the data's engine",
            }[token.variable]
            raise BrokenInput(f"{whose} uses ${token.variable}, and {reason} (SHACL §5.3.1)")
        previous = token.keyword
    for projected in _subqueries(pieces):
        for name in sorted(prebound - projected):
            raise BrokenInput(f"a subquery of {whose} does not name ${name} in its SELECT (SHACL §5.2.1)")


def _subqueries(pieces: list[Token]) -> Iterable[set[str]]:
    """The variables that each subquery returns under their own names; none for a star."""
    inside = False
    for position, token in enumerate(pieces):
        inside = inside or (token.kind == "mark" and token.text == "{")
        if token.keyword != "SELECT" or not inside:
            continue
        projected: set[str] = set()
        depth = 0
        for piece in pieces[position + 1 :]:
            if piece.text == "{" or piece.keyword == "WHERE":
                break
            depth += {"(": 1, ")": -1}.get(piece.text, 0)
            if depth == 0 and piece.variable:
                projected.add(piece.variable)
        yield projected
