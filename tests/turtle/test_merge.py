"""Merging two versions of a Turtle file by fact."""

from __future__ import annotations

import pytest

from tcgraph.rdf import GraphFormat, parse
from tcgraph.shacl.transition import named_by_content
from tcgraph.turtle.merge import CannotMerge, Conflict, merge_turtle

HEAD = "@prefix ex: <https://example.org/> .\n\n"
BASE = f"""{HEAD}ex:a a ex:Deed ;
    ex:status ex:planned ;
    ex:by ex:x, ex:y ;
    ex:where [ ex:city "Turin" ] .

ex:b a ex:Deed ;
    ex:status ex:taken .

# The last one
ex:c a ex:Deed .
"""


def facts(text: str) -> set[object]:
    found = named_by_content(parse(text.encode(), GraphFormat.TURTLE, base="https://example.org/"))
    return {(quad.subject, quad.predicate, quad.object) for quad in found}


def both(ours: str, theirs: str) -> set[object]:
    """What the two changes come to, fact by fact."""
    base, here, there = facts(BASE), facts(ours), facts(theirs)
    return (here | (there - base)) - (base - there)


CHANGES = {
    "status": BASE.replace("ex:planned", "ex:taken"),
    "a value more": BASE.replace("ex:x, ex:y", "ex:x, ex:y, ex:z"),
    "another value more": BASE.replace("ex:x, ex:y", "ex:w, ex:x, ex:y"),
    "a value less": BASE.replace("ex:x, ex:y", "ex:y"),
    "a property more": BASE.replace("ex:status ex:taken", 'ex:status ex:taken ;\n    ex:note "Late"'),
    "another property more": BASE.replace("ex:status ex:taken", "ex:status ex:taken ;\n    ex:due 2008"),
    "a property less": BASE.replace("    ex:by ex:x, ex:y ;\n", ""),
    "a bracket": BASE.replace('"Turin"', '"Geneva"'),
    "a thing less": BASE.replace("# The last one\nex:c a ex:Deed .\n", ""),
    "a thing more": BASE + "\nex:d a ex:Deed .\n",
    "another thing more": BASE + "\nex:e a ex:Deed ;\n    ex:by ex:x .\n",
    "a prefix": BASE.replace(HEAD, f"{HEAD}@prefix v: <https://example.org/v/> .\n").replace("ex:taken", "v:taken"),
    "order": BASE.replace("ex:c a ex:Deed .\n", "").replace("ex:b a", "ex:c a ex:Deed .\n\nex:b a"),
}


@pytest.mark.parametrize("theirs", CHANGES)
@pytest.mark.parametrize("ours", CHANGES)
def test_changes_of_different_facts_merge(ours: str, theirs: str) -> None:
    merged = merge_turtle(BASE, CHANGES[ours], CHANGES[theirs])
    assert merged.conflicts == ()
    assert facts(merged.text) == both(CHANGES[ours], CHANGES[theirs])


def test_comments_of_both_stay() -> None:
    ours, theirs = (BASE.replace("ex:b a", f"# {who}\nex:b a") for who in ("Ours", "Theirs"))
    text = merge_turtle(BASE, ours, theirs.replace("ex:planned", "ex:taken")).text
    assert {"# The last one", "# Ours", "# Theirs"} <= set(text.splitlines())


def test_a_value_changed_to_two_ends_is_a_conflict_between_marks() -> None:
    ours, theirs = (BASE.replace("ex:planned", f"ex:{status}") for status in ("taken", "dropped"))
    merged = merge_turtle(BASE, ours, theirs.replace('"Turin"', '"Geneva"'))
    assert merged.conflicts == (Conflict("ex:a", "ex:status", ("ex:planned",), ("ex:taken",), ("ex:dropped",)),)
    mine, _, other = merged.text.partition("<<<<<<< ours\n")[2].partition(">>>>>>> theirs\n")[0].partition("=======\n")
    assert "ex:taken" in mine
    assert '"Geneva"' in mine
    assert "ex:dropped" in other
    assert merged.text.count("ex:b a ex:Deed") == 1


@pytest.mark.parametrize("turned", [False, True])
def test_what_one_takes_out_and_the_other_changes_is_a_conflict(turned: bool) -> None:
    gone, changed = CHANGES["a thing less"], BASE.replace("ex:c a ex:Deed", "ex:c a ex:State")
    merged = merge_turtle(BASE, *((changed, gone) if turned else (gone, changed)))
    assert [conflict.subject for conflict in merged.conflicts] == ["ex:c"]
    assert merged.text.count("ex:c a ex:State") == 1
    assert merged.text.index("<<<<<<< ours") < merged.text.index("ex:c a ex:State") < merged.text.index(">>>>>>>")


def test_both_changed_alike() -> None:
    assert merge_turtle(BASE, CHANGES["status"], CHANGES["status"]).text == CHANGES["status"]


@pytest.mark.parametrize(
    "text",
    [f"{HEAD}_:n a ex:Deed .\n", f"{HEAD}ex:a a ex:Deed .\nex:a ex:by _:n .\n", "@prefix ex: <https://other.org/> .\n"],
)
def test_what_cannot_be_told_apart_is_refused(text: str) -> None:
    with pytest.raises(CannotMerge):
        merge_turtle(BASE, BASE, text)
