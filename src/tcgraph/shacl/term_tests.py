"""Tests of a term that an engine cannot make: patterns that it does not know, numbers longer than it can compare.

Engines match in linear time. Python, which is asked for what engines do not know, tries every way to share out a text
among repetitions, and cannot be interrupted while it does: such patterns are matched in another process, which can be
ended.
"""

from __future__ import annotations

import atexit
import json
import os
import re
import subprocess
import sys
from decimal import Decimal
from operator import ge, gt, le, lt
from threading import Lock, Timer
from typing import Final

from tcgraph.engine.datatypes import RANGES, is_well_formed, local_name
from tcgraph.errors import BrokenInput
from tcgraph.rdf import BlankNode, Literal, Term, Triple
from tcgraph.shacl.model import Constraint, ValueTest

# -- regular expressions of XPath in the words of others: of SPARQL engines, or of Python where those fail

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


_BOUNDS = {"minExclusive": gt, "minInclusive": ge, "maxExclusive": lt, "maxInclusive": le}


def is_bound(constraint: Constraint) -> bool:
    """Whether a constraint is ``sh:minInclusive`` or one of its kin, with a number."""
    return (
        isinstance(constraint, ValueTest)
        and constraint.name in _BOUNDS
        and _decimal(constraint.parameters[0]) is not None
    )


def ordered(operator: str, one: Term, two: Term) -> bool | None:
    """Whether an integer or decimal is ``<`` or ``<=`` another, of any length; None where one of them is neither."""
    first, second = _decimal(one), _decimal(two)
    if first is None or second is None:
        return None
    return first < second if operator == "<" else first <= second


def _decimal(term: Term) -> Decimal | None:
    """The value of an integer or decimal of any length."""
    if not isinstance(term, Literal) or local_name(term.datatype) not in {"integer", "decimal", *RANGES}:
        return None
    return Decimal(term.value) if is_well_formed(term) else None


def judge(test: ValueTest, term: Term) -> bool:
    """Whether a term meets a pattern or a range constraint."""
    if isinstance(term, (BlankNode, Triple)):
        return False
    if test.name in _BOUNDS:
        value, limit = _decimal(term), _decimal(test.parameters[0])
        return value is not None and limit is not None and bool(_BOUNDS[test.name](value, limit))
    texts = [text.value for text in test.parameters if isinstance(text, Literal)]
    return found_in(python_pattern(texts[0], texts[1] if len(texts) > 1 else ""), term.value)


SECONDS: Final = 5.0
"""How long a match may take."""
_QUICK: Final = 1_000_000
_PIECE = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\{[0-9]*,(?P<most>[0-9]*)\}|\(\?:?|.", re.DOTALL)
_FEW = 10
_PROGRAM = """
import json, re, sys
for line in sys.stdin:
    pattern, flags, text = json.loads(line)
    print(int(re.compile(pattern, flags).search(text) is not None), flush=True)
"""


def found_in(pattern: re.Pattern[str], text: str) -> bool:
    """Whether a pattern matches somewhere in a text.

    Raises:
        BrokenInput: that takes longer than :data:`SECONDS`.
    """
    if len(text) ** _power(pattern.pattern) <= _QUICK:
        return pattern.search(text) is not None
    found = _elsewhere.found(pattern, text)
    if found is None:
        what = f"sh:pattern {pattern.pattern!r} takes more than {SECONDS:g} seconds on a text of {len(text)} characters"
        raise BrokenInput(what)
    return found


def _power(pattern: str) -> int:
    """By which power of a text's length the time may grow at most; large for what may be exponential."""
    inside = [False]
    closed, repetitions = False, 1
    for token in _PIECE.finditer(pattern):
        text = token.group()
        repeats = text in ("*", "+") or (token["most"] is not None and (not token["most"] or int(token["most"]) > _FEW))
        if repeats:
            repetitions += len(pattern) if closed else 1
        if text.startswith("("):
            inside.append(False)
        elif text == ")" and len(inside) > 1:
            closed = inside.pop()
            inside[-1] = inside[-1] or closed
            continue
        elif repeats or text == "|":
            inside[-1] = True
        closed = False
    return repetitions


class _MatchingProcess:
    """One process that matches for this one."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._process: subprocess.Popen[str] | None = None
        self._owner = 0

    def found(self, pattern: re.Pattern[str], text: str) -> bool | None:
        """Whether the pattern matches; None where that takes too long."""
        with self._lock:
            process = self._started()
            assert process.stdin is not None
            assert process.stdout is not None
            timer = Timer(SECONDS, process.kill)
            timer.start()
            try:
                process.stdin.write(json.dumps([pattern.pattern, pattern.flags, text]) + "\n")
                process.stdin.flush()
                answer = process.stdout.readline()
            except BrokenPipeError:
                answer = ""
            finally:
                timer.cancel()
            if not answer:
                self._process = None
                _end(process)
            return bool(int(answer)) if answer else None

    def _started(self) -> subprocess.Popen[str]:
        # A fork of this process has none of its own.
        if self._process is None or self._owner != os.getpid():
            self._process = subprocess.Popen(  # noqa: S603 - our own program
                [sys.executable, "-I", "-S", "-c", _PROGRAM],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="ascii",
            )  # fmt: skip
            self._owner = os.getpid()
            atexit.register(_end, self._process)
        return self._process


def _end(process: subprocess.Popen[str]) -> None:
    atexit.unregister(_end)
    process.kill()
    process.communicate()


_elsewhere = _MatchingProcess()
