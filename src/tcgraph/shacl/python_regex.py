"""Regular expressions in Python, for patterns that an engine cannot use and literals that it has folded."""

from __future__ import annotations

import re

from tcgraph.errors import BrokenInput


def python_pattern(pattern: str, flags: str) -> re.Pattern[str]:
    """The Python equivalent of an XPath regular expression (XPath Functions §5.6.1).

    Raises:
        BrokenInput: it is not a regular expression.
    """
    options = 0
    for flag in flags:
        options |= {"i": re.IGNORECASE, "s": re.DOTALL, "m": re.MULTILINE, "x": re.VERBOSE}.get(flag, 0)
    try:
        return re.compile(re.escape(pattern) if "q" in flags else pattern, options)
    except re.error as error:
        raise BrokenInput(f"sh:pattern {pattern!r} is not a regular expression: {error}") from error
