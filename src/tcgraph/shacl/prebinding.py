"""SPARQL constraints for many focus nodes at once: pre-binding (SHACL §5.3.1) as a join with the focus nodes.

A conforming processor runs the query once a focus node, with ``$this`` replaced. Joining the pattern of the focus nodes
into each group that needs it gives the same solutions in one run.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tcgraph.shacl.restrictions import OPTIONAL_VARIABLES, refuse_forbidden
from tcgraph.shacl.sparql_text import Token, closing, first_group, joined, significant, tokens
from tcgraph.shacl.substitution import substituted

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
    in_graph: bool
    subquery: bool
    optional: bool
    names_this: bool = False
    uses_this: bool = False


class ConstraintQuery:
    """A SELECT query of a SPARQL constraint, checked and ready to be joined with focus nodes.

    Args:
        text: the query.
        prefixes: those that its ``sh:prefixes`` declare.
        bound: further pre-bound variables (``PATH``, ``currentShape``, parameters), as SPARQL text.
        parameters: the names of all parameters of its component, given or not.
        whose: what to call the query.

    Raises:
        BrokenInput: it uses what SHACL forbids in such queries (§5.2.1, appendix A), or a prefix nobody declared.
    """

    def __init__(
        self,
        text: str,
        prefixes: Mapping[str, str],
        bound: Mapping[str, str],
        parameters: Iterable[str] = (),
        whose: str = "its query",
    ) -> None:
        pieces = tokens(text)
        refuse_forbidden(pieces, prefixes, {"this", *parameters}, OPTIONAL_VARIABLES & bound.keys(), whose)
        self._prologue = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in prefixes.items())
        self._pieces = substituted(pieces, bound)
        self._opening = first_group(self._pieces, whose)
        self._places, apart = _groups_needing_this(self._pieces)
        head, behind = self._pieces[: self._opening], self._pieces[closing(self._pieces, self._opening) :]
        aggregated = any(token.keyword in _AGGREGATES for token in (*head, *behind))
        # A number of solutions is one for each focus node, in subqueries too.
        cut_off = any(token.keyword in ("LIMIT", "OFFSET") for token in self._pieces)
        self.one_by_one = apart or cut_off or (aggregated and not _groups_by_this(behind))

    def for_focus(self, pattern: str) -> str:
        """The query for all focus nodes that a graph pattern binds to ``?this``."""
        pieces = anti_joins(self._pieces, self._opening)
        places = {self._opening, *(self._places if pieces is self._pieces else _groups_needing_this(pieces)[0])}
        written = [token.text + (f" {pattern} " if at in places else "") for at, token in enumerate(pieces)]
        return self._prologue + "".join(written)

    def for_node(self, node: str) -> str:
        """The query for one focus node, given as SPARQL text, which stands wherever ``$this`` stood."""
        return self._prologue + joined(substituted(self._pieces, {"this": node}))


def _groups_needing_this(pieces: list[Token]) -> tuple[list[int], bool]:
    """Openings of the groups where ``$this`` stands in an expression, and of subqueries.

    Such a group is evaluated on its own (SPARQL 1.1 §18.6), so that ``$this`` would be unbound in it. EXISTS is not:
    it sees the bindings of the group that it stands in, which therefore needs them. So does a group with an OPTIONAL
    about ``$this``: where that finds nothing, the group still has a solution.

    Returns:
        The openings, and whether one of them is in a GRAPH, where the data does not tell the focus nodes.
    """
    found: list[int] = []
    apart = False
    stack: list[_Group] = []
    depth, previous, selecting, named = 0, "", False, False
    for position, token in significant(pieces):
        if token.kind == "mark" and token.text == "{":
            inside = previous == "EXISTS" or (bool(stack) and stack[-1].in_exists)
            within = named or (bool(stack) and stack[-1].in_graph)
            stack.append(_Group(position, inside, within, selecting and bool(stack), previous == "OPTIONAL"))
            selecting, named, depth = False, False, 0
        elif token.kind == "mark" and token.text == "}":
            group = stack.pop() if stack else None
            if group and stack and group.names_this:
                stack[-1].names_this = True
                stack[-1].uses_this = stack[-1].uses_this or group.optional
            if group and not group.in_exists and (group.uses_this or group.subquery):
                found.append(group.opening)
                apart = apart or group.in_graph
            depth = 0
        elif token.text in "()" and token.kind == "mark":
            depth += 1 if token.text == "(" else -1
        elif token.keyword in ("SELECT", "GRAPH"):
            selecting, named = token.keyword == "SELECT", token.keyword == "GRAPH"
        elif token.variable == "this" and stack:
            stack[-1].names_this = True
            group = next(group for group in reversed(stack) if not group.in_exists)
            group.uses_this = group.uses_this or depth > 0 or group is not stack[-1]
        previous = token.keyword
    return found, apart


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
