"""What an update can write, told from its text, so that only that is looked at to see what it changed."""

from __future__ import annotations

from collections.abc import Iterator

from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.engine.prologues import resolved
from tcgraph.engine.tokens import Token, string_value, tokens, unescaped
from tcgraph.namespaces import STANDARD, application
from tcgraph.rdf import Literal, NamedNode, Quad

_DATA_WORDS = frozenset(("PREFIX", "BASE", "INSERT", "DELETE", "DATA", "GRAPH", "A", "TRUE", "FALSE"))
_UNNAMED = frozenset("[(")


def graphs_written(update: str, base: str) -> frozenset[str] | None:
    """The IRIs of the named graphs that an update may write to; it may write to the default graph besides.

    Every IRI in the text counts, since a graph is written to under its name alone (SPARQL 1.1 Update §3) unless a
    variable or ``ALL`` stands for it.

    Args:
        update: SPARQL Update text.
        base: of its relative references.

    Returns:
        The IRIs, none missing and many that are no graphs; None when the text does not tell.
    """
    found: set[str] = set()
    prefixes = dict(application().prefixes)
    cut = list(tokens(unescaped(update)))
    for at, token in enumerate(cut):
        before = cut[at - 1] if at else None
        if token.is_word("ALL", "NAMED") or ("\\" in token.text and token.kind == "name"):
            return None
        if token.kind == "variable" and before is not None and before.is_word("GRAPH"):
            return None
        if token.kind == "iri":
            iri = resolved(token.text[1:-1], base)
            if before is not None and before.is_word("BASE"):
                base = iri
            elif before is not None and before.kind == "name" and at > 1 and cut[at - 2].is_word("PREFIX"):
                prefixes[before.text[:-1]] = iri
            found.add(iri)
        if token.kind == "name":
            prefix, _, local = token.text.partition(":")
            found.add(prefixes.get(prefix, "") + local)
    return frozenset(found)


def literals_written(update: str) -> Iterator[Literal]:
    """The literals that an update's text would have stored as they stand: of INSERT and of VALUES blocks.

    What an expression makes of a literal is another term anyway, and what a pattern looks for is not stored.

    Args:
        update: SPARQL Update text.
    """
    prefixes = dict(application().prefixes)
    cut = list(tokens(unescaped(update)))
    blocks: list[bool] = []
    stored = False
    for at, token in enumerate(cut):
        before, after = (cut[at - 1] if at else None), cut[at + 1 : at + 3]
        if token.is_word("INSERT", "VALUES"):
            stored = True
        elif token.text == "{":
            blocks.append(stored or (bool(blocks) and blocks[-1]))
            stored = False
        elif token.text == "}":
            del blocks[-1:]
        elif token.kind == "iri" and at > 1 and cut[at - 2].is_word("PREFIX"):
            prefixes[cut[at - 1].text[:-1]] = token.text[1:-1]
        elif blocks and blocks[-1] and token.kind == "number":
            yield _number(f"{before.text if before and before.text in '+-' else ''}{token.text}")
        elif blocks and blocks[-1] and token.kind == "string":
            yield _literal(token, after, prefixes)


def _number(written: str) -> Literal:
    # Before a full stop that ends a statement, the token has it.
    value = written.removesuffix(".")
    kind = "double" if "e" in value.lower() else "decimal" if "." in value else "integer"
    return Literal(value, datatype=NamedNode(STANDARD["xsd"] + kind))


def _literal(token: Token, after: list[Token], prefixes: dict[str, str]) -> Literal:
    """A string with its datatype, where one that can be told follows; a language changes nothing here."""
    value = string_value(token.text)
    if len(after) == 2 and after[0].text == "^^":
        prefix, _, local = after[1].text.partition(":")
        iri = after[1].text[1:-1] if after[1].kind == "iri" else prefixes.get(prefix, "") + local
        try:
            return Literal(value, datatype=NamedNode(iri))
        except ValueError:
            pass
    return Literal(value)


def quads_written(update: str, base: str) -> frozenset[Quad] | None:
    """The quads that an update may add or remove.

    Args:
        update: SPARQL Update text.
        base: of its relative references.

    Returns:
        The quads; None when the text has other operations than INSERT DATA and DELETE DATA, has blank nodes, or does
        not parse.
    """
    text = unescaped(update)
    cut = list(tokens(text))
    edits: list[int] = []
    for token, after in zip(cut, [*cut[1:], None], strict=False):
        if token.kind in ("blank", "variable") or token.text in _UNNAMED:
            return None
        if token.kind == "word" and token.text.upper() not in _DATA_WORDS:
            return None
        if token.is_word("INSERT", "DELETE") and not (after and after.is_word("DATA")):
            return None
        if token.is_word("DELETE"):
            edits.append(token.start)
    for start in reversed(edits):
        text = text[:start] + "INSERT" + text[start + len("DELETE") :]
    scratch = EmbeddedEngine()
    try:
        scratch.store.update(text, base_iri=base or None, prefixes=application().prefixes)
    except SyntaxError:
        return None
    return frozenset(scratch.store)
