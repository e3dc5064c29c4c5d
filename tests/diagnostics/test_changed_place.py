"""Of two that contradict each other, the one that was changed is the place; without a change, both are told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tcgraph.diagnostics.changed_place import _probe, at_the_change
from tcgraph.diagnostics.check import Check, run_check
from tcgraph.diagnostics.diagnostic import Diagnostic, Level, Location
from tcgraph.diagnostics.files import named_files
from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.namespaces import RDF_TYPE
from tcgraph.rdf import Literal, NamedNode, Term, Triple
from tcgraph.shacl.names import BY_QUERY
from tcgraph.shacl.transition import CHANGE
from tcgraph.shacl.validation_report import Finding, Severity

SHAPES = """@prefix ex: <https://example.org/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
ex:S a sh:NodeShape ; sh:targetSubjectsOf ex:within ;
    sh:sparql [ a sh:SPARQLConstraint ;
        sh:message "{$this} lies within {?value}, and that within it." ; sh:select \"\"\"
        SELECT $this ?path ?value WHERE {
            $this <https://example.org/within> ?value . ?value <https://example.org/within> $this .
            BIND(<https://example.org/within> AS ?path)
        }\"\"\" ] .
"""
DATA = """@prefix ex: <https://example.org/> .
ex:a ex:within ex:b .
ex:b ex:within ex:a .
"""
RENAMED = """@prefix ex: <https://example.org/> .
ex:b2 a ex:Thing ; ex:within ex:c .
ex:a ex:within ex:b .
"""
EX = "https://example.org/"
B, C, B2 = f"<{EX}b>", NamedNode(EX + "c"), NamedNode(EX + "b2")


def test_the_changed_one_is_the_place(tmp_path: Path) -> None:
    (tmp_path / "shapes.ttl").write_text(SHAPES, encoding="utf-8")
    data = tmp_path / "data.ttl"
    data.write_text(DATA, encoding="utf-8")
    check = Check(named_files([data]), [tmp_path / "shapes.ttl"], stated=True)
    engine = EmbeddedEngine()
    (told,) = run_check(check, engine).diagnostics
    assert told.location is not None
    lines = {told.location.line, *(each.location.line for each in told.related)}
    assert lines == {2, 3}
    for line, one, other in ((2, "a", "b"), (3, "b", "a")):
        fact = Triple(NamedNode(EX + one), NamedNode(EX + "within"), NamedNode(EX + other))
        (placed,) = at_the_change([told], [], [fact], engine, check.files)
        assert placed.location is not None
        assert placed.location.line == line
    assert at_the_change([told], [], [], engine, check.files) == [told]


def test_what_was_renamed_is_told_where_its_new_name_stands(tmp_path: Path) -> None:
    (tmp_path / "shapes.ttl").write_text(SHAPES, encoding="utf-8")
    data = tmp_path / "data.ttl"
    data.write_text(RENAMED, encoding="utf-8")
    check = Check(named_files([data]), [tmp_path / "shapes.ttl"], stated=True, namespaces=[EX])
    engine = EmbeddedEngine()
    found = [each for each in run_check(check, engine).diagnostics if each.finding and str(each.finding.value) == B]
    assert [each.location.line for each in found if each.location] == [3]

    def facts(name: str) -> list[Triple]:
        thing = NamedNode(EX + name)
        return [Triple(thing, RDF_TYPE, NamedNode(EX + "Thing")), Triple(thing, NamedNode(EX + "within"), C)]

    found = [replace(each, fix="ex:b2") for each in found]
    (placed,) = at_the_change(found, facts("b"), facts("b2"), engine, check.files)
    assert placed.location is not None
    assert placed.fix is None, "it would be written over what stands at the other place"
    assert placed.location.line == 2
    assert "is called" in placed.message


def test_of_two_things_the_new_one_is_the_place_and_what_moved_is_told_where_it_stands() -> None:
    old, new, kind, within = (NamedNode(EX + name) for name in ("old", "new", "Thing", "within"))
    clash = Finding(old, old, BY_QUERY, Severity.VIOLATION, "two", value=new)
    brought: dict[Term, list[Triple]] = {
        new: [Triple(new, RDF_TYPE, kind), Triple(new, within, C)],
        C: [Triple(C, within, new)],
    }
    probe = _probe(clash, {}, brought, {})
    assert probe is not None
    assert (probe.focus, probe.value) == (new, kind)
    was = Literal("a", language="fr")
    past = Finding(old, old, NamedNode(CHANGE + "fixed"), Severity.VIOLATION, "was", None, within, was)
    facts = [Triple(old, within, Literal("b", language=each)) for each in ("en", "fr")]
    probe = _probe(past, {}, {old: facts}, {})
    assert probe is not None
    assert probe.value == facts[1].object


def test_where_two_lead_to_one_the_new_link_is_the_place(tmp_path: Path) -> None:
    (tmp_path / "shapes.ttl").write_text(
        """@prefix ex: <https://example.org/> .
        @prefix sh: <http://www.w3.org/ns/shacl#> .
        ex:S a sh:NodeShape ; sh:targetClass ex:Told ;
            sh:property [ sh:path [ sh:alternativePath ( ex:of [ sh:inversePath ex:has ] ) ] ; sh:maxCount 1 ] .
        """,
        encoding="utf-8",
    )
    data = tmp_path / "data.ttl"
    head = "@prefix ex: <https://example.org/> .\n"
    data.write_text(f"{head}ex:t a ex:Told .\nex:a ex:has ex:t .\nex:b ex:has ex:t .\n", encoding="utf-8")
    check = Check(named_files([data]), [tmp_path / "shapes.ttl"], stated=True)
    engine = EmbeddedEngine()
    told = next(each for each in run_check(check, engine).diagnostics if each.finding)
    for line, name in ((3, "a"), (4, "b")):
        link = Triple(NamedNode(EX + name), NamedNode(EX + "has"), NamedNode(EX + "t"))
        (placed,) = at_the_change([told], [], [link], engine, check.files)
        assert placed.location == Location(data, line, 13, line, 17)
        assert [each.location.line for each in placed.related] == [2]


def test_values_that_changed_places_are_told_as_such(tmp_path: Path) -> None:
    data = tmp_path / "data.ttl"
    data.write_text(DATA, encoding="utf-8")
    engine, files = EmbeddedEngine(), named_files([data])
    within, a, b = (NamedNode(EX + name) for name in ("within", "a", "b"))
    was, now = [Triple(a, within, C), Triple(b, within, B2)], [Triple(a, within, B2), Triple(b, within, C)]
    finding = Finding(a, C, NamedNode(f"{CHANGE}stands"), Severity.VIOLATION, "", predicate=within, value=B2)
    found = Diagnostic("stands", Level.ERROR, "It was another.", Location(data, 2), finding=finding)
    (told,) = at_the_change([found], was, now, engine, files)
    assert told.help is not None
    assert "changed places" in told.help
    for before, after in ((was[:1], now), (was, now[:1]), (was, [now[0], Triple(b, within, a)])):
        assert [each.help for each in at_the_change([found], before, after, engine, files)] == [None]


def test_what_stood_there_before_is_told(tmp_path: Path) -> None:
    data = tmp_path / "data.ttl"
    data.write_text(DATA, encoding="utf-8")
    engine, files = EmbeddedEngine(), named_files([data])
    within, a, b = (NamedNode(EX + name) for name in ("within", "a", "b"))
    finding = Finding(a, C, BY_QUERY, Severity.VIOLATION, "", predicate=within, value=b)
    found = Diagnostic("rule", Level.ERROR, "It is wrong.", Location(data, 2), "Correct it.", finding=finding)
    (told,) = at_the_change([found], [Triple(a, within, C)], [Triple(a, within, b)], engine, files)
    assert told.help is not None
    assert told.help.endswith("stood here before. Correct it.")
    (same,) = at_the_change([found], [Triple(B2, within, C)], [Triple(B2, within, B2)], engine, files)
    assert same.help == "Correct it."
    gone = [Triple(a, NamedNode(EX + str(n)), C) for n in range(3)]
    (retold,) = at_the_change([found], gone, [Triple(a, each.predicate, b) for each in gone], engine, files)
    assert "changed at once" in (retold.help or "")


def test_what_was_led_to_from_here_is_not_to_be_done_away_with(tmp_path: Path) -> None:
    (tmp_path / "shapes.ttl").write_text(
        """@prefix ex: <https://example.org/> .
        @prefix sh: <http://www.w3.org/ns/shacl#> .
        ex:S a sh:NodeShape ; sh:targetClass ex:Part ; sh:message "Link it, or remove it." ;
            sh:property [ sh:path [ sh:inversePath ex:has ] ; sh:minCount 1 ] .
        """,
        encoding="utf-8",
    )
    data = tmp_path / "data.ttl"
    head = "@prefix ex: <https://example.org/> .\n"
    data.write_text(f"{head}ex:one a ex:Part .\nex:two a ex:Part .\nex:a ex:has ex:two .\n", encoding="utf-8")
    check = Check(named_files([data]), [tmp_path / "shapes.ttl"], stated=True)
    engine = EmbeddedEngine()
    (told,) = [each for each in run_check(check, engine).diagnostics if each.finding]
    has, was, now = (NamedNode(EX + name) for name in ("has", "one", "two"))
    change = [Triple(NamedNode(EX + "a"), has, was)], [Triple(NamedNode(EX + "a"), has, now)]
    (placed,) = at_the_change([told], *change, engine, check.files)
    assert placed.location == Location(data, 4, 13, 4, 19)
    assert placed.help == "ex:one stood here before: put it back, or lead to it from elsewhere."
