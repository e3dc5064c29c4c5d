"""What the project's graph knows of a name: for hovering, completing and going to its definition."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from tcgraph.diagnostics.files import CheckedFile, load_files
from tcgraph.diagnostics.location import Location
from tcgraph.diagnostics.places import FilePlaces
from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.namespaces import RDF_TYPE, shorten
from tcgraph.project import Project, Role
from tcgraph.publish.project_graph import checked_files
from tcgraph.rdf import Literal, NamedNode

_ABOUT = """SELECT ?node ?label ?kind ?text ?row {
  OPTIONAL { ?node rdfs:label|skos:prefLabel ?label FILTER(LANG(?label) IN ("", "en")) }
  OPTIONAL { ?node a ?kind }
  OPTIONAL { ?node skos:definition|tc:summary|rdfs:comment ?text FILTER(LANG(?text) IN ("", "en")) }
  OPTIONAL { ?node tc:passage/tc:locator ?row }
} ORDER BY ?label ?kind ?text ?row"""


@dataclass(frozen=True, slots=True)
class NodeDescription:
    """What is known of a node.

    Attributes:
        label: its English label.
        kinds: its classes, by short name.
        text: its definition or summary.
        rows: the places in the source document that it comes from.
    """

    label: str | None
    kinds: tuple[str, ...]
    text: str | None
    rows: tuple[str, ...]

    def markdown(self, name: str) -> str:
        """The description as an editor shows it."""
        parts = [f"**{self.label or name}** `{name}`"]
        parts += [" · ".join(self.kinds)] if self.kinds else []
        parts += [self.text] if self.text else []
        parts += [f"Source: {'; '.join(self.rows)}"] if self.rows else []
        return "\n\n".join(parts)


class Knowledge:
    """The project's ontology and data, read once.

    Args:
        project: what to read. Files that do not parse are left out: an editor is often in the middle of one.
    """

    def __init__(self, project: Project) -> None:
        self.engine = EmbeddedEngine()
        self._files = {file.graph: file for file in checked_files(project, Role.ONTOLOGY, Role.DATA)}
        load_files(self.engine, self._files.values())
        rows = self.engine.select("SELECT DISTINCT ?node { ?node ?p ?o FILTER(isIRI(?node)) }")
        self.names = {row[0].value for row in rows if isinstance(row[0], NamedNode)}
        self.describe = lru_cache(maxsize=2048)(self._describe)

    def below(self, namespace: str) -> list[str]:
        """The described names directly in a namespace, sorted."""
        found = (name[len(namespace) :] for name in self.names if name.startswith(namespace))
        return sorted(local for local in found if local and "/" not in local and "#" not in local)

    def definition(self, iri: str) -> Location | None:
        """Where a node is defined: with its type, or where it is first spoken of."""
        node = NamedNode(iri)
        rows = self.engine.select("SELECT DISTINCT ?g ?node { GRAPH ?g { ?node ?p ?o } }", bindings={"node": node})
        graphs = {row[0] for row in rows}
        first: Location | None = None
        for file in (self._files[graph] for graph in self._files if graph in graphs):
            places = self._places(file, node)
            for triple in places.about(node):
                location = places.location(triple.head)
                if triple.predicate == RDF_TYPE:
                    return location
                first = first or location
        return first

    def _places(self, file: CheckedFile, node: NamedNode) -> FilePlaces:
        return FilePlaces(file, {node}, self.engine)

    def _describe(self, iri: str) -> NodeDescription | None:
        if iri not in self.names:
            return None
        rows = [row[1:] for row in self.engine.select(_ABOUT, bindings={"node": NamedNode(iri)})]
        label, kinds, text, places = (
            list(dict.fromkeys(v for v in column if v is not None)) for column in zip(*rows, strict=True)
        )
        texts = [[str(term.value) for term in found if isinstance(term, Literal)] for found in (label, text, places)]
        classes = tuple(shorten(kind.value) for kind in kinds if isinstance(kind, NamedNode))
        return NodeDescription(
            texts[0][0] if texts[0] else None, classes, texts[1][0] if texts[1] else None, tuple(texts[2])
        )
