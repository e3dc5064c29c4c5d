"""What is told of a name that nothing describes: once, and with a hint only where it can be right."""

from __future__ import annotations

from pathlib import Path

import pytest

from tcgraph.diagnostics.check import Check, run_check
from tcgraph.diagnostics.diagnostic import Diagnostic
from tcgraph.diagnostics.files import named_files
from tcgraph.diagnostics.suggest import did_you_mean
from tcgraph.engine.literal_forms import TermEngine
from tcgraph.rdf import NamedNode

SHAPES = """@prefix ex: <https://example.org/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
ex:S a sh:NodeShape ; sh:targetClass ex:Loan ; sh:property ex:bank, ex:state, ex:day, ex:label, ex:place .
ex:place sh:path ( ex:branch ex:town ) ; sh:equals ex:town ; sh:message "Name the town of its branch."@en .
ex:bank sh:path ex:from ; sh:class ex:Bank ; sh:message "Name the bank."@en .
ex:state sh:path ex:state ; sh:node ex:InList ; sh:message "Say open or closed."@en .
ex:InList a sh:NodeShape ; sh:property [ sh:path skos:inScheme ; sh:hasValue ex:states ] .
ex:day sh:path ex:day ; sh:datatype xsd:date ; sh:message "Give the day."@en .
ex:label sh:path ex:label ; sh:languageIn ( "en" "fr" ) ; sh:message "Label it."@en .
ex:T a sh:NodeShape ; sh:targetSubjectsOf ex:label ; sh:property [ sh:path rdf:type ; sh:minCount 1 ] .
"""
DATA = """@prefix ex: <https://example.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
ex:open-bank a ex:Bank . ex:Bank a <http://www.w3.org/2002/07/owl#Class> .
ex:open a ex:State ; skos:inScheme ex:states . ex:shut a ex:State ; skos:inScheme ex:states .
ex:day-off a ex:Other .
"""


def told(tmp_path: Path, text: str) -> list[Diagnostic]:
    (tmp_path / "shapes.ttl").write_text(SHAPES, encoding="utf-8")
    data = tmp_path / "data.ttl"
    data.write_text(DATA + text, encoding="utf-8")
    check = Check(named_files([data]), [tmp_path / "shapes.ttl"], stated=True, lint=False)
    return list(run_check(check, TermEngine()).diagnostics)


@pytest.mark.parametrize(
    ("said", "message", "remedy"),
    [
        (
            "ex:from ex:open_bank",
            "ex:open_bank is not described anywhere.",
            "Did you mean ex:open-bank? Name the bank.",
        ),
        ("ex:from ex:day-off", "ex:day-off is not a Bank (ex:Bank).", "Name the bank."),
        (
            "ex:from ex:Bank",
            "ex:Bank is the word for a kind; name a particular thing, a Bank (ex:Bank).",
            "Name the bank.",
        ),
        (
            "ex:state ex:wholly-other",
            "ex:wholly-other is not described anywhere.",
            "There are ex:open and ex:shut. Say open or closed.",
        ),
        ("ex:state ex:Open", "ex:Open is not described anywhere.", "Did you mean ex:open? Say open or closed."),
        ("ex:state ex:day-off", "ex:day-off is not in the list ex:states.", "Say open or closed."),
        (
            'ex:day "2006-10-11"',
            '"2006-10-11" is written as a text, and not as a date (xsd:date).',
            'Write "2006-10-11"^^xsd:date. Give the day.',
        ),
        ('ex:day "soon"', '"soon" is not a date (xsd:date).', "Give the day."),
        ('ex:label "A"', '"A" has no language tag, which ex:label is to have.', "Label it."),
        (
            'ex:day "31/10/2006"^^<http://www.w3.org/2001/XMLSchema#date>',
            '"31/10/2006"^^xsd:date is not a date (xsd:date).',
            'Write "2006-10-31"^^xsd:date. Give the day.',
        ),
        (
            'ex:day "2006-09-31"^^<http://www.w3.org/2001/XMLSchema#date>',
            '"2006-09-31"^^xsd:date is not a date (xsd:date).',
            "September 2006 has 30 days. Give the day.",
        ),
        (
            'ex:day "03/04/2006"^^<http://www.w3.org/2001/XMLSchema#date>',
            '"03/04/2006"^^xsd:date is not a date (xsd:date).',
            "Give the day.",
        ),
        (
            'ex:label "A"@fra',
            '"A"@fra has the language tag “fra”, which ex:label does not take.',
            "Write @fr. Label it.",
        ),
    ],
)
def test_what_is_wrong_and_what_to_do(said: str, message: str, remedy: str, tmp_path: Path) -> None:
    (only,) = told(tmp_path, f"ex:loan a ex:Loan ; {said} .\n")
    assert (only.message, only.help) == (message, remedy)


