"""Documents that are nearly right."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st

_BITS = [
    b"<",
    b">",
    b"{",
    b"}",
    b"[",
    b"]",
    b"(",
    b")",
    b'"',
    b"'",
    b'"""',
    b"'''",
    b".",
    b";",
    b",",
    b"@",
    b"^^",
    b"_:",
    b"\\",
    b"\\u",
    b"\\uD800",
    b"\\U00110000",
    b"%",
    b"%zz",
    b"#",
    b"\n",
    b"\r",
    b"\t",
    b"\0",
    b"\xff",
    b"\xc3",
    b"\xed\xa0\x80",
    b"\xef\xbb\xbf",
    "\u2028".encode(),
    "\U0010ffff".encode(),
    b"<<",
    b">>",
    b"<<(",
    b")>>",
    b"{|",
    b"|}",
    b"@prefix",
    b"@base",
    b"BASE <x:>",
    b"GRAPH",
    b"a",
    b"true",
    b"1e",
    b"1.",
    b"-",
    b"<>",
    b"<#>",
    b"<http://[/>",
    b"&amp;",
    b"&x;",
    b"<!--",
    b"]]>",
    b"<?xml",
    b'{"@',
    b'"@context":',
    b"null",
    b"[]",
    b"{" * 300,
    b"(" * 300,
    b"[" * 300,
]


@st.composite
def mutated(draw: st.DrawFn, seeds: Sequence[bytes]) -> bytes:
    """One of the seeds, with a few pieces taken out, put in, repeated or swapped."""
    data = draw(st.sampled_from(seeds))
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.integers(0, 12)))
        piece = draw(st.sampled_from(["cut", "bit", "copy", "byte", "other"]))
        if piece == "cut":
            data = data[:start] + data[end:]
        elif piece == "bit":
            data = data[:start] + draw(st.sampled_from(_BITS)) + data[end:]
        elif piece == "copy":
            data = data[:end] + data[start:end] * draw(st.integers(1, 3)) + data[end:]
        elif piece == "byte":
            data = data[:start] + draw(st.binary(min_size=1, max_size=2)) + data[end:]
        else:
            other = draw(st.sampled_from(seeds))
            data = data[:start] + other[draw(st.integers(0, len(other))) :]
    return data
