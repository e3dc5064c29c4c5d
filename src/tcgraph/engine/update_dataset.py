"""Updates in the light of the protocol: a dataset given beside the text, and operations a server does not do."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tcgraph.engine.prologues import operations, prologue_length
from tcgraph.engine.tokens import Token, mentions, tokens, unescaped
from tcgraph.errors import BrokenInput, BrokenQuery, EngineError
from tcgraph.rdf import NamedNode


class LoadRefused(EngineError):
    """The update would fetch a document."""


Load = Callable[[str], str]
"""Gives the document at an IRI as N-Triples, in one line; raises :class:`LoadRefused` where it may not be read."""


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
    return with_loaded(update, _refuse)


def with_loaded(update: str, load: Load) -> str:
    """Put documents in the place of the LOAD operations that name them (SPARQL 1.1 Update §3.1.4).

    Args:
        update: SPARQL Update text, with declarations before its first operation alone.
        load: reads a document.

    Returns:
        The update, each LOAD turned into INSERT DATA; a ``LOAD SILENT`` of what cannot be loaded is left out.

    Raises:
        LoadRefused: as ``load`` raises it, or a LOAD does not write its document's IRI out.
        BrokenInput: as ``load`` raises it.
    """
    if not mentions(update, "LOAD"):
        return update
    text = unescaped(update)
    cut = list(tokens(text))
    declared = ""
    kept: list[str] = []
    for number, operation in enumerate(operations(cut)):
        start = next((n for n, token in enumerate(operation) if token.is_word("LOAD")), None)
        if start is None:
            kept.append(text[operation[0].start : operation[-1].end])
            continue
        if start != prologue_length(operation):
            raise LoadRefused("LOAD stands where no operation begins.")
        prologue, named = text[operation[0].start : operation[start].start], operation[start + 1 :]
        silent = bool(named) and named[0].is_word("SILENT")
        try:
            kept.append(prologue + _inserting(named[1:] if silent else named, load))
        except (LoadRefused, BrokenInput):
            if not silent:
                raise
            # What it declares holds for the operations after it; later ones have none (see with_one_prologue).
            declared = prologue if number == 0 else declared
    return declared + " ;\n".join(kept)


def _inserting(named: list[Token], load: Load) -> str:
    """The operation that does what a LOAD does, given what follows the keyword."""
    if not named or named[0].kind != "iri" or len(named) not in (1, 4):
        raise LoadRefused("LOAD takes the IRI of a file, written out, and may say INTO GRAPH and another.")
    triples = load(named[0].text[1:-1])
    if len(named) == 1:
        return f"INSERT DATA {{ {triples} }}"
    if not (named[1].is_word("INTO") and named[2].is_word("GRAPH")):
        raise LoadRefused("After its document's IRI LOAD may say INTO GRAPH and another, and no more.")
    return f"INSERT DATA {{ GRAPH {named[3].text} {{ {triples} }} }}"


def _refuse(_iri: str) -> str:
    raise LoadRefused("LOAD is refused: send the document itself with the Graph Store Protocol.")


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


def _closing(cut: list[Token], opening: int) -> int:
    depth = 0
    for at in range(opening, len(cut)):
        depth += (cut[at].text == "{") - (cut[at].text == "}")
        if depth == 0:
            return at
    return len(cut) - 1
