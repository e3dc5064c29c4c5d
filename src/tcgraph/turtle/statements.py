"""Find the statements of a Turtle, TriG, N-Triples or N-Quads file that are about given nodes, without reading it all.

One compiled expression steps from statement to statement over the bytes; only subjects are looked at. Whoever needs
more of a statement has it read by :func:`tcgraph.turtle.tree.triples_of`, with the prefixes noted here.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from mmap import mmap
from typing import NamedTuple

from tcgraph.iri import resolve
from tcgraph.rdf import GraphFormat
from tcgraph.sparql.lexer import local_value
from tcgraph.turtle.tokens import unescape

Octets = bytes | mmap

# Possessive throughout: each byte is looked at once, whatever the file is like.
_SPACE = rb"(?:[ \t\r\n]++|\#[^\r\n]*+)"
_IRI = rb"<[^\x00-\x20<>]*+>"
_STRING = (
    rb'(?:"""(?:[^"\\]++|\\.|"(?!""))*+"""|"(?:[^"\\\r\n]++|\\.)*+"'
    rb"|'''(?:[^'\\]++|\\.|'(?!''))*+'''|'(?:[^'\\\r\n]++|\\.)*+')"
)
_LETTER = rb"""[^\x00-\x20"'<>#.;,()\[\]{}\\|@^]"""
_NAME = rb"(?:%b|\\.)++(?:\.++(?:%b|\\.)++)*+" % (_LETTER, _LETTER)
# A dot between two letters is inside a name, one before a digit inside a number; any other ends the statement.
_REST = rb"(?:%b)*+" % b"|".join(
    (
        rb"""[^"'<\#.\\{}]++""", _IRI, _STRING, rb"\\.", rb"\#[^\r\n]*+", rb"<<",
        rb"(?<=%b)(?<![0-9](?=\.:))\.++(?=%b)" % (_LETTER, _LETTER), rb"\.(?=[0-9])", rb"\{(?=\|)|(?<=\|)\}",
    )
)  # fmt: skip
_ITEM = re.compile(
    rb"""%b*+(?:
      (?P<prefix>@?(?i:prefix)%b++(?P<name>[^\x00-\x20:]*+):%b*+<(?P<meaning>[^\x00-\x20<>]*+)>)(?:%b*+\.(?=[\s\#]|\Z))?+
    | (?P<base>@?(?i:base)%b*+<(?P<start>[^\x00-\x20<>]*+)>)(?:%b*+\.(?=[\s\#]|\Z))?+
    | @?(?i:version)%b++%b(?:%b*+\.)?+
    | (?P<subject>%b|%b|[\[(]|<<)%b(?P<stop>[.{}]|\Z)
    | [{}]
    | (?P<end>\Z)
    )"""
    % (_SPACE, _SPACE, _SPACE, _SPACE, _SPACE, _SPACE, _SPACE, _STRING, _SPACE, _IRI, _NAME, _REST),
    re.VERBOSE | re.DOTALL,
)
_LINES, _LINES_WITH_RETURNS = (
    re.compile(
        rb"[ \t\r\n]*+(?:\#%b*+|(?P<subject><[^\x00-\x20<>]*+>|_:\S++)(?P<stop>)%b*+"
        rb"(?:[\r\n]++(?P=subject)%b*+)*+|(?P<end>\Z))" % (of_line, of_line, of_line)
    )
    for of_line in (rb".", rb"[^\r\n]")
)
"""Of N-Triples and N-Quads: all lines one after the other that have the same subject; a dot is four times as fast."""
_LOW_LINE = ord("_")
_ABSOLUTE = re.compile(rb"<[A-Za-z][A-Za-z0-9+.-]*:")


class StatementSpan(NamedTuple):
    """A piece of a file with statements about one subject.

    Attributes:
        subject: the IRI of the subject; empty for a blank node.
        start: its first byte.
        end: the byte behind what is its own.
        ending: what has to follow those bytes to end the last statement.
        prefixes: those declared before it.
        base: the base of its relative references.
    """

    subject: str
    start: int
    end: int
    ending: str
    prefixes: Mapping[str, str]
    base: str | None


class UnknownLayout(ValueError):
    """The file cannot be cut into statements; it has to be read from top to bottom."""


def statements_about(
    data: Octets,
    format: GraphFormat,
    wanted: Collection[str],
    *,
    base: str | None = None,
    blank: bool = False,
    prefixes: dict[str, str] | None = None,
) -> Iterator[StatementSpan]:
    """The statements about given nodes, in the order of the file.

    Args:
        data: the file, which has been parsed before.
        format: its syntax, one of the Turtle family.
        wanted: IRIs of subjects.
        base: base IRI that relative references start from.
        blank: whether statements about blank nodes are wanted, too.
        prefixes: filled with the prefixes that the file declares.

    Raises:
        UnknownLayout: on iteration, when something does not look like a statement.
    """
    position = 3 if data[:3] == b"\xef\xbb\xbf" else 0
    if format in (GraphFormat.N_TRIPLES, GraphFormat.N_QUADS):
        yield from _of_lines(data, position, wanted, blank)
        return
    names: dict[str, str] = {}
    for found in _matches(_ITEM, data, position):
        token = found["subject"]
        if token is None:
            if found["prefix"] is not None or found["base"] is not None:
                names, base = _directive(found, names, base)
                if prefixes is not None:
                    prefixes.update(names)
            continue
        if found["stop"] == b"{":
            continue
        anonymous = token[:1] in (b"[", b"(", b"_") or token == b"<<"
        subject = "" if anonymous else _iri(token, names, base)
        if blank if anonymous else subject in wanted:
            yield StatementSpan(subject, found.start("subject"), found.start("stop"), ".", names, base)


def _of_lines(data: Octets, position: int, wanted: Collection[str], blank: bool) -> Iterator[StatementSpan]:
    """The same of N-Triples and N-Quads, where names stand as they are: millions of lines take a second."""
    spelled = {f"<{name}>".encode(): name for name in wanted}
    known = spelled.get
    lines = _LINES if data.find(b"\r") < 0 else _LINES_WITH_RETURNS
    for found in _matches(lines, data, position):
        token = found[1]
        name = known(token)
        if name is None:
            if token is None or (token[0] == _LOW_LINE and not blank):
                continue
            name = "" if token[0] == _LOW_LINE else _iri(token, {}, None) if b"\\" in token else None
            if name is None or (name and name not in wanted):
                continue
        yield StatementSpan(name, found.start(1), found.end(), "", {}, None)


def _matches(pattern: re.Pattern[bytes], data: Octets, position: int) -> Iterator[re.Match[bytes]]:
    """One match behind the other until the end.

    Raises:
        UnknownLayout: where there is none, or one of nothing.
    """
    found = None
    for found in iter(pattern.scanner(data, position).match, None):  # type: ignore[attr-defined]
        if found.end() == found.start():
            break
        yield found
    end = position if found is None else found.end()
    if found is None or found["end"] is None:
        raise UnknownLayout(end)


def _directive(found: re.Match[bytes], names: dict[str, str], base: str | None) -> tuple[dict[str, str], str | None]:
    """The prefixes and the base behind a directive; what was noted before stays as it was."""
    if found["prefix"] is not None:
        meaning = resolve(unescape(found["meaning"].decode()), base)
        return {**names, found["name"].decode(): meaning}, base
    return names, resolve(unescape(found["start"].decode()), base)


def _iri(token: bytes, names: Mapping[str, str], base: str | None) -> str:
    """What a subject means; an empty text for a prefix that nobody declared."""
    text = token.decode()
    if text[0] == "<":
        written = unescape(text[1:-1])
        return written if _ABSOLUTE.match(token) else resolve(written, base)
    prefix, _, local = text.partition(":")
    start = names.get(prefix)
    return "" if start is None else start + local_value(local)
