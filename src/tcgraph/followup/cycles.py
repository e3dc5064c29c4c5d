"""Reporting cycles: which there are, and opening the next."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tcgraph.engine import Engine
from tcgraph.errors import BadParameter
from tcgraph.follow_ups import FollowUp
from tcgraph.followup.fact_writer import Facts, plain, short, text, thing, typed
from tcgraph.project import Project
from tcgraph.rdf import Literal, NamedNode, literal_text
from tcgraph.scope import of_one
from tcgraph.terms import GRAPH, ID

_CYCLES: Final = """
SELECT ?language ?cycle ?name ?label ?english ?asOf ?due ?document ?followUp WHERE {
  ?cycle a tc:ReportingCycle ; dcterms:identifier ?name .
  OPTIONAL { ?cycle tc:inFollowUp ?followUp }
  OPTIONAL { ?cycle rdfs:label ?label FILTER(LANG(?label) = ?language) }
  OPTIONAL { ?cycle rdfs:label ?english FILTER(LANG(?english) = "en") }
  OPTIONAL { ?cycle tc:asOf ?asOf }
  OPTIONAL { ?cycle tc:due ?due }
  OPTIONAL { ?cycle tc:reportedIn ?document }
} ORDER BY ?name"""
_REPORTED: Final = "SELECT ?document ?each WHERE { ?each a tc:Observation ; tc:reportedIn ?document } LIMIT 1"
_LABELS: Final = {"en": "Report of {}", "fr": "Rapport de {}", "es": "Informe de {}"}
_TITLES: Final = {"en": "Implementation report", "fr": "Rapport de mise en œuvre", "es": "Informe de aplicación"}
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
        node: its IRI.
        follow_up: what it reports about; None in a project that describes no follow-up.
    """

    name: str
    label: str
    as_of: datetime.date | None
    due: str
    document: NamedNode | None
    node: NamedNode
    follow_up: NamedNode | None = None

    @property
    def key(self) -> str:
        """What sets its things apart from those of the same cycle of another follow-up."""
        return self.node.value.rpartition("/")[2]

    @property
    def full_name(self) -> str:
        """Its name after the code of its follow-up, such as ``council-12-2008-11``."""
        code = self.follow_up.value.rpartition("/")[2] if self.follow_up else ""
        return f"{code}-{self.name}" if code else self.name

    def about_its_own(self, query: str) -> str:
        """A query about the things of a follow-up, narrowed to those of the cycle's own."""
        return of_one(query, self.follow_up) if self.follow_up else query


def cycles(engine: Engine, of: FollowUp | None = None, language: str = "en") -> list[Cycle]:
    """Every cycle of the graph, or of one follow-up, called as in a language; the earliest first."""
    found: dict[NamedNode, Cycle] = {}
    bound = {"language": Literal(language)}
    for row in engine.select(of_one(_CYCLES, of.node) if of else _CYCLES, bindings=bound).dicts():
        node, follow_up = row["cycle"], row.get("followUp")
        assert isinstance(node, NamedNode)
        as_of, document = row.get("asOf"), row.get("document")
        cycle = Cycle(
            literal_text(row.get("name")),
            literal_text(row.get("label") or row.get("english")),
            datetime.date.fromisoformat(as_of.value) if isinstance(as_of, Literal) else None,
            literal_text(row.get("due")),
            document if isinstance(document, NamedNode) else None,
            node,
            follow_up if isinstance(follow_up, NamedNode) else None,
        )
        # One that two files speak of may have, for instance, two reports.
        found.setdefault(node, cycle)
    return list(found.values())


def cycle_named(engine: Engine, name: str, of: FollowUp | None = None) -> Cycle:
    """One cycle by name.

    Args:
        engine: the graph.
        name: such as ``2008-11``, or its full name.
        of: the follow-up that it reports about; None where only one has a cycle of that name.

    Raises:
        BadParameter: there is none of that name, or several follow-ups have one; the message lists those there are.
    """
    known = cycles(engine, of)
    same = [cycle for cycle in known if name in (cycle.name, cycle.full_name)]
    if len(same) > 1:
        full = " or ".join(sorted(cycle.full_name for cycle in same))
        raise BadParameter(f"Several follow-ups have a cycle {name}; say which: {full}.")
    if same:
        return same[0]
    names = ", ".join(cycle.name for cycle in known) or "none yet"
    hint = f" Open it with: {how_to_open(name)}" if _NAME.fullmatch(name) else ""
    raise BadParameter(f"There is no cycle {name!r}; there are: {names}.{hint}")


def how_to_open(name: str) -> str:
    """The command that opens a cycle."""
    return f"tcgraph cycle open {name} --as-of DATE --symbol SYMBOL"


def moment(engine: Engine, name: str, of: FollowUp | None = None) -> datetime.date:
    """The date that a cycle's name or a date stands for.

    Raises:
        BadParameter: it is neither, or the cycle is not open yet.
    """
    try:
        return datetime.date.fromisoformat(name)
    except ValueError:
        cycle = cycle_named(engine, name, of)
    if cycle.as_of is None:
        raise BadParameter(f"Cycle {name} is due but not open yet; open it with: {how_to_open(name)}")
    return cycle.as_of


