"""The functions that SPARQL builds in, each with how many arguments it takes (SPARQL 1.1 §17.4 and §19.8, rule 121)."""

from __future__ import annotations

from collections.abc import Mapping

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
