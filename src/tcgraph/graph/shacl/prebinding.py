"""SPARQL constraints for many focus nodes at once: pre-binding (SHACL §5.3.1) as a join with the focus nodes.

A conforming processor runs the query once a focus node, with ``$this`` replaced. Joining the pattern of the focus nodes
into each group that needs it gives the same solutions in one run.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tcgraph.errors import BrokenInput
from tcgraph.graph.shacl.sparql_text import (
    Token,
    closing,
    joined,
    significant,
    substituted,
    tokens,
    undeclared_prefixes,
)

_FORBIDDEN = {"MINUS", "VALUES", "SERVICE"}
_AGGREGATES = {"COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT"}
_NOT_PLAIN = {
    "OPTIONAL",
    "UNION",
    "GRAPH",
    "SELECT",
    "BIND",
    "MINUS",
    "VALUES",
    "SERVICE",
    "FILTER",
    "EXISTS",
    "LATERAL",
}


@dataclass(slots=True)
class _Group:
    """A ``{ … }`` being walked: where it opens, and what was seen in it."""

    opening: int
    in_exists: bool
    subquery: bool
    uses_this: bool = False


class ConstraintQuery:
    """A SELECT query of a SPARQL constraint, checked and ready to be joined with focus nodes.

    Args:
        text: the query.
        prefixes: those that its ``sh:prefixes`` declare.
        bound: further pre-bound variables (``PATH``, ``currentShape``, parameters), as SPARQL text.

    Raises:
        BrokenInput: it uses what SHACL forbids in such queries (§5.2.1, appendix A), or a prefix nobody declared.
    """

    def __init__(self, text: str, prefixes: Mapping[str, str], bound: Mapping[str, str]) -> None:
        pieces = tokens(text)
        unknown = undeclared_prefixes(pieces, prefixes)
        if unknown:
            raise BrokenInput(f"its query uses the prefix {unknown[0]}: which no sh:declare declares")
        _refuse_forbidden(pieces, {"this", "currentShape", "shapesGraph", *bound})
        self._prologue = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in prefixes.items())
        self._pieces = substituted(pieces, bound)
        self._opening = _first_group(self._pieces)
        self._head = [token.keyword for token in self._pieces[: self._opening]]
        after = [token.keyword for token in self._pieces[closing(self._pieces, self._opening) :]]
        grouped_by_this = _groups_by_this(self._pieces[closing(self._pieces, self._opening) :])
        aggregated = any(word in _AGGREGATES for word in (*self._head, *after))
        self.one_by_one = "LIMIT" in after or "OFFSET" in after or (aggregated and not grouped_by_this)

    def for_focus(self, pattern: str) -> str:
        """The query for all focus nodes that a graph pattern binds to ``?this``."""
        pieces = anti_joins(self._pieces, self._opening)
        places = {self._opening, *_groups_needing_this(pieces)}
        written = [token.text + (f" {pattern} " if at in places else "") for at, token in enumerate(pieces)]
        return self._prologue + "".join(written)

    def for_node(self, node: str) -> str:
        """The query for one focus node, given as SPARQL text, which stands wherever ``$this`` stood."""
        head, body = self._pieces[: self._opening], self._pieces[self._opening :]
        kept = [Token("word", f"({node} AS ?this)") if token.variable == "this" else token for token in head]
        return self._prologue + joined(kept) + joined(substituted(body, {"this": node}))


def _first_group(pieces: list[Token]) -> int:
    for position, token in enumerate(pieces):
        if token.kind == "mark" and token.text == "{":
            return position
    raise BrokenInput("its query has no { … }")


def _refuse_forbidden(pieces: list[Token], bound: set[str]) -> None:
    previous = ""
    for _, token in significant(pieces):
        if token.keyword in _FORBIDDEN:
            raise BrokenInput(f"its query uses {token.keyword}, which SHACL forbids there (§5.2.1)")
        if previous == "AS" and token.variable in bound:
            raise BrokenInput(f"its query assigns ?{token.variable}, which is bound beforehand (SHACL §5.2.1)")
        previous = token.keyword
    for position, token in enumerate(pieces):
        if token.keyword != "SELECT" or position < _first_group(pieces):
            continue
        projected: set[str] = set()
        for piece in pieces[position + 1 :]:
            if piece.text == "{" or piece.keyword == "WHERE":
                break
            projected.add(piece.variable or piece.text)
        if "this" not in projected:
            raise BrokenInput("a subquery of its query does not name $this in its SELECT (SHACL §5.2.1)")


def _groups_needing_this(pieces: list[Token]) -> list[int]:
    """Openings of the groups where ``$this`` stands in an expression, and of subqueries.

    Such a group is evaluated on its own (SPARQL 1.1 §18.6), so that ``$this`` would be unbound in it. EXISTS is not:
    it sees the bindings outside.
    """
    found: list[int] = []
    stack: list[_Group] = []
    depth, previous, selecting = 0, "", False
    for position, token in significant(pieces):
        if token.kind == "mark" and token.text == "{":
            inside = previous == "EXISTS" or (bool(stack) and stack[-1].in_exists)
            stack.append(_Group(position, inside, selecting and bool(stack)))
            selecting, depth = False, 0
        elif token.kind == "mark" and token.text == "}":
            group = stack.pop() if stack else None
            if group and not group.in_exists and (group.uses_this or group.subquery):
                found.append(group.opening)
            depth = 0
        elif token.text in "()" and token.kind == "mark":
            depth += 1 if token.text == "(" else -1
        elif token.keyword == "SELECT":
            selecting = True
        elif token.variable == "this" and depth > 0 and stack:
            stack[-1].uses_this = True
        previous = token.keyword
    return found


def _groups_by_this(after: list[Token]) -> bool:
    words = [token for _, token in significant(after)]
    for position, token in enumerate(words[:-1]):
        if token.keyword == "GROUP":
            rest = words[position + 2 :]
            return any(item.variable == "this" for item in rest)
    return False


def anti_joins(pieces: list[Token], opening: int) -> list[Token]:
    """Turn ``FILTER NOT EXISTS { several triple patterns }`` into ``OPTIONAL { … } FILTER(!BOUND(?x))``.

    Engines evaluate such a filter row by row, which is quadratic where they cannot push the row into its join. The
    rewriting gives the same solutions where the outer group is plain triple patterns and filters, which always bind
    what the two share, and the inner group is triple patterns only, with a variable of its own (SPARQL 1.1 §8.3.1).

    Args:
        pieces: the query.
        opening: where its outer group opens.

    Returns:
        The tokens rewritten; the same ones when nothing applies.
    """
    end = closing(pieces, opening)
    cuts = _negations(pieces, opening, end)
    removed = {position for start, stop in cuts for position in range(start, stop + 1)}
    plain = [token for at, token in enumerate(pieces[opening:end], opening) if at not in removed]
    if not cuts or any(token.keyword in _NOT_PLAIN - {"FILTER"} for token in plain):
        return pieces
    outside = {token.variable for token in plain if token.variable} | {"this"}
    appended: list[Token] = []
    kept = set(removed)
    for number, (start, stop) in enumerate(cuts):
        at = next(position for position in range(start, stop) if pieces[position].text == "{")
        inner = pieces[at + 1 : stop]
        own = sorted({token.variable for token in inner if token.variable} - outside)
        shared = {token.variable for token in inner if token.variable} & outside
        if own and shared and not any(token.keyword in _NOT_PLAIN or token.text == "{" for token in inner):
            # Two such groups may use one name for different things, which OPTIONAL would take for the same.
            renamed = substituted(inner, {name: f"?{name}__{number}" for name in own})
            appended += [Token("word", f" OPTIONAL {{{joined(renamed)}}} FILTER(!BOUND(?{own[0]}__{number}))")]
        else:
            kept -= set(range(start, stop + 1))
    return [*(token for at, token in enumerate(pieces[:end]) if at not in kept), *appended, *pieces[end:]]


def _negations(pieces: list[Token], opening: int, end: int) -> list[tuple[int, int]]:
    """Where ``FILTER NOT EXISTS { … }`` stands directly in the group, when it has more than one triple pattern."""
    found: list[tuple[int, int]] = []
    words = [(at, token) for at, token in significant(pieces) if opening < at < end]
    depth = 0
    for index, (at, token) in enumerate(words[:-3]):
        depth += {"{": 1, "}": -1}.get(token.text, 0)
        if depth == 0 and [token.keyword, words[index + 1][1].keyword, words[index + 2][1].keyword] == [
            "FILTER",
            "NOT",
            "EXISTS",
        ]:
            brace = words[index + 3][0]
            stop = closing(pieces, brace)
            inner = [item for _, item in significant(pieces[brace + 1 : stop])]
            if sum(item.kind in ("variable", "iri", "name", "string") for item in inner) > 3:
                found.append((at, stop))
    return found