def open_cycle(
    project: Project,
    engine: Engine,
    name: str,
    *,
    as_of: datetime.date,
    symbol: str,
    title: str,
    of: FollowUp | None = None,
) -> Path:
    """Open a cycle: write the file that says which report it ends in and at which date its observations hold.

    Args:
        project: where to.
        engine: its graph.
        name: year and month.
        as_of: the date at which what is reported holds.
        symbol: the report's document symbol.
        title: the report's title, in the project's language; empty for the usual one.
        of: the follow-up that it reports about.

    Returns:
        The file written.

    Raises:
        BadParameter: the name is no year and month, the cycle is open already, the date lies before the last
            cycle's, or the symbol is that of another cycle's report.
    """
    if not _NAME.fullmatch(name):
        raise BadParameter(f"A cycle is named by year and month, such as 2008-11, not {name!r}.")
    known = cycles(engine, of)
    same = [cycle for cycle in known if cycle.name == name]
    if same and same[0].as_of is not None:
        raise BadParameter(f"Cycle {name} is open already, as of {same[0].as_of}.")
    before = [cycle for cycle in known if cycle.as_of is not None]
    node = same[0].node if same else thing(f"cycle/{prefix_of(project, of)}{name}")
    for cycle in before:
        assert cycle.as_of is not None
        if cycle.as_of >= as_of:
            raise BadParameter(f"{as_of} does not come after cycle {cycle.name}, which is as of {cycle.as_of}.")
    facts = _facts(name, as_of, symbol, title, same, before, of, node, project.about.language)
    for cycle in cycles(engine):
        if cycle.node != node and cycle.document == node_of(symbol):
            raise BadParameter(
                f"{symbol} is the report of cycle {cycle.full_name} already; give this one its own symbol."
            )
    path = cycles_folder(project, of) / f"{name}.ttl"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(facts.turtle([f"Cycle {name}"]), encoding="utf-8")
    return path


def close_cycle(project: Project, engine: Engine, cycle: Cycle) -> Path:
    """Take the opening of a cycle back: nothing was reported in it.

    Returns:
        The file that is no longer there.

    Raises:
        BadParameter: something was reported in it, or no file of its own opened it.
    """
    path = cycles_folder(project, follow_up_of(project, cycle)) / f"{cycle.name}.ttl"
    reported = engine.select(_REPORTED, bindings={"document": cycle.document}) if cycle.document else ()
    if next(iter(reported), None) is not None:
        raise BadParameter(f"Cycle {cycle.name} has reports, and what was reported stands; it cannot be taken back.")
    if not path.is_file():
        raise BadParameter(f"Cycle {cycle.name} was not opened by a file of its own; there is no {path}.")
    path.unlink()
    return path


def node_of(symbol: str) -> NamedNode:
    """The document of a symbol."""
    return thing("document/" + re.sub(r"[^a-z0-9]+", "-", symbol.lower()).strip("-"))


def cycles_folder(project: Project, of: FollowUp | None) -> Path:
    """Where the rounds of reporting of a follow-up are kept: its own folder, but for the project's own follow-up."""
    return of.folder / "cycles" if of and prefix_of(project, of) else project.data / "cycles"


def folder_of(cycle: Cycle) -> str:
    """Where a cycle's reports belong, below the project's data: the project's own follow-up has a folder for cycles."""
    code = cycle.key.removesuffix(cycle.name).rstrip("-")
    return f"{code}/cycles/{cycle.name}" if code else f"cycles/{cycle.name}"


def graph_of(cycle: Cycle, name: str) -> NamedNode:
    """The graph that a report to a cycle is written to."""
    return NamedNode(f"{GRAPH}{folder_of(cycle)}/{name}")


def follow_up_of(project: Project, cycle: Cycle) -> FollowUp | None:
    """The follow-up of a cycle."""
    return next((one for one in project.follow_ups if one.node == cycle.follow_up), None)


def prefix_of(project: Project, of: FollowUp | None) -> str:
    """What the names of a follow-up's things begin with: nothing for the project's own, for others their code."""
    own = project.follow_ups
    return f"{of.code}-" if of and own and of.code != own[0].code else ""


def _facts(
    name: str,
    as_of: datetime.date,
    symbol: str,
    title: str,
    same: list[Cycle],
    before: list[Cycle],
    of: FollowUp | None,
    node: NamedNode,
    language: str,
) -> Facts:
    facts, document = Facts(), node_of(symbol)
    if not same:
        facts.add(node, "rdf:type", _class("ReportingCycle"))
        facts.add(node, "rdfs:label", *(text(words.format(name), tongue) for tongue, words in _LABELS.items()))
        facts.add(node, "dcterms:identifier", plain(name))
        if before:
            facts.add(node, "tc:follows", before[-1].node)
    facts.add(node, "tc:asOf", typed(as_of, "date"))
    facts.add(node, "tc:reportedIn", document)
    facts.add(document, "rdf:type", _class("Document"))
    title = title or _TITLES.get(language, _TITLES["en"])
    facts.add(document, "rdfs:label", text(short(title), language))
    facts.add(document, "dcterms:title", text(title, language))
    facts.add(document, "tc:symbol", plain(symbol))
    facts.add(document, "dcterms:date", typed(as_of, "date"))
    facts.add(document, "tc:inCycle", node)
    if of is not None:
        facts.add(node, "tc:inFollowUp", of.node)
        facts.add(document, "tc:inFollowUp", of.node)
    if language != "en":
        facts.say_in_english_what_is_not(language, [document])
    return facts


def _class(name: str) -> NamedNode:
    return NamedNode(ID.removesuffix("id/") + f"ns#{name}")
