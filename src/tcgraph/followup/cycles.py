"""Reporting cycles: which there are, and opening the next."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tcgraph.engine import Engine
from tcgraph.errors import BadParameter
from tcgraph.followup.fact_writer import Facts, plain, short, text, thing, typed
from tcgraph.project import Project
from tcgraph.rdf import Literal, NamedNode
from tcgraph.terms import ID

_CYCLES: Final = """
SELECT ?cycle ?name ?label ?asOf ?due ?document WHERE {
  ?cycle a tc:ReportingCycle ; dcterms:identifier ?name .
  OPTIONAL { ?cycle rdfs:label ?label FILTER(LANG(?label) = "en") }
  OPTIONAL { ?cycle tc:asOf ?asOf }
  OPTIONAL { ?cycle tc:due ?due }
  OPTIONAL { ?cycle tc:reportedIn ?document }
} ORDER BY ?name"""
_NAME: Final = re.compile(r"\d{4}-\d{2}")


@dataclass(frozen=True, slots=True)
class Cycle:
    """One round of reporting.

    Attributes:
        name: its year and month, such as ``2008-11``.
        label: what people call it.
        as_of: the date at which its observations hold; None while it is only due.
        due: when its report is due, as the graph has it: a day, month or year.
        document: the report; None while there is none.
    """

    name: str
    label: str
    as_of: datetime.date | None
    due: str
    document: NamedNode | None

    @property
    def node(self) -> NamedNode:
        """Its IRI."""
        return thing(f"cycle/{self.name}")


def cycles(engine: Engine) -> list[Cycle]:
    """Every cycle of the graph, the earliest first."""
    found = []
    for row in engine.select(_CYCLES).dicts():
        as_of, document = row.get("asOf"), row.get("document")
        found.append(
            Cycle(
                _value(row.get("name")),
                _value(row.get("label")),
                datetime.date.fromisoformat(as_of.value) if isinstance(as_of, Literal) else None,
                _value(row.get("due")),
                document if isinstance(document, NamedNode) else None,
            )
        )
    return found


def cycle_named(engine: Engine, name: str) -> Cycle:
    """One cycle by name.

    Raises:
        BadParameter: there is none of that name; the message lists those there are.
    """
    known = cycles(engine)
    for cycle in known:
        if cycle.name == name:
            return cycle
    names = ", ".join(cycle.name for cycle in known) or "none yet"
    hint = f" Open it with: {how_to_open(name)}" if _NAME.fullmatch(name) else ""
    raise BadParameter(f"There is no cycle {name!r}; there are: {names}.{hint}")


def how_to_open(name: str) -> str:
    """The command that opens a cycle."""
    return f"tcgraph cycle open {name} --as-of DATE --symbol SYMBOL"


def moment(engine: Engine, name: str) -> datetime.date:
    """The date that a cycle's name or a date stands for.

    Raises:
        BadParameter: it is neither, or the cycle is not open yet.
    """
    try:
        return datetime.date.fromisoformat(name)
    except ValueError:
        cycle = cycle_named(engine, name)
    if cycle.as_of is None:
        raise BadParameter(f"Cycle {name} is due but not open yet; open it with: {how_to_open(name)}")
    return cycle.as_of


def open_cycle(project: Project, engine: Engine, name: str, *, as_of: datetime.date, symbol: str, title: str) -> Path:
    """Open a cycle: write the file that says which report it ends in and at which date its observations hold.

    Args:
        project: where to.
        engine: its graph.
        name: year and month.
        as_of: the date at which what is reported holds.
        symbol: the report's document symbol.
        title: the report's title.

    Returns:
        The file written.

    Raises:
        BadParameter: the name is no year and month, the cycle is open already, or the date lies before the last
            cycle's.
    """
    if not _NAME.fullmatch(name):
        raise BadParameter(f"A cycle is named by year and month, such as 2008-11, not {name!r}.")
    known = cycles(engine)
    same = [cycle for cycle in known if cycle.name == name]
    if same and same[0].as_of is not None:
        raise BadParameter(f"Cycle {name} is open already, as of {same[0].as_of}.")
    before = [cycle for cycle in known if cycle.as_of is not None]
    for cycle in before:
        assert cycle.as_of is not None
        if cycle.as_of >= as_of:
            raise BadParameter(f"{as_of} does not come after cycle {cycle.name}, which is as of {cycle.as_of}.")
    path = project.data / "cycles" / f"{name}.ttl"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(_facts(name, as_of, symbol, title, same, before).turtle([f"Cycle {name}"]), encoding="utf-8")
    return path


def _facts(name: str, as_of: datetime.date, symbol: str, title: str, same: list[Cycle], before: list[Cycle]) -> Facts:
    facts = Facts()
    node = thing(f"cycle/{name}")
    document = thing("document/" + re.sub(r"[^a-z0-9]+", "-", symbol.lower()).strip("-"))
    if not same:
        facts.add(node, "rdf:type", _class("ReportingCycle"))
        facts.add(node, "rdfs:label", text(f"Report of {name}"))
        facts.add(node, "dcterms:identifier", plain(name))
        if before:
            facts.add(node, "tc:follows", before[-1].node)
    facts.add(node, "tc:asOf", typed(as_of, "date"))
    facts.add(node, "tc:reportedIn", document)
    facts.add(document, "rdf:type", _class("Document"))
    facts.add(document, "rdfs:label", text(short(title)))
    facts.add(document, "dcterms:title", text(title))
    facts.add(document, "tc:symbol", plain(symbol))
    facts.add(document, "dcterms:date", typed(as_of, "date"))
    facts.add(document, "tc:inCycle", node)
    return facts


def _class(name: str) -> NamedNode:
    return NamedNode(ID.removesuffix("id/") + f"ns#{name}")


def _value(term: object) -> str:
    return term.value if isinstance(term, Literal) else ""
