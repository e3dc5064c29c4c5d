"""Cubes on disk: in RDF, and an SDMX-CSV table of each, with the CSVW metadata that makes it the cube's again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tcgraph import terms
from tcgraph.about import LICENCE
from tcgraph.engine import Engine
from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.errors import BrokenInput
from tcgraph.export.dump import serialize
from tcgraph.export.fact_tables.csvw import METADATA, write_metadata, write_rows
from tcgraph.export.rebase import staged
from tcgraph.queries import QueryCatalogue
from tcgraph.rdf import GraphFormat, Literal, NamedNode, Quad, Term, parse, plain

_AGENCY, _VERSION = "TCGRAPH", "1.0"
_QB = terms.PREFIXES["qb"]
_GRAPH = NamedNode("urn:x-cubes:all")
_CUBES = """SELECT ?cube ?id ?title WHERE {
  ?cube a qb:DataSet ; dcterms:identifier ?id ; dcterms:title ?title FILTER(LANG(?title) = "en")
} ORDER BY ?id"""
_COMPONENTS = """SELECT ?cube ?property ?kind ?notation ?range WHERE {
  VALUES ?kind { qb:dimension qb:measure qb:attribute }
  ?cube qb:structure/qb:component ?component . ?component ?kind ?property ; qb:order ?order .
  ?property skos:notation ?notation OPTIONAL { ?property rdfs:range ?range }
} ORDER BY ?cube ?order"""
_VALUES = """SELECT ?cube ?observation ?property ?value WHERE {
  ?observation a qb:Observation ; qb:dataSet ?cube ; ?property ?value
} ORDER BY ?observation"""
_ATTACHED = "SELECT ?cube ?property ?value WHERE { ?cube a qb:DataSet ; ?property ?value }"


@dataclass(frozen=True, slots=True)
class _Component:
    """A column: its property, what kind of component it is, its SDMX name and the datatype of its values."""

    property: str
    kind: str
    name: str
    datatype: str | None


@dataclass(frozen=True, slots=True)
class SdmxTable:
    """One cube as a table.

    Attributes:
        name: the file's name, without ending.
        header: the columns, as SDMX-CSV 1.0 has them.
        rows: sorted.
        description: the table's CSVW metadata.
    """

    name: str
    header: list[str]
    rows: list[list[str]]
    description: dict[str, Any]


def sdmx_tables(quads: Iterable[Quad]) -> Iterator[SdmxTable]:
    """Turn cubes into tables, sorted by name.

    Raises:
        BrokenInput: the values of a dimension do not differ in the last part of their IRIs alone.
    """
    engine = EmbeddedEngine()
    engine.insert(Quad(quad.subject, quad.predicate, quad.object, _GRAPH) for quad in quads)
    components: dict[Term | None, list[_Component]] = {}
    for cube, property_, kind, notation, range_ in engine.select(_COMPONENTS):
        datatype = plain(range_) if range_ and plain(range_).startswith(terms.PREFIXES["xsd"]) else None
        column = _Component(plain(property_), plain(kind).removeprefix(_QB), plain(notation), datatype)
        components.setdefault(cube, []).append(column)
    attached: dict[Term | None, dict[str, Term]] = {}
    for cube, property_, value in engine.select(_ATTACHED):
        if value:
            attached.setdefault(cube, {})[plain(property_)] = value
    observations: dict[Term | None, dict[str, dict[str, Term]]] = {}
    for cube, thing, property_, value in engine.select(_VALUES):
        if value:
            observations.setdefault(cube, {}).setdefault(plain(thing), {})[plain(property_)] = value
    for cube, identifier, title in engine.select(_CUBES):
        assert isinstance(cube, NamedNode)
        found = observations.get(cube, {})
        yield _table(cube, plain(identifier), plain(title), components[cube], found, attached[cube])


def _table(
    cube: NamedNode,
    identifier: str,
    title: str,
    components: list[_Component],
    observations: dict[str, dict[str, Term]],
    attached: dict[str, Term],
) -> SdmxTable:
    flow = f"{_AGENCY}:{identifier}({_VERSION})"
    columns: list[dict[str, Any]] = [{"name": "DATAFLOW", "titles": "DATAFLOW", "suppressOutput": True}]
    for component in components:
        stems = {_stem(values[component.property]) for values in observations.values() if component.kind != "attribute"}
        if len(stems) > 1:
            raise BrokenInput(f"the values of {component.name} lie under {', '.join(sorted(stems))}; codes would clash")
        columns.append(_column(component, next(iter(stems), "")))
    dimensions = [component for component in components if component.kind == "dimension"]
    rows = [
        [flow, *(_code((values | attached)[component.property]) for component in components)]
        for values in observations.values()
    ]
    about = cube.value + "".join(f"/{{{component.name}}}" for component in dimensions)
    name = cube.value.rpartition("#")[2]
    virtual = [
        {"virtual": True, "propertyUrl": property_, "valueUrl": value}
        for property_, value in ((terms.RDF_TYPE.value, _QB + "Observation"), (_QB + "dataSet", cube.value))
    ]
    description = {
        "url": f"{name}.csv",
        "dc:title": title,
        "tableSchema": {
            "aboutUrl": about,
            "primaryKey": [component.name for component in dimensions],
            "columns": columns + virtual,
        },
    }
    return SdmxTable(name, [column["name"] for column in columns], sorted(rows), description)


def _column(component: _Component, stem: str) -> dict[str, Any]:
    described: dict[str, Any] = {"name": component.name, "titles": component.name}
    if component.kind == "attribute":
        # Attached to the whole cube, so no observation repeats it in RDF.
        return described | {"suppressOutput": True}
    described["propertyUrl"] = component.property
    if component.datatype:
        return described | {"datatype": component.datatype.removeprefix(terms.PREFIXES["xsd"])}
    return described | {"valueUrl": f"{stem}{{{component.name}}}"}


def _stem(value: Term) -> str:
    """What comes before the code in an IRI; nothing in a literal."""
    return value.value[: len(value.value) - len(_code(value))] if isinstance(value, NamedNode) else ""


def _code(value: Term) -> str:
    text = plain(value)
    return text if isinstance(value, Literal) else text[max(text.rfind("/"), text.rfind("#")) + 1 :]


_TITLE = "Counts of actions and of what is funded, as SDMX-CSV"

_STRUCTURE = Path(__file__).with_name("structure.ttl")
_PREFIX = "cube-"


def write_cubes(
    quads: Iterable[Quad],
    directory: Path,
    *,
    formats: Sequence[GraphFormat] = (GraphFormat.TURTLE,),
    licence: str = LICENCE,
) -> list[str]:
    """Write ``cube.ttl`` (and other syntaxes), a CSV file for each cube, and ``csv-metadata.json``.

    Args:
        quads: what :func:`~tcgraph.export.cube.cubes` gives.
        directory: where to.
        formats: RDF syntaxes.
        licence: IRI of the data's.

    Returns:
        The files written, relative to the directory.
    """
    known = list(quads)
    tables = list(sdmx_tables(known))
    with staged(directory) as scratch:
        for format_ in formats:
            (scratch / f"cube{format_.suffix}").write_bytes(serialize(known, format_))
        for table in tables:
            write_rows(scratch / f"{table.name}.csv", table.header, table.rows)
        write_metadata(scratch, _TITLE, [table.description for table in tables], licence)
    return sorted([*(f"cube{each.suffix}" for each in formats), *(f"{table.name}.csv" for table in tables), METADATA])


def cubes(engine: Engine, queries: QueryCatalogue) -> Iterator[Quad]:
    """The structure definitions, then the observations, slices and code lists of every cube.

    Args:
        engine: what to count in.
        queries: the project's; those of kind ``construct`` whose names begin with ``cube-`` are run.
    """
    yield from parse(_STRUCTURE.read_bytes(), GraphFormat.TURTLE)
    for query in queries.of_kind("construct"):
        if query.name.startswith(_PREFIX):
            for triple in engine.construct(query.text):
                yield Quad(triple.subject, triple.predicate, triple.object)
