"""What can be asked for in a project, and what by: read from ``queries/asking/kinds.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from posixpath import normpath

from tcgraph.namespaces import application
from tcgraph.query_files import asking_text
from tcgraph.rdf import Literal, NamedNode, Term, plain

_BEFORE_NAME = re.compile(r".*[/#]|")
_NAME = re.compile(r"[a-z][a-z0-9-]*")
PLAIN = ("status", "only", "section", "number", "role", "when", "done", "words")
"""What an action can be asked by beside the things that it names, in the order in which it is offered."""
OWN = ("own", "sort", "called", "at")
"""What the things that are shown can be asked by: whom they are linked to, their sort,
words of their own texts, and where they take place."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of thing.

    Attributes:
        name: such as ``donor``; the variable that stands for it.
        folder: how the addresses of such things begin; empty for what has none, such as dates.
        top: the thing that all others are within, which tells nothing apart and is neither offered nor counted.
        of: the kind whose things have this part in an action, as organisations are donors; empty for a kind by itself.
        action: a property path from an action to such things.
        recommendation: the same from a recommendation; empty where only actions name them.
        apart: whether whoever is named in another part is not shown: who works with UNDP is not UNDP.
        sorts: a property path from such things to their sorts; empty for none.
        shown: a pattern to use instead of the path where the things are shown; empty for none.
        columns: what else that pattern tells.
        tells: which other kinds those columns show.
        said: a property path from an action to what is named itself; empty where ``action`` has nothing else.
        cited: the same from a recommendation, by which the things are shown.
        notes: what counts beside what is named itself, by language.
        labels: what such things are called, by language; empty where the interface has words for them.
    """

    name: str
    folder: str
    action: str
    recommendation: str = ""
    of: str = ""
    apart: bool = False
    sorts: str = ""
    shown: str = ""
    columns: tuple[str, ...] = ()
    tells: tuple[str, ...] = ()
    notes: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    said: str = ""
    cited: str = ""
    top: str = ""

    def as_said(self) -> Kind:
        """The same, of what is named itself only."""
        named = self.cited or self.recommendation
        return replace(self, action=self.said or self.action, recommendation=named)

    def counts(self, thing: str) -> bool:
        """Whether a thing has a count of its own where things are counted by this kind."""
        return thing.startswith(self.folder) and thing != self.top

    @property
    def variable(self) -> str:
        """The name as a variable of SPARQL."""
        return self.name.replace("-", "_")


def read_kinds(folder: Path) -> Mapping[str, Kind]:
    """The kinds of a project."""
    things = application().things
    found: dict[str, Kind] = {}
    for name, given in tomllib.loads(asking_text(folder, "kinds.toml")).items():
        scheme, _, rest = things.partition("://")
        base = f"{scheme}://{normpath(rest + given['folder'])}/" if given["folder"] else ""
        found[name] = Kind(
            name,
            base,
            given["action"],
            given.get("recommendation", ""),
            given.get("of", ""),
            given.get("apart", False),
            given.get("sorts", ""),
            given.get("shown", ""),
            tuple(given.get("columns", ())),
            tuple(given.get("tells", ())),
            given.get("note", {}),
            said=given.get("said", ""),
            cited=given.get("cited", ""),
            top=base + given["top"] if "top" in given else "",
        )
    return found


OWN_LINKS = """SELECT DISTINCT ?property ?class ?label ?thing WHERE {
  ?action a tc:Action ; ?property ?thing .
  ?property a owl:ObjectProperty ; rdfs:range ?class .
  ?class rdfs:label ?label .
  FILTER(isIRI(?thing) && !STRSTARTS(STR(?property), STR(tc:)))
  # What is only a wider name of a link that is asked by already.
  FILTER NOT EXISTS { ?narrower rdfs:subPropertyOf ?property . FILTER(STRSTARTS(STR(?narrower), STR(tc:))) }
}"""
"""What actions are linked to by a project's own properties: property, class, its name, and a thing."""


def own_kinds(rows: Iterable[tuple[Term | None, ...]], known: Mapping[str, Kind]) -> Mapping[str, Kind]:
    """The kinds that a project's own ontology adds: what actions are linked to by properties that it declares.

    Args:
        rows: as :data:`OWN_LINKS` gives them.
        known: the kinds that there are already.
    """
    paths: dict[str, dict[str, None]] = {}
    folders: dict[str, set[str]] = {}
    labels: dict[str, dict[str, str]] = {}
    for link, kind, label, thing in rows:
        if isinstance(link, NamedNode) and isinstance(thing, NamedNode) and isinstance(label, Literal):
            name = _kebab(plain(kind))
            paths.setdefault(name, {})[str(link)] = None
            folders.setdefault(name, set()).add(_BEFORE_NAME.match(thing.value)[0])  # type: ignore[index]
            labels.setdefault(name, {})[label.language or "en"] = label.value
    return {
        name: Kind(name, next(iter(folders[name])), "|".join(links), labels=labels[name])
        for name, links in paths.items()
        # Things that lie in several places have no address that is short.
        if name not in known and _NAME.fullmatch(name) and len(folders[name]) == 1
    }


def _kebab(iri: str) -> str:
    name = re.split(r"[/#]", iri)[-1]
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", name).casefold()