def test_what_differs_from_what_it_follows_from_is_told_where_it_can_be_changed(tmp_path: Path) -> None:
    towns = "ex:branch a ex:Other ; ex:town ex:a . ex:a a ex:Other . ex:b a ex:Other .\n"
    (only,) = told(tmp_path, towns + "ex:loan a ex:Loan ; ex:branch ex:branch ;\n    ex:town ex:b .\n")
    assert only.message == "ex:town of ex:loan is ex:b, and by ex:branch, then ex:town it is ex:a."
    assert (only.location and only.location.line, only.help) == (8, "Name the town of its branch.")


def test_a_name_without_description_is_told_once_with_the_other_places(tmp_path: Path) -> None:
    uses = 'ex:a a ex:Loan ; ex:from ex:lost .\nex:b a ex:Loan ; ex:from ex:lost .\nex:lost ex:label "Lost"@en .\n'
    (only,) = told(tmp_path, uses)
    assert only.location is not None
    assert (only.location.line, [each.location.line for each in only.related]) == (6, [7, 8])


@pytest.mark.parametrize(
    ("wrong", "others", "meant"),
    [
        ("r4-b12", ["r4-b1", "r4-b2"], None),
        ("ZAR", ["ZAF"], None),
        ("sen", ["SEN"], "SEN"),
        ("SNE", ["SEN"], "SEN"),
        ("national_strategies", ["national-strategies"], "national-strategies"),
    ],
)
def test_a_hint_never_names_another_thing(wrong: str, others: list[str], meant: str | None) -> None:
    start = "https://example.org/"
    hint = did_you_mean(NamedNode(start + wrong), [NamedNode(start + other) for other in others])
    assert hint == (meant and f"Did you mean {meant}?")


def test_the_class_that_a_value_was_to_be_of_is_told_and_each_shape_is_a_rule_of_its_own(tmp_path: Path) -> None:
    shapes, data = tmp_path / "shapes.ttl", tmp_path / "data.ttl"
    start = "@prefix ex: <https://example.org/> .\n@prefix sh: <http://www.w3.org/ns/shacl#> .\n"
    digest = "0123456789abcdef" * 2
    one, other = f"<https://example.org/s#Ship/{digest}>", f"<https://example.org/s#Port/{digest}>"
    shapes.write_text(
        f"{start}ex:A sh:targetClass ex:Ship ; sh:property {one} , <urn:x/a/berth> , <urn:x/b/berth> .\n"
        f"{one} sh:path ex:port ; sh:class ex:Harbour . {other} sh:path ex:sea ; sh:class ex:Sea .\n"
        f"<urn:x/a/berth> sh:path ex:b ; sh:class ex:Berth . <urn:x/b/berth> sh:path ex:b ; sh:minCount 2 .\n"
    )
    data.write_text(f"{start}ex:s a ex:Ship ; ex:port <https://elsewhere.example/lome> ; ex:b ex:quay .\n")
    found = run_check(Check(named_files([data]), [shapes], lint=False), TermEngine()).diagnostics
    assert sorted(each.rule for each in found) == [f"Ship/{digest}", "a/berth", "b/berth"]
    of_class = [each.help or "" for each in found if "is not described" in each.message]
    assert (
        ["Harbour" in told for told in of_class].count(True) == ["Berth" in told for told in of_class].count(True) == 1
    )
