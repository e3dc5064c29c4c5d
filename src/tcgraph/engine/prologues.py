"""Updates with declarations between their operations, which SPARQL allows and the engine does not read.

SPARQL 1.1 §19.8 rule 29 (``Update ::= Prologue ( Update1 ( ';' Update )? )?``) lets PREFIX and BASE stand before every
operation, and they hold from there on. Oxigraph 0.5 takes them before the first alone.
"""

from __future__ import annotations

import re
from urllib.parse import urljoin

import pyoxigraph

from tcgraph.engine.tokens import Token, tokens, unescaped

_LATER = re.compile(r";(?:\s|#[^\n\r]*)*(?:PREFIX|BASE|VERSION)\b", re.IGNORECASE)
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_TURTLE = pyoxigraph.RdfFormat.TURTLE
_ESCAPED = re.compile(r"\\(.)")


def operations(cut: list[Token]) -> list[list[Token]]:
    """The operations of an update, apart at the semicolons outside all braces; empty ones are left out."""
    parts: list[list[Token]] = [[]]
    depth = 0
    for token in cut:
        depth += (token.text == "{") - (token.text == "}")
        if token.text == ";" and depth == 0:
            parts.append([])
        else:
            parts[-1].append(token)
    return [part for part in parts if part]


def prologue_length(operation: list[Token]) -> int:
    """How many of an operation's first tokens declare something."""
    at = 0
    while at < len(operation):
        if operation[at].is_word("PREFIX"):
            at += 3
        elif operation[at].is_word("BASE", "VERSION"):
            at += 2
        else:
            break
    return min(at, len(operation))


def with_one_prologue(update: str) -> str:
    r"""Write out the names that later declarations shorten, and leave those declarations out.

    Args:
        update: SPARQL Update text.

    Returns:
        An update that does the same, every token in the line where it was; the text itself when nothing is declared
        after its first operation.
    """
    text = unescaped(update)
    if _LATER.search(text) is None:
        return update
    later = operations(list(tokens(text)))[1:]
    prefixes: dict[str, str] = {}
    base = ""
    edits: list[tuple[int, int, str]] = []
    for operation in later:
        length = prologue_length(operation)
        head = operation[:length]
        for at, token in enumerate(head):
            if token.is_word("BASE") and at + 1 < length:
                base = resolved(head[at + 1].text[1:-1], base)
            elif token.is_word("PREFIX") and at + 2 < length:
                prefixes[head[at + 1].text] = resolved(head[at + 2].text[1:-1], base)
        if head:
            removed = text[head[0].start : head[-1].end]
            edits.append((head[0].start, head[-1].end, "\n" * removed.count("\n")))
        edits += (
            (token.start, token.end, new)
            for token in operation[length:]
            if (new := _written_out(token, prefixes, base)) != token.text
        )
    for start, end, new in reversed(edits):
        text = text[:start] + new + text[end:]
    return text


def _written_out(token: Token, prefixes: dict[str, str], base: str) -> str:
    if token.kind == "name":
        prefix, colon, local = token.text.partition(":")
        if prefix + colon in prefixes:
            # §19.8 rule 172: only punctuation is escaped so, and it stands for itself.
            return f"<{prefixes[prefix + colon]}{_ESCAPED.sub(_itself, local)}>"
    elif token.kind == "iri" and base:
        return f"<{resolved(token.text[1:-1], base)}>"
    return token.text


def resolved(reference: str, base: str) -> str:
    """An IRI reference against a base (RFC 3986 §5.2); still a reference where the base is one."""
    if not base or _ABSOLUTE.match(reference):
        return reference
    if _ABSOLUTE.match(base):
        try:
            quad = next(pyoxigraph.parse(f"<{reference}> <urn:p> <urn:o> .", _TURTLE, base_iri=base))
        except (SyntaxError, ValueError):
            # It is no IRI; whoever parses the update says so.
            return reference
        return quad.subject.value  # type: ignore[no-any-return]
    path, mark, fragment = reference.partition("#")
    return (urljoin(base, path) if path else base.partition("#")[0]) + mark + fragment


def _itself(found: re.Match[str]) -> str:
    return found[1]
