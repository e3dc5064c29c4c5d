"""Where the properties of a statement stand, found without reading their values: few of them are asked for."""

from __future__ import annotations

import re
from typing import TypeAlias

_SPACE = r"(?:[ \t\r\n]++|\#[^\r\n]*+)*+"
_STRING = (
    r'"""(?:[^"\\]++|\\.|"(?!""))*+"""|"(?:[^"\\\r\n]++|\\.)*+"'
    r"|'''(?:[^'\\]++|\\.|'(?!''))*+'''|'(?:[^'\\\r\n]++|\\.)*+'"
)
_IRI = r"<[^<>\\\s]*+>"
_SUBJECT = re.compile(rf"{_IRI}|[^\s<>\"'#;,\[\](){{}}\\]++")
_ENTRY = re.compile(
    rf"""({_SPACE})(a(?![^\s<"'\#])|{_IRI}|[^\s<>"'\#;,.\[\](){{}}\\:]*+:[^\s<>"'\#;,\[\](){{}}\\]*+)
    ((?:[^"'<\#;\[\](){{}}\\~]++|{_IRI}|{_STRING}|\#[^\r\n]*+)*+)((?:;{_SPACE})++|\Z)|(.+)""",
    re.VERBOSE | re.DOTALL,
)
"""A verb and all of its values, none of which is in brackets or a list; last, what is anything else."""
_LINE = re.compile(r"([ \t\r\n]*+)(<[^>\\]*+>)([ \t]*+)(<[^>\\]*+>)([^\r\n]*+)([ \t\r\n]*+)|(.+)", re.DOTALL)
"""A statement as N-Triples and N-Quads have it; last, what is anything else."""

Entry: TypeAlias = tuple[int, int, int, str, str]
"""Where the subject begins and ends, where the verb begins, the verb, and what stands behind it: its values."""


def entries(text: str, *, lines: bool) -> list[Entry] | None:
    """The verbs of a statement with their values, in the order of the text.

    Args:
        text: one valid statement without its full stop, or several of one subject as N-Triples or N-Quads have them.
        lines: whether it is the latter.

    Returns:
        None where it takes a reader: at brackets, lists, escapes in names, and marks of RDF 1.2.
    """
    found: list[Entry] = []
    if lines:
        start = 0
        for before, head, between, verb, values, after, other in _LINE.findall(text):
            start += len(before)
            end = start + len(head)
            begin = end + len(between)
            found.append((start, end, begin, verb, values))
            start = begin + len(verb) + len(values) + len(after)
            if other:
                return None
        return found
    subject = _SUBJECT.match(text)
    end = position = subject.end() if subject else 0
    for before, verb, values, after, other in _ENTRY.findall(text, position):
        if other:
            return None
        begin = position + len(before)
        found.append((0, end, begin, verb, values))
        position = begin + len(verb) + len(values) + len(after)
    return found
