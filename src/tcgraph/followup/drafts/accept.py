"""Turn an edited review file into facts; what is undecided or contradictory is said by cell."""

from __future__ import annotations

import datetime
import hashlib
import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from tcgraph.diagnostics import Diagnostic, Level, Location
from tcgraph.engine import Engine
from tcgraph.errors import BrokenInput
from tcgraph.follow_ups import FILE
from tcgraph.followup.countries import is_country
from tcgraph.followup.cycles import Cycle, cycle_named, folder_of
from tcgraph.followup.dates import read_date
from tcgraph.followup.drafts.accept_rows import RowWriter
from tcgraph.followup.drafts.accept_terms import government_of
from tcgraph.followup.drafts.matching import EarlierActions, left_beside
from tcgraph.followup.drafts.remarks import in_language, labels
from tcgraph.followup.drafts.review_file import ReviewFile, ReviewRow, read_review
from tcgraph.followup.drafts.review_words import in_english, said
from tcgraph.followup.drafts.source_table import SourceTable
from tcgraph.followup.fact_writer import Facts, concept, plain, short, text, thing, typed
from tcgraph.followup.folded_text import plain_words, slug
from tcgraph.followup.naming.name_words import INSTRUMENT, ORGANISATION, PROGRAMME
from tcgraph.followup.naming.new_names import LEAVE, usual_kind
from tcgraph.followup.naming.review_names import ReviewNames, Unknown, named_in
from tcgraph.project import Project
from tcgraph.rdf import NamedNode
from tcgraph.terms import GRAPH, TC

_WITH_ACRONYM: Final = re.compile(r"\s\(([^\W\d_][^\W_a-z][\w/-]{0,10})\)$")
"""A name with its acronym in brackets behind it."""
_GOVERNMENT: Final = re.compile(
    r"(?:the |el |le )?(?:government of|gobierno del?|gouvernement (?:des?|du|d['’]))\s*"
    r"(?:the |la |las |los |el |les |l['’])?(?P<country>.+)",
    re.IGNORECASE,
)
_CODE: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(slots=True)
class Accepted:
    """What a review file gave.

    Attributes:
        name: the graph's short name.
        folder: where it belongs below ``data/ttl``.
        facts: to be used only when :attr:`sound`.
        follow_up: what is followed up and the round of reporting, where the table is a document of its own.
        words: the text in which its passages count.
        findings: what has to be decided, by cell.
        places: the cell that each thing comes from.
        taken: how many actions were taken over.
        left: how many were left out on purpose.
        reported: how the command line names the cycle that it reports to.
    """

    name: str
    folder: str
    facts: Facts = field(default_factory=Facts)
    follow_up: Facts = field(default_factory=Facts)
    words: str = ""
    findings: list[Diagnostic] = field(default_factory=list)
    places: dict[NamedNode, Location] = field(default_factory=dict)
    taken: int = 0
    left: int = 0
    reported: str = ""

    @property
    def sound(self) -> bool:
        """Whether nothing keeps the facts from being written."""
        return not any(finding.level is Level.ERROR for finding in self.findings)

    def place(self, node: object, _: NamedNode | None) -> Location | None:
        """The cell that a thing comes from."""
        return self.places.get(node) if isinstance(node, NamedNode) else None

    def files(self, project: Project) -> dict[Path, Facts]:
        """The facts by the file of the project that they belong in."""
        own = {project.data / self.folder / FILE: self.follow_up} if len(self.follow_up) else {}
        return {self.target(project): self.facts, **own}

    def target(self, project: Project) -> Path:
        """The file that the facts go to."""
        return project.data / self.folder / f"{self.name}.ttl"


def accept(path: Path, engine: Engine) -> Accepted:
    """Read a review file; its text must stand beside it, as it was written.

    Args:
        path: the edited ``….review.xlsx``.
        engine: the graph that the facts will join.

    Raises:
        BrokenInput: the file is no review file, its text is missing, or the sheet Document is incomplete.
        BadParameter: the sheet Document names a cycle that there is not.
    """
    return _Maker(read_review(path), engine).make()


