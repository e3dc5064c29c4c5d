"""Constants, or other variables, in the place of a query's variables (SHACL §5.3.1, pre-binding)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tcgraph.errors import BrokenInput
from tcgraph.rdf import BlankNode, NamedNode, Term
from tcgraph.shacl.model import Shape
from tcgraph.shacl.sparql_text import Token, significant

_MODIFIERS_END = ("HAVING", "LIMIT", "OFFSET", "VALUES")


def substituted(pieces: list[Token], values: Mapping[str, str]) -> list[Token]:
    """Put other text in the place of variables, wherever a query may name one.

    Args:
        pieces: the query.
        values: SPARQL text by variable name. ``BOUND(?x)`` of such a variable becomes ``true``. Where the grammar
            takes no constant, it stands in brackets: ``SELECT (<a> AS ?x)``, under another name in a subquery, where
            the variable that it was is gone outside too; ``GROUP BY (<a>)``.
    """
    out: list[Token] = []
    solid = [position for position, _ in significant(pieces)]
    follows = {position: solid[index + 1 : index + 4] for index, position in enumerate(solid)}
    skip_to = -1
    place = _Place()
    for position, token in enumerate(pieces):
        if position < skip_to:
            continue
        place.enter(token)
        if token.keyword == "BOUND":
            ahead = follows[position]
            if len(ahead) == 3 and pieces[ahead[1]].variable in values:
                out.append(Token("word", "(true)"))
                skip_to = ahead[2] + 1
                continue
        if token.variable in values and token.kind == "variable":
            text = values[token.variable]
            out.append(Token("iri", text if text.startswith("?") else place.written(text, token.variable)))
        else:
            out.append(token)
    return out


def prebound_here(shape: Shape, graph: NamedNode | None) -> dict[str, str]:
    """What is bound beforehand in any query of a shape, beside its focus node (SHACL §5.3.1, §6.2.3).

    Args:
        shape: the shape; one without an IRI cannot be named.
        graph: the shapes graph, where the engine holds it.
    """
    values = {"PATH": shape.path.sparql()} if shape.path is not None else {}
    for name, term in (("currentShape", shape.node), ("shapesGraph", graph)):
        if isinstance(term, NamedNode):
            values[name] = str(term)
    return values


def constants(values: Iterable[tuple[str, Term]], pieces: list[Token], whose: str) -> dict[str, str]:
    """Values of variables as SPARQL text.

    Args:
        values: by variable name.
        pieces: the query that they are for.
        whose: what to call the query.

    Raises:
        BrokenInput: a variable of the query has a blank node as its value, which no query can name.
    """
    used = {token.variable for token in pieces}
    found: dict[str, str] = {}
    for name, term in values:
        if not isinstance(term, BlankNode):
            found[name] = str(term)
        elif name in used:
            raise BrokenInput(
                f"{whose} uses ${name}, whose value here is a blank node that no query can name; give it an IRI"
            )
    return found


class _Place:
    """Where in a query a token stands, as far as it decides how a constant is written there."""

    def __init__(self) -> None:
        self._braces = self._brackets = self._subqueries = 0
        self._selecting = self._ordering = False

    def enter(self, token: Token) -> None:
        """Go on to a token."""
        if token.kind == "mark":
            self._brackets += {"(": 1, ")": -1}.get(token.text, 0)
            self._braces += {"{": 1, "}": -1}.get(token.text, 0)
        if token.text in ("{", "}") or token.keyword in _MODIFIERS_END:
            self._ordering = False
        if token.text == "{" or token.keyword in ("WHERE", "FROM"):
            self._selecting = False
        if token.keyword == "SELECT":
            self._selecting, self._brackets = True, 0
            self._subqueries += self._braces > 0
        elif token.keyword == "BY":
            self._ordering, self._brackets = True, 0

    def written(self, text: str, name: str) -> str:
        """A constant as it has to be written here, in the place of the variable of that name."""
        if self._selecting and self._brackets == 0:
            # Subqueries are evaluated apart, and each gives its variables to the group around it (SPARQL §18.2.1).
            suffix = f"__{self._subqueries}" if self._braces else ""
            return f"({text} AS ?{name}{suffix})"
        return f"({text})" if self._ordering and self._brackets == 0 else text
