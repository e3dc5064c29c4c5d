"""What a change states, compared with the words of the row that it cites in an attached copy."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import pytest

from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.publish.copy_checks import fallen_out, not_as_digested, not_as_printed, not_in_the_copy
from tcgraph.rdf import GraphFormat, Literal, NamedNode, Triple
from tcgraph.terms import TC
from tests.own_project import commit_project, tcgraph_in

COPY = (
    "Norway and the OPEC Fund paid for two workshops on DWCPs in 2005, under Convention No. 182. Sweden is named here."
)
ROW = COPY.index(" Sweden")
KNOWN = f"""
@prefix ex: <https://example.org/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix tc: <https://w3id.org/tcgraph/ns#> .
@prefix v-certainty: <https://w3id.org/tcgraph/vocab/certainty/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

ex:copy tc:characters {len(COPY)} .
ex:one a tc:Passage ; tc:inRendition ex:copy ; tc:column "right" ; tc:row 1 ; tc:start 0 ; tc:end {ROW} .
ex:two a tc:Passage ; tc:inRendition ex:copy ; tc:column "right" ; tc:row 2 ; tc:start {ROW} ; tc:end {len(COPY)} .
ex:opec a tc:Passage ; tc:inRendition ex:copy ; tc:column "right" ; tc:row 1 ; tc:start 11 ; tc:end 26 .
ex:norway tc:governs ex:NOR . ex:NOR rdfs:label "Norway"@en .
ex:sweden tc:governs ex:SWE ; rdfs:label "Government of Sweden"@en . ex:SWE rdfs:label "Sweden"@en .
ex:programme rdfs:label "Decent work country programme"@en ; tc:abbreviation "DWCP" ; skos:altLabel "DWCPs"@en .
ex:action tc:passage ex:one .
ex:funding tc:inAction ex:action .
"""


def told(fact: str) -> list[str]:
    engine = EmbeddedEngine()
    before = EmbeddedEngine()
    engine.load((KNOWN + fact).encode(), GraphFormat.TURTLE)
    before.load(KNOWN.encode(), GraphFormat.TURTLE)
    added = {quad.triple for quad in engine.quads()} - {quad.triple for quad in before.quads()}
    return [
        finding.message.split("”")[0].removeprefix("This says “") for finding in not_in_the_copy(engine, COPY, added)
    ]


@pytest.mark.parametrize(
    ("fact", "lacking"),
    [
        ("ex:funding tc:donor ex:norway .", []),
        ("ex:funding tc:donor ex:sweden .", ["Government of Sweden"]),
        ("ex:funding tc:donor ex:sweden ; tc:certainty v-certainty:inferred .", []),
        ("ex:elsewhere tc:donor ex:sweden .", []),
        # Its row names Norway, and the passage of its own another donor.
        ("ex:more tc:inAction ex:action ; tc:passage ex:opec ; tc:donor ex:norway .", ["<https://example.org/norway>"]),
        ("ex:more tc:inAction ex:action ; tc:passage ex:one ; tc:donor ex:norway .", []),
        ("ex:more tc:passage ex:opec ; tc:donor ex:norway ; tc:certainty v-certainty:inferred .", []),
        ('ex:action tc:startDate "2005"^^xsd:gYear .', []),
        ('ex:action tc:startDate "2004-03-01"^^xsd:date .', ["2004"]),
        ("ex:figure tc:figureOf ex:action ; tc:value 2.0 .", []),
        ("ex:figure tc:figureOf ex:action ; tc:value 3.0 .", ["3"]),
        ('ex:action tc:summary "Workshops of Norway and the OPEC Fund, on the DWCP and on C182."@en .', []),
        ('ex:action tc:summary "Money of Norway and of the World Bank, for 45 workshops."@en .', ["World, Bank, 45"]),
        ('ex:action tc:summary "Des ateliers de la Banque mondiale."@fr .', []),
        ('ex:action tc:summary "Named in rows 9 and 10, too."@en .', []),
        ('ex:action rdfs:label "Norway’s workshops (1-17-a)"@en .', []),
        ('ex:action rdfs:label "Workshops in Peru"@en .', ["Peru"]),
    ],
)
def test_what_its_row_does_not_say_is_told(fact: str, lacking: list[str]) -> None:
    assert told(fact) == lacking


def test_it_is_told_of_a_change_and_only_where_a_copy_is_attached(tmp_path: Path) -> None:
    folder = commit_project(tmp_path)
    section = folder / "data/ttl/gb297-tc-3/section-4.ttl"
    section.write_text(
        section.read_text(encoding="utf-8")
        + """
