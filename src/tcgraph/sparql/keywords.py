"""Keywords and prefixes of a text, told from its tokens alone: of texts too that do not parse."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from tcgraph.sparql.lexer import tokens

_MANY = 1_000_000

_COUNTS: tuple[tuple[int, int, str], ...] = (
    (0, 0, "RAND NOW UUID STRUUID"),
    (0, 1, "BNODE"),
    (1, 1, "STR LANG DATATYPE BOUND IRI URI ABS CEIL FLOOR ROUND STRLEN UCASE LCASE ENCODE_FOR_URI"),
    (1, 1, "YEAR MONTH DAY HOURS MINUTES SECONDS TIMEZONE TZ MD5 SHA1 SHA256 SHA384 SHA512"),
    (1, 1, "ISIRI ISURI ISBLANK ISLITERAL ISNUMERIC"),
    (2, 2, "LANGMATCHES CONTAINS STRSTARTS STRENDS STRBEFORE STRAFTER STRLANG STRDT SAMETERM"),
    (2, 3, "REGEX SUBSTR"),
    (3, 3, "IF"),
    (3, 4, "REPLACE"),
    (0, _MANY, "CONCAT COALESCE"),
    # SPARQL 1.2
    (1, 1, "SUBJECT PREDICATE OBJECT ISTRIPLE LANGDIR HASLANG HASLANGDIR"),
    (3, 3, "TRIPLE STRLANGDIR"),
    # SPARQL-DEV SEP 2
    (2, 2, "ADJUST"),
)

ARGUMENTS: Mapping[str, tuple[int, int]] = {
    name: (least, most) for least, most, names in _COUNTS for name in names.split()
}
"""The least and the most arguments of each function, by its name in capitals."""

AGGREGATES = frozenset(("COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT"))
"""The aggregates, in capitals (rule 127)."""

_WORDS = """
    BASE PREFIX VERSION SELECT DISTINCT REDUCED CONSTRUCT DESCRIBE ASK FROM NAMED WHERE ORDER GROUP BY HAVING ASC DESC
    LIMIT OFFSET VALUES UNDEF OPTIONAL GRAPH SERVICE SILENT MINUS UNION LATERAL FILTER BIND AS NOT EXISTS IN SEPARATOR
    TRUE FALSE LOAD INTO CLEAR DROP CREATE ADD MOVE COPY TO INSERT DELETE DATA WITH USING DEFAULT ALL
"""
KEYWORDS = frozenset(_WORDS.split()) | AGGREGATES | frozenset(ARGUMENTS)
"""Every word that SPARQL gives a meaning, in capitals; ``a`` is none of them."""

_IRI = re.compile(r"<[^<>\"{}|^`\\\s]*>")
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


@lru_cache(maxsize=8)
def without_iris(text: str) -> str:
    """A text with nothing between the brackets of its IRIs: short, where it names thousands of nodes."""
    return _IRI.sub("<>", text)


def has_any(text: str, words: Iterable[str]) -> bool:
    """Whether one of some texts, given in capitals, stands anywhere, in whatever case: the first and cheapest look."""
    capitals = text.upper()
    return any(word in capitals for word in words)


def mentions(text: str, word: str) -> bool:
    r"""Whether a keyword, given in capitals, stands in the text outside strings, IRIs, names and comments.

    A server of SPARQL 1.1 resolves ``\u`` escapes before it reads anything (§19.2), so that one may spell a keyword: it
    counts if it stands in the text as written or so resolved. It counts as well in what is no token, such as a string
    that is not closed, since another reader may see more there.
    """
    plain = _ESCAPE.sub(_character, text) if "\\u" in text or "\\U" in text else text
    # Most texts are settled by one of these, which cost a thousandth and a hundredth of cutting them up.
    if not has_any(plain, (word,)) or re.search(rf"\b{word}\b", plain, re.IGNORECASE) is None:
        return False
    return any(
        token.is_word(word) or (token.kind == "wrong" and word in token.text.upper())
        for view in {plain, text}
        for token in tokens(view)
    )


def declared_prefixes(text: str) -> dict[str, str]:
    """The prefixes that a text declares, with what they stand for as written, whether it parses or not."""
    found: dict[str, str] = {}
    prefix: str | None = None
    declaring = False
    for token in tokens(text):
        if declaring and token.kind == "name" and token.text.endswith(":"):
            prefix = token.text[:-1]
        elif prefix is not None and token.kind == "iri":
            found[prefix] = token.text[1:-1]
            prefix = None
        else:
            prefix = None
        declaring = token.is_word("PREFIX")
    return found


def used_prefixes(text: str) -> set[str]:
    """The prefixes of the names in a text, other than where it declares them, whether it parses or not."""
    used: set[str] = set()
    declaring = False
    for token in tokens(text):
        if token.kind == "name" and not declaring:
            used.add(token.text.partition(":")[0])
        declaring = token.is_word("PREFIX")
    return used


def _character(found: re.Match[str]) -> str:
    number = int(found[1] or found[2], 16)
    return chr(number) if number < 0x110000 else found[0]
