"""Turtle documents of every shape, for property tests."""

from __future__ import annotations

from hypothesis import strategies as st

IRIS = st.sampled_from(["<http://e/s>", "ex:a", "ex:b-c", ":x.y", "<#f>", "ex:", ":1", "ex:%41", "ex:a\\~b"])
LITERALS = st.one_of(
    st.sampled_from(["1", "-1.5", "2.0E-3", "true", "'q'@de-AT", '"x"^^ex:d', "'''a\n'b'''", '"""é\\u0041""\\""""']),
    st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=8).map(
        lambda s: '"' + s.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
    ),
)
SPACE = st.sampled_from([" ", "\n", "\t", " # c ; [ .\n", "\r\n"])


def _compound(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    objects = st.lists(inner, min_size=1, max_size=3).map(" , ".join)
    entries = st.lists(st.tuples(IRIS, SPACE, objects).map("".join), min_size=1, max_size=3).map(" ; ".join)
    return entries.map(lambda e: f"[{e}]") | st.lists(inner, max_size=3).map(lambda i: f"({' '.join(i)})")


NODES = st.recursive(IRIS | LITERALS | st.sampled_from(["_:a", "_:b.1", "[]", "()"]), _compound, max_leaves=6)
STATEMENTS = st.tuples(
    (IRIS | st.sampled_from(["_:a", "[]", "( 1 _:b )"])), SPACE, IRIS | st.just("a"), SPACE, NODES, SPACE
).map(lambda parts: "".join(parts) + ".")

PROLOGUE = "@prefix ex: <http://e/x#> . @prefix : <http://e/> . @base <http://b/c> .\n"
DOCUMENTS = st.lists(STATEMENTS, min_size=1, max_size=4).map("\n".join).map(PROLOGUE.__add__)
"""Whole documents, with comments in odd places."""