funding:17-1-a-9 a tc:Funding ;
    rdfs:label "Funding by Norway (17-1-a)"@en ;
    tc:donor agent:government-of-nor ;
    tc:certainty v-certainty:stated ;
    tc:inAction action:17-1-a ;
    tc:passage passage:r17-b1-a .
""",
        encoding="utf-8",
    )
    validate = ("validate", "--since", "HEAD", "--format", "json")
    before = json.loads(tcgraph_in(folder)(*validate).stdout)["diagnostics"]
    assert [each["rule"] for each in before] == ["report-holds-more"]
    attached = folder / ".tcgraph/attachments/source.txt"
    attached.parent.mkdir(parents=True)
    # Nothing of it is the document's.
    attached.write_text("x " * 23_352, encoding="utf-8")
    found = json.loads(tcgraph_in(folder)(*validate).stdout)["diagnostics"]
    assert sorted(each["rule"] for each in found) == ["not-in-the-copy", "report-holds-more"]
    assert {each["location"]["path"] for each in found} == {str(section.relative_to(folder))}


def test_a_passage_whose_characters_are_others_than_its_digest_s_is_told() -> None:
    digests = {"whole": sha256(COPY.encode()).hexdigest(), "one": sha256(COPY[:ROW].encode()).hexdigest()}
    facts = f'ex:copy tc:sha256 "{digests["whole"]}" . ex:one tc:sha256 "{digests["one"]}" .'
    engine = EmbeddedEngine()
    engine.load((KNOWN + facts).encode(), GraphFormat.TURTLE)
    assert not_as_digested(engine, COPY) == []
    assert not_as_digested(engine, f"{COPY} ") == []  # another rendition may count otherwise
    engine.load((KNOWN + facts.replace(digests["one"], digests["whole"])).encode(), GraphFormat.TURTLE)
    (found,) = not_as_digested(engine, COPY)
    assert str(found.focus) == "<https://example.org/one>"


@pytest.mark.parametrize(
    ("words", "moved", "told"),
    [
        ("paid for two workshops", False, False),
        ("paid for\\n  two", False, False),
        ("perhaps", False, True),
        ("paid for three workshops", False, True),
        ("Sweden is named here", False, True),
        ("perhaps", True, False),  # the passage is told, and not what is printed elsewhere
    ],
)
def test_words_said_to_be_printed_stand_in_their_passage(words: str, moved: bool, told: bool) -> None:
    whole, one = (sha256(text.encode()).hexdigest() for text in (COPY, COPY[moved:ROW]))
    facts = f'ex:copy tc:sha256 "{whole}" . ex:one tc:sha256 "{one}" .'
    for way in ("tc:passage", "tc:corrects"):
        engine = EmbeddedEngine()
        engine.load(f'{KNOWN}{facts} ex:said {way} ex:one ; tc:asPrinted "{words}" .'.encode(), GraphFormat.TURTLE)
        found = not_as_printed(engine, COPY)
        assert [str(each.focus) for each in found] == ["<https://example.org/said>"] * told
        assert not_as_printed(engine, f"{COPY} ") == []


@pytest.mark.parametrize(
    ("end", "was", "lost"),
    [
        ("end", len(COPY), ["Sweden is named here."]),
        ("end", ROW - 10, []),  # it has more words now
        ("start", 0, []),  # nothing moved
    ],
)
def test_words_that_fell_out_of_a_passage_are_told(end: str, was: int, lost: list[str]) -> None:
    whole = sha256(COPY.encode()).hexdigest()
    facts = f'ex:copy tc:sha256 "{whole}" . ex:one tc:sha256 "0" .'
    engine = EmbeddedEngine()
    engine.load((KNOWN + facts).encode(), GraphFormat.TURTLE)
    one = NamedNode("https://example.org/one")
    number = Literal(str(was), datatype=NamedNode("http://www.w3.org/2001/XMLSchema#integer"))
    removed = [Triple(one, NamedNode(TC + end), number)]
    found = fallen_out(engine, COPY, removed)
    assert [(each.focus, each.message.split("”")[0][1:]) for each in found] == [(one, words) for words in lost]
    assert fallen_out(engine, f"{COPY} ", removed) == []
