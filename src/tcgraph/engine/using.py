"""Updates in the light of the protocol: a dataset given beside the text, and operations a server does not do."""

from __future__ import annotations

from collections.abc import Sequence

from tcgraph.engine.tokens import Token, tokens, unescaped
from tcgraph.errors import BrokenQuery, EngineError
from tcgraph.rdf import NamedNode


class LoadRefused(EngineError):
    """The update would fetch a document."""


def without_loads(update: str) -> str:
    """Take LOAD out of an update.

    Args:
        update: SPARQL Update text.

    Returns:
        The update without its ``LOAD SILENT`` operations: loading fails here, and SILENT says to go on (SPARQL 1.1
        Update §3.1.4).

    Raises:
        LoadRefused: a LOAD that is not silent.
    """
    text = unescaped(update)
    cut = list(tokens(text))
    if not any(token.is_word("LOAD") for token in cut):
        return update
    kept: list[str] = []
    for operation in _operations(cut):
        head = next((n for n, token in enumerate(operation) if token.is_word("LOAD")), None)
        if head is None:
            kept.append(text[operation[0].start : operation[-1].end])
        elif head + 1 < len(operation) and operation[head + 1].is_word("SILENT"):
            kept.append(text[operation[0].start : operation[head].start])
        else:
            raise LoadRefused("LOAD is refused: send the document itself with the Graph Store Protocol.")
    # A prologue is left where a LOAD was; it may stand before the next operation, and an empty one may be last.
    return " ;\n".join(part for part in kept if part.strip())


def with_dataset(update: str, default: Sequence[str], named: Sequence[str]) -> str:
    """Give every operation with a WHERE clause a dataset (SPARQL 1.1 Protocol §2.2.3).

    Args:
        update: SPARQL Update text.
        default: IRIs for ``USING``.
        named: IRIs for ``USING NAMED``.

    Raises:
        BrokenQuery: the text has USING or WITH of its own, or a name is not an IRI.
    """
    if not default and not named:
        return update
    try:
        clauses = [f"USING {NamedNode(name)}" for name in default]
        clauses += [f"USING NAMED {NamedNode(name)}" for name in named]
    except ValueError as error:
        raise BrokenQuery(f"a graph's name is not an IRI: {error}") from error
    text = unescaped(update)
    cut = list(tokens(text))
    if any(token.is_word("USING", "WITH") for token in cut):
        raise BrokenQuery("using-graph-uri cannot be combined with USING or WITH in the text")
    inserted = " ".join(clauses)
    depth = 0
    edits: list[tuple[int, str]] = []
    for at, token in enumerate(cut):
        depth += (token.text == "{") - (token.text == "}")
        if not token.is_word("WHERE") or depth:
            continue
        before = cut[at - 1] if at else None
        if before is not None and before.is_word("DELETE"):
            # DELETE WHERE has no dataset clause; DELETE { p } WHERE { p } says the same (SPARQL 1.1 Update §3.1.3.3).
            end = _closing(cut, at + 1)
            pattern = text[cut[at + 1].start : cut[end].end]
            edits.append((token.start, f"{pattern} {inserted} "))
        else:
            edits.append((token.start, f"{inserted} "))
    for place, new in reversed(edits):
        text = text[:place] + new + text[place:]
    return text


def _operations(cut: list[Token]) -> list[list[Token]]:
    """Operations, apart at the semicolons outside all braces."""
    parts: list[list[Token]] = [[]]
    depth = 0
    for token in cut:
        depth += (token.text == "{") - (token.text == "}")
        if token.text == ";" and depth == 0:
            parts.append([])
        else:
            parts[-1].append(token)
    return [part for part in parts if part]


def _closing(cut: list[Token], opening: int) -> int:
    depth = 0
    for at in range(opening, len(cut)):
        depth += (cut[at].text == "{") - (cut[at].text == "}")
        if depth == 0:
            return at
    return len(cut) - 1
