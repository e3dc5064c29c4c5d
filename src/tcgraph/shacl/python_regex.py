"""Regular expressions of XPath in the words of others: of SPARQL engines, or of Python where those fail."""

from __future__ import annotations

import re

from tcgraph.errors import BrokenInput

_START = (
    ":A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_NAME = _START + "\\-.0-9\u00b7\u0300-\u036f\u203f\u2040"
_SETS = {"i": _START, "c": _NAME}
"""What begins an XML name, and what goes on with it (XSD 1.1 part 2 §G.4.2.5)."""
_OWN = re.compile(r"\\[icIC]|-\[")


def python_pattern(pattern: str, flags: str) -> re.Pattern[str]:
    """The Python equivalent of an XPath regular expression (XPath Functions §5.6.1).

    Raises:
        BrokenInput: it is not a regular expression.
    """
    options = 0
    for flag in flags:
        options |= {"i": re.IGNORECASE, "s": re.DOTALL, "m": re.MULTILINE, "x": re.VERBOSE}.get(flag, 0)
    try:
        return re.compile(re.escape(pattern) if "q" in flags else spelled_out(pattern, python=True), options)
    except re.error as error:
        raise BrokenInput(f"sh:pattern {pattern!r} is not a regular expression: {error}") from error


def spelled_out(pattern: str, *, python: bool = False) -> str:
    r"""A pattern with the escapes ``\i`` and ``\c`` spelled out and classes subtracted in the other's way.

    Args:
        pattern: as the shape has it.
        python: for Python, which subtracts by looking ahead; engines know ``[a-z--[aeiou]]``.

    Raises:
        BrokenInput: a class subtracts and goes on, or holds ``\I`` or ``\C``.
    """
    return pattern if _OWN.search(pattern) is None else _Translation(pattern, python).text()


class _Translation:
    def __init__(self, pattern: str, python: bool) -> None:
        self._pattern = pattern
        self._python = python
        self._at = 0

    def text(self) -> str:
        out: list[str] = []
        while (character := self._next()) is not None:
            if character == "[":
                out.append(self._class())
            elif character == "\\":
                letter = self._next() or ""
                one = _SETS.get(letter.lower())
                out.append(f"\\{letter}" if one is None else f"[{'^' if letter.isupper() else ''}{one}]")
            else:
                out.append(character)
        return "".join(out)

    def _class(self) -> str:
        """A class from behind its opening bracket on, to its end."""
        body: list[str] = []
        while (character := self._next()) is not None:
            if character == "\\":
                letter = self._next() or ""
                if letter in "IC" and letter:
                    raise BrokenInput(f"sh:pattern {self._pattern!r} has \\{letter} in a class, which is not supported")
                body.append(_SETS.get(letter, f"\\{letter}"))
            elif character == "-" and self._pattern.startswith("[", self._at):
                self._next()
                taken = self._class()
                if self._next() != "]":
                    raise BrokenInput(f"sh:pattern {self._pattern!r} goes on after what its class subtracts")
                own = f"[{''.join(body)}]"
                return f"(?:(?!{taken}){own})" if self._python else f"[{own}--{taken}]"
            elif character == "]" and body and body != ["^"]:
                return f"[{''.join(body)}]"
            else:
                body.append(character)
        return f"[{''.join(body)}"

    def _next(self) -> str | None:
        self._at += 1
        return self._pattern[self._at - 1] if self._at <= len(self._pattern) else None
