"""Broken documents in every syntax: read, or refused with one sentence that says where; nothing else ever happens."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.errors import BrokenInput
from tcgraph.rdf import GraphFormat
from tests.fuzz.amount import amount
from tests.fuzz.mutations import mutated

TURTLE = [
    b'@prefix e: <https://example.org/> .\n@base <https://example.org/b/> .\ne:a a e:C ; e:p "x"@en , """y\nz""" ,\n'
    b"  1, 1.5, 1e3, true, [ e:q ( e:a <rel> _:b ) ] .\n",
    b'PREFIX x: <urn:x:>\nx:s x:p "2006-10-11"^^<http://www.w3.org/2001/XMLSchema#date> . # why\n'
    b"_:n x:p <<( x:a x:b x:c )>> .\n<< x:a x:b x:c >> x:q 1 .\n",
]
SEEDS: dict[GraphFormat, list[bytes]] = {
    GraphFormat.TURTLE: TURTLE,
    GraphFormat.TRIG: [
        *TURTLE,
        b"@prefix e: <urn:e:> .\ne:g { e:a e:b e:c . }\nGRAPH e:h { [] e:b 1 }\n{ e:x e:y e:z }\n",
    ],
    GraphFormat.N_TRIPLES: [
        b'<urn:a> <urn:b> "c\\n\\u00e9"@en-GB .\n_:x <urn:b> _:y . # note\n<urn:a> <urn:b> <urn:c> .\n'
    ],
    GraphFormat.N_QUADS: [
        b'<urn:a> <urn:b> "c"^^<urn:d> <urn:g> .\n_:x <urn:b> _:y _:g .\n<urn:a> <urn:b> <urn:c> .\n'
    ],
    GraphFormat.JSON_LD: [
        b'{"@context": {"e": "https://example.org/", "n": {"@id": "e:n", "@type": "@id"}}, "@id": "e:a",\n'
        b' "@type": "e:C", "n": ["e:b", {"@id": "e:c", "e:p": {"@value": "x", "@language": "en"}}],\n'
        b' "@graph": [{"@id": "_:x", "e:l": {"@list": [1, 2.5, true, null]}}]}\n',
    ],
    GraphFormat.RDF_XML: [
        b'<?xml version="1.0"?>\n<!DOCTYPE r [<!ENTITY e "https://example.org/">]>\n<rdf:RDF\n'
        b' xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="https://example.org/" xml:base="urn:b">\n'
        b'<e:C rdf:about="&e;a" e:p="x"><e:q rdf:parseType="Collection"><rdf:Description rdf:ID="i"/></e:q>\n'
        b'<e:r xml:lang="en">text</e:r><e:s rdf:parseType="Literal"><b>x</b></e:s></e:C></rdf:RDF>\n',
    ],
}
LINES = (GraphFormat.TURTLE, GraphFormat.TRIG, GraphFormat.N_TRIPLES, GraphFormat.N_QUADS)


@pytest.mark.parametrize("syntax", SEEDS, ids=lambda syntax: syntax.name)
def test_seeds_are_right(syntax: GraphFormat) -> None:
    for seed in SEEDS[syntax]:
        engine = EmbeddedEngine()
        engine.load(seed, syntax)
        assert engine.size()


@pytest.mark.parametrize("syntax", SEEDS, ids=lambda syntax: syntax.name)
@amount(120)
@given(data=st.data())
def test_a_document_is_read_or_refused_with_its_place(syntax: GraphFormat, data: st.DataObject) -> None:
    document = data.draw(mutated(SEEDS[syntax]))
    try:
        EmbeddedEngine().load(document, syntax)
    except BrokenInput as error:
        refused = error
    else:
        return
    assert refused.reason.strip()
    assert "\n" not in str(refused)
    if syntax in LINES and "UTF-8" not in str(refused):
        assert refused.line is not None, str(refused)
        assert 1 <= refused.line <= document.count(b"\n") + 2
