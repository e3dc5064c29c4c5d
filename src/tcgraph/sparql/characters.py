"""Which characters names have (SPARQL 1.1 §19.8, rules 164 to 168), and what escapes stand for (§19.2, §19.7)."""

from __future__ import annotations

import re

NAME_START = (
    r"A-Za-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C\u200D\u2070-\u218F"
    r"\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD\U00010000-\U000EFFFF"
)
"""PN_CHARS_BASE, to stand in a character class."""

NAME_START_U = NAME_START + "_"
"""PN_CHARS_U."""

NAME = NAME_START_U + r"0-9\u00B7\u0300-\u036F\u203F\u2040\-"
"""PN_CHARS."""

SURROGATE = r"\uD800-\uDFFF"
"""Half a character: Python's texts may hold one, and no encoding of Unicode can."""

_RANGE = re.compile(r"(\\[uU][0-9A-F]+|\\?.)(?:-(\\[uU][0-9A-F]+|.))?")


def any_of(characters: str) -> str:
    """A class of characters, to stand in a pattern, told by those that are not in it.

    Of the ranges above nearly all characters are, so that a pattern is compiled in a quarter of the time.

    Args:
        characters: ranges as they stand in a class.
    """
    found = [(_number(first), _number(last or first)) for first, last in _RANGE.findall(characters)]
    others, after = [], 0
    for first, last in sorted(found):
        if first > after:
            others.append(f"\\U{after:08X}-\\U{first - 1:08X}")
        after = max(after, last + 1)
    return f"[^{''.join(others)}\\U{after:08X}-\\U0010FFFF]"


def _number(character: str) -> int:
    return ord(character[-1]) if len(character) <= 2 else int(character[2:], 16)  # noqa: FURB166


LONE_SURROGATE = re.compile(f"[{SURROGATE}]")

_CODEPOINT = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_STRING_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_ESCAPED = {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f"}
_LOCAL_ESCAPE = re.compile(r"\\(.)")


def string_value(written: str) -> str:
    r"""What a string says: without its quotes, escapes resolved (SPARQL 1.1 §19.7).

    Raises:
        ValueError: an escape stands for no character.
    """
    quotes = 3 if len(written) >= 6 and written[:3] in ('"""', "'''") else 1
    inside = written[quotes:-quotes]
    return _STRING_ESCAPE.sub(_unescaped, inside) if "\\" in inside else inside


def iri_value(written: str) -> str:
    r"""What stands between angle brackets, ``\u`` escapes resolved (SPARQL 1.1 §19.2).

    Raises:
        ValueError: an escape stands for no character, or for one that no IRI has.
    """
    inside = written[1:-1]
    if "\\" not in inside:
        return inside
    value = _CODEPOINT.sub(_unescaped, inside)
    if re.search(r'[<>"{}|^`\\\x00-\x20]', value):
        raise ValueError("an escape in an IRI stands for a character that no IRI has")
    return value


def local_value(written: str) -> str:
    """The local part of a prefixed name without its backslashes (SPARQL 1.1 §19.8, rule 173; Turtle §6.4)."""
    return _LOCAL_ESCAPE.sub(r"\1", written) if "\\" in written else written


def _unescaped(found: re.Match[str]) -> str:
    digits = found[1] or found[2]
    if not digits:
        return _ESCAPED.get(found[3], found[3])
    number = int(digits, 16)
    if number > 0x10FFFF or 0xD800 <= number <= 0xDFFF:
        raise ValueError(f"the escape {found[0]} stands for no character")
    return chr(number)