class _Maker:
    def __init__(self, review: ReviewFile, engine: Engine) -> None:
        self.review, self.given = review, review.given
        self.name = slug(self.given.get("Name") or review.path.stem)
        self.cycle = cycle_named(engine, self.given["Cycle"]) if self.given.get("Cycle") else None
        folder = folder_of(self.cycle) if self.cycle else self.name
        # What an earlier acceptance of this review says is about to be replaced, and makes nothing known.
        engine.drop(NamedNode(f"{GRAPH}{folder}/{self.name}"))
        self.engine, self.names = engine, ReviewNames(engine, self.cycle)
        self.elsewhere = frozenset(self.names.things)
        self.result = Accepted(self.name, folder, words=review.words)
        self.facts = self.result.facts
        self.sections: dict[str, NamedNode] = {}
        language = (self.given.get("Language") or "en").strip().lower()[:2]
        self.language = language if language in ("en", "fr", "es") else "en"
        self.as_of, self.document_node = self._about(self.cycle)
        own = f"--of {self.name} --cycle {self.as_of:%Y-%m}"
        self.result.reported = f"--cycle {self.cycle.full_name}" if self.cycle else own
        source = SourceTable(
            prefix=self.prefix,
            language=self.language,
            symbol=self.given.get("Symbol") or (self.cycle.label if self.cycle else self.name),
            body=self.given.get("Body", ""),
            document=self.document_node,
            as_of=self.as_of,
            own=self.cycle is None,
            words=review.words,
        )
        self.rows = RowWriter(self.result, source, self.names, engine)

    @property
    def prefix(self) -> str:
        """What sets this table's things apart from others of the same number."""
        return f"{self.cycle.key}-{self.name}-" if self.cycle else f"{self.name}-"

    def make(self) -> Accepted:
        """Everything that the review file says."""
        for row in self.review.bodies:
            self._body(row)
        self._rendition()
        if self.cycle is None:
            self._document()
            for position, row in enumerate(self.review.asks, start=1):
                self.rows.ask(row, position, self._section(row.text("section")))
            if not self.sections:
                self._section("")
        else:
            for row in self.review.asks:
                self.rows.ask_of_cycle(row)
        for row in self.review.actions:
            self.rows.action(row)
        self.rows.finish()
        if self.cycle is not None:
            self._look_for_links(EarlierActions(self.engine, self.cycle))
        findings = self.result.findings
        findings[:] = [replace(one, message=in_language(one.message, self.language)) for one in findings]
        return self.result

    def _look_for_links(self, earlier: EarlierActions) -> None:
        """Say which rows are taken over as new beside an earlier action that they are likely to report on again."""
        called = named_in(self.engine, "status", self.language)
        for row, recommendation, status in self.rows.new:
            one = left_beside(status, earlier.of(recommendation), self.rows.again)
            if one is not None:
                stays = called.get(one.status, one.status)
                beside = f"{row.text('key')} is taken over as new, and {one.code} beside it stays {stays}"
                message = f"{beside}; if it tells of the same action, name that one under 'Reports again on'"
                self.rows.find(row, "same", message, Level.WARNING)

    def _about(self, cycle: Cycle | None) -> tuple[datetime.date, NamedNode]:
        if cycle is not None:
            if cycle.as_of is None or cycle.document is None:
                raise BrokenInput(f"cycle {cycle.name} is not open", path=self.review.path)
            return cycle.as_of, cycle.document
        date = read_date(self.given.get("Date", ""))
        missing = [key for key in ("Symbol", "Title") if not self.given.get(key)]
        if missing or date is None:
            wanted = ", ".join(said(one, self.language) for one in [*missing, *([] if date else ["Date"])])
            raise BrokenInput(in_language(f"sheet Document: fill in {wanted}", self.language), path=self.review.path)
        return date, thing(f"document/{slug(self.given['Symbol'])}")

    def _body(self, row: ReviewRow) -> None:
        """A body that the graph does not know yet, as the reviewer describes it."""
        code, name = row.text("code").lower(), row.text("name")
        kind = self.names.code("organisation-kind", row.text("kind"))
        said = row.text("said")
        create = in_english(row.text("as").lower())
        if create in (INSTRUMENT, PROGRAMME) and code and name:
            self._text_or_programme(row, code, name, create)
            return
        if create != LEAVE and (government := self._government(said or name)) is not None:
            self.names.add_body(government, (name, row.text("short"), said))
            return
        by_name = create == ORGANISATION and not kind  # nobody said what kind of body it is
        if by_name:
            kind = usual_kind(name, self.names.kinds)
        elif create == LEAVE or not code or (not kind and said and code == slug(plain_words(said))):
            self.rows.undescribed.add(plain_words(said))
            return  # a suggestion that was not taken up
        known = self.names.kinds
        for key, wrong, remedy in (
            ("code", _CODE.fullmatch(code) is None, "use small letters, digits and hyphens, such as min-labour"),
            ("name", not name, "give the body its name"),
            ("kind", kind not in known, f"choose a kind: {', '.join(sorted(known))}"),
        ):
            if wrong:
                self.rows.find(row, key, remedy)
        if kind not in known or not name or _CODE.fullmatch(code) is None:
            # Known nevertheless: what is wrong with it is told here, not again wherever it is named.
            self.names.add_body(thing(f"organisation/{slug(code)}"), (name, row.text("short"), said))
            return
        facts, node = self.facts, thing(f"organisation/{code}")
        if node.value in self.elsewhere:
            return
        facts.add(node, "rdf:type", NamedNode(TC + "Organisation"))
        acronym = row.text("short") or (told[1] if (told := _WITH_ACRONYM.search(name)) else "")
        self._call(node, name if len(name) <= 60 or not acronym else acronym)
        if len(name) > 60:
            facts.add(node, "dcterms:title", text(name))
        facts.add(node, "tc:abbreviation", plain(acronym))
        facts.add(node, "tc:organisationKind", concept(f"organisation-kind/{kind}"))
        if by_name:
            facts.add(node, "tc:certainty", concept("certainty/inferred"))
        facts.add(node, "dcterms:source", self.document_node)
        self.result.places[node] = row.cell("code").place.location
        self.names.add_body(node, (name, acronym, said))

    def _government(self, said: str) -> NamedNode | None:
        """The government that a name is that of: one body, whatever it is called by; made as for payers where new."""
        found = _GOVERNMENT.fullmatch(said)
        try:
            country = self.names.country(found["country"]) if found else None
        except Unknown:
            return None
        known = self.names.payer(country.value.rpartition("/")[2]) if country else None
        if known is None or not is_country(known):
            return known
        return government_of(self.facts, self.names, known, self.document_node)

    def _text_or_programme(self, row: ReviewRow, code: str, name: str, create: str) -> None:
        """A text, or a plan, strategy or the like, that the graph does not know yet."""
        if _CODE.fullmatch(code) is None:
            self.rows.find(row, "code", "use small letters, digits and hyphens, such as min-labour")
            return
        path, kind = ("instrument", "Instrument") if create == INSTRUMENT else ("framework", "Framework")
        node, short_name = thing(f"{path}/{code}"), row.text("short")
        self.facts.add(node, "rdf:type", NamedNode(TC + kind))
        self._call(node, name)
        if len(name) > 60:
            self.facts.add(node, "dcterms:title", text(name))
        self.facts.add(node, "tc:abbreviation", plain(short_name))
        self.facts.add(node, "dcterms:source", self.document_node)
        self.result.places[node] = row.cell("code").place.location
        self.names.add_thing(node, (name, short_name, row.text("said")))

    def _call(self, node: NamedNode, name: str) -> None:
        """A name is a name in every language: where it has none in English it is written there as it is."""
        for language in dict.fromkeys(("en", self.language)):
            self.facts.add(node, "rdfs:label", text(short(name), language))

    def _entitle(self, node: NamedNode, title: str, facts: Facts | None = None) -> None:
        """A title is worded in its language alone; in English it is said that there is one."""
        facts = self.facts if facts is None else facts
        facts.add(node, "rdfs:label", text(short(title), self.language))
        if self.language != "en":
            facts.say_in_english_what_is_not(self.language, [node])

    def _rendition(self) -> None:
        facts, node = self.facts, self.rows.rendition
        facts.add(node, "rdf:type", NamedNode(TC + "Rendition"))
        facts.add(node, "rdfs:label", *labels(f"Text read from {self.given.get('File', self.name)}", self.language))
        facts.add(node, "tc:renditionOf", self.document_node)
        facts.add(node, "tc:mediaType", plain("text/plain"))
        facts.add(node, "tc:sha256", plain(hashlib.sha256(self.review.words.encode()).hexdigest()))
        if digest := self.given.get("SHA-256"):
            facts.add(node, "dcterms:identifier", plain(f"file sha256 {digest}"))

    def _document(self) -> None:
        """The document that the table is, with its follow-up."""
        facts, title = self.facts, self.given["Title"]
        facts.add(self.document_node, "rdf:type", NamedNode(TC + "Document"))
        self._entitle(self.document_node, title)
        facts.add(self.document_node, "dcterms:title", text(title, self.language))
        facts.add(self.document_node, "tc:symbol", plain(self.given["Symbol"]))
        facts.add(self.document_node, "dcterms:date", typed(self.as_of, "date"))
        self._follow_up()

    def _section(self, name: str) -> NamedNode:
        """A section that recommendations stand in; called after the document where the table is not divided."""
        if name not in self.sections:
            facts, number = self.facts, len(self.sections) + 1
            section = self.sections[name] = thing(f"section/{self.prefix}{number}")
            facts.add(section, "rdf:type", NamedNode(TC + "Section"))
            facts.add(section, "tc:summary", text(name or self.given["Title"], self.language))
            self._entitle(section, name or self.given["Title"])
            facts.add(section, "tc:number", typed(number, "integer"))
            facts.add(section, "tc:partOf", self.document_node)
            facts.add(section, "tc:passage", self.rows.whole())
            self.result.follow_up.add(section, "tc:inFollowUp", thing(f"follow-up/{self.name}"))
        return self.sections[name]

    def _follow_up(self) -> None:
        """A follow-up of its own, with the document as its first report."""
        facts, name = self.result.follow_up, f"{self.as_of:%Y-%m}"
        node, cycle = thing(f"follow-up/{self.name}"), thing(f"cycle/{self.name}-{name}")
        facts.add(node, "rdf:type", NamedNode(TC + "FollowUp"))
        self._entitle(node, self.given["Title"], facts)
        facts.add(node, "dcterms:identifier", plain(self.name))
        facts.add(node, "dcterms:source", self.document_node)
        facts.add(node, "tc:ofBody", *self.rows.body())
        facts.add(cycle, "rdf:type", NamedNode(TC + "ReportingCycle"))
        facts.add(cycle, "rdfs:label", text(short(f"{self.given['Symbol']}, {name}")))
        facts.add(cycle, "dcterms:identifier", plain(name))
        facts.add(cycle, "tc:asOf", typed(self.as_of, "date"))
        facts.add(cycle, "tc:reportedIn", self.document_node)
        for member in (cycle, self.document_node):
            facts.add(member, "tc:inFollowUp", node)
