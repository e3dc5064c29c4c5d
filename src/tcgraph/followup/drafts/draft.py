"""Turn what was read from a table into a draft: proposed actions with the original wording, status and confidence."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from tcgraph.diagnostics import Diagnostic
from tcgraph.engine import Engine
from tcgraph.followup.countries import is_country
from tcgraph.followup.drafts import draft_findings
from tcgraph.followup.drafts.asked_act import stands_against
from tcgraph.followup.drafts.front import FrontMatter, front_of
from tcgraph.followup.drafts.matching import EarlierActions, KnownAction
from tcgraph.followup.drafts.money_told import payers_of
from tcgraph.followup.drafts.plain_text import PlainSpan, PlainText
from tcgraph.followup.drafts.reply_status import (
    beside_status,
    is_refused,
    of_one_ask,
    of_parts,
    part_status,
    shared_with,
    status_said,
    unless_denied,
    without_setting,
)
from tcgraph.followup.drafts.terms_told import Terms, terms_of
from tcgraph.followup.examples.by_example import read_as_told
from tcgraph.followup.examples.row_pattern import RowPattern
from tcgraph.followup.fact_writer import Facts, concept, plain, text, thing, typed
from tcgraph.followup.folded_text import slug
from tcgraph.followup.layout.column_words import is_reached
from tcgraph.followup.layout.entry import AskedItem, Reply, TableReading
from tcgraph.followup.layout.layout_headings import Given
from tcgraph.followup.layout.rest_of_file import cells_of_parties, cells_of_places, left_over, told_by
from tcgraph.followup.naming.entities import Mention, Recogniser, Stranger
from tcgraph.followup.naming.new_names import NewName, new_names
from tcgraph.followup.naming.table_names import TableName
from tcgraph.followup.naming.who_acts import PAYERS, Parties, codes_of_countries, doers, others_named, who_acts
from tcgraph.followup.tables import TableFile, UnreadText, read_tables
from tcgraph.followup.wording.doubts import denies_anywhere
from tcgraph.followup.wording.positions import sentences
from tcgraph.followup.wording.status_labels import UNSURE
from tcgraph.followup.wording.status_wording import NOT_DONE, Proposal, deeds
from tcgraph.rdf import NamedNode
from tcgraph.terms import ID


@dataclass(slots=True)
class ProposedAction:
    """One deed as proposed.

    Attributes:
        key: ``12-1-a``: row, bullet in it, letter of the deed.
        reply: the bullet it was read from.
        wording: the original words.
        status: proposed notation, "" where none is.
        confidence: of the status, 0 to 1.
        basis: the words it rests on.
        mentions: what it names.
        span: where the wording stands in the draft's text.
        responsible: whom a column on who acts names: bodies, or what it calls those that the graph does not know.
        acting: who acts by the words themselves, each with whether they say so.
        same_as: an action that the graph already knows and that this seems to report on again.
        earlier: all that it may report on again, the likest first.
        strangers: bodies and instruments that it names and the graph does not have.
    """

    key: str
    reply: Reply
    wording: str
    status: str
    confidence: float
    basis: str
    mentions: list[Mention]
    span: PlainSpan
    responsible: list[NamedNode | str] = field(default_factory=list)
    acting: dict[NamedNode | str, bool] = field(default_factory=dict)
    same_as: KnownAction | None = None
    earlier: list[KnownAction] = field(default_factory=list)
    strangers: list[Stranger] = field(default_factory=list)

    @property
    def agents(self) -> list[NamedNode | str]:
        """Who acts by the words, or else whom a column on who acts names; by name what the graph does not have."""
        return list(self.acting) or self.responsible

    @property
    def read(self) -> set[NamedNode | str]:
        """Of these, those of whom the words do not say that they act: a column tells but who is in charge."""
        return {one for one in self.agents if not self.acting.get(one)}

    @property
    def names(self) -> list[str]:
        """What it names, and what countries act: by address where the graph has it, else as it is called."""
        lands = [one.value.removeprefix(ID) for one in self.agents if isinstance(one, NamedNode) and is_country(one)]
        return list(dict.fromkeys([*_names(self.mentions, self.strangers), *lands]))

    @property
    def terms(self) -> Terms:
        """Who pays, how sure it is and on what condition, as its words tell."""
        named = [(it.start, it.surface, it.thing.value.removeprefix(ID)) for it in self.mentions if it.kind in PAYERS]
        named += [(one.start, one.surface, one.name) for one in self.strangers if one.acts]
        return terms_of(self.wording, named)


@dataclass(frozen=True, slots=True)
class NamedInDraft:
    """What something that was asked names: things of the graph, and bodies and texts that it does not have."""

    mentions: list[Mention]
    strangers: list[Stranger]

    @property
    def names(self) -> list[str]:
        """The things by address, what the graph does not have as it is called."""
        return _names(self.mentions, self.strangers)


@dataclass(slots=True)
class Draft:
    """A draft of one file.

    Attributes:
        path: the file it was read from.
        sha256: the file's digest.
        reading: its asks and replies.
        actions: the deeds proposed.
        ask_spans: where each ask stands in ``words``.
        asked: what each ask names, by its ``id``.
        words: the file's text without layout; passages count in it.
        findings: everything odd that was noticed, by place.
        language: what its rows are most likely written in.
        unread: what stands in the file and in no row of the draft.
        called: what the table calls each thing that the graph does not have, by what that is called most often.
        table_names: what the table names and no list has, each thing once.
        left_open: what has the capitals of a name, where nothing tells what it would be the name of.
        beside: what is named in the other columns of a row, by the ``id`` of its ask or reply.
        addressed: who is responsible for what was asked, by the ``id`` of the ask.
    """

    path: Path
    sha256: str
    reading: TableReading
    actions: list[ProposedAction] = field(default_factory=list)
    ask_spans: dict[int, PlainSpan] = field(default_factory=dict)
    asked: dict[int, NamedInDraft] = field(default_factory=dict)
    words: str = ""
    findings: list[Diagnostic] = field(default_factory=list)
    language: str = "en"
    unread: list[UnreadText] = field(default_factory=list)
    called: dict[str, str] = field(default_factory=dict)
    table_names: list[TableName] = field(default_factory=list)
    left_open: list[str] = field(default_factory=list)
    beside: dict[int, NamedInDraft] = field(default_factory=dict)
    addressed: dict[int, list[NamedNode | str]] = field(default_factory=dict)

    def strangers_of(self, words: str, recogniser: Recogniser) -> list[Stranger]:
        """What a text names that the graph does not have, each as the table calls it first, "PNUD" or "UNDP"."""
        found = recogniser.strangers(words)
        return [replace(one, name=self.called.setdefault(one.name, " ".join(one.surface.split()))) for one in found]

    def named_in(self, words: str, recogniser: Recogniser) -> NamedInDraft:
        """What a text names."""
        return NamedInDraft(recogniser.mentions(words), self.strangers_of(words, recogniser))

    @property
    def unknown_bodies(self) -> list[str]:
        """Bodies that are named and the graph does not know: those of a column on who acts first, each once."""
        responsible = [*(one.responsible for one in self.actions), *self.addressed.values()]
        said = [body for bodies in (*responsible, *(one.acting for one in self.actions)) for body in bodies]
        named = [one for ask in self.reading.asks for one in self.asked[id(ask)].strangers]
        named += [one for action in self.actions for one in action.strangers]
        bodies = [*said, *(one.name for one in named if one.acts)]
        return list(dict.fromkeys(body for body in bodies if isinstance(body, str)))

    @property
    def new_names(self) -> list[NewName]:
        """What is named and the graph does not know, each once, to be created or left; bodies that act first."""
        told = [(one, ask.pieces[0].place) for ask in self.reading.asks for one in self._strangers_at(ask)]
        told += [(one, reply.pieces[0].place) for reply in self.reading.replies for one in self._strangers_at(reply)]
        told += [(one, action.reply.pieces[0].place) for action in self.actions for one in action.strangers]
        charged = {body for action in self.actions for body in action.responsible}
        acting = {body for action in self.actions for body in action.acting} - charged
        return new_names(self.unknown_bodies, told, self.table_names, acting)

    def _strangers_at(self, of: AskedItem | Reply) -> list[Stranger]:
        beside = self.beside[id(of)].strangers
        return [*self.asked[id(of)].strangers, *beside] if isinstance(of, AskedItem) else beside

    @property
    def front(self) -> FrontMatter:
        """What stands above the first table on the document that the file is."""
        return front_of(self.path, self.reading.asks, self.unread)

    @property
    def names(self) -> dict[int, str]:
        """What to call each ask, by its ``id``: its number, and its place in the table where the number is no name."""
        said = Counter(ask.reference for ask in self.reading.asks)
        return {
            id(ask): ask.reference if ask.reference and said[ask.reference] == 1 else f"{ask.reference}#{order}"
            for order, ask in enumerate(self.reading.asks, start=1)
        }

    @property
    def graph(self) -> Facts:
        """The draft as facts: proposals only, none of which any question about the document will meet."""
        facts = Facts()
        for action in self.actions:
            node = thing(f"proposal/{slug(self.path.stem)}/{action.key}")
            facts.add(node, "rdf:type", NamedNode("https://w3id.org/tcgraph/ns#ProposedAction"))
            facts.add(node, "rdfs:label", text(f"{action.key}, proposed"))
            facts.add(node, "tc:originalText", plain(action.wording))
            facts.add(node, "tc:locator", plain(action.reply.pieces[0].place.words))
            facts.add(node, "tc:confidence", typed(f"{action.confidence:.2f}", "decimal"))
            facts.add(node, "tc:basis", text(action.basis))
            facts.add(node, "tc:mentions", *(mention.thing for mention in action.mentions))
            if action.status:
                facts.add(node, "tc:proposedStatus", concept(f"status/{action.status}"))
            if action.reply.ask is not None and action.reply.ask.reference:
                facts.add(node, "tc:originalReference", plain(action.reply.ask.reference))
        return facts


def make_draft(
    file: TableFile | Path,
    engine: Engine,
    *,
    known: EarlierActions | None = None,
    columns: Given | None = None,
    statuses: Mapping[str, str] | None = None,
    like: Sequence[RowPattern] | None = None,
) -> Draft:
    """Read a file's tables and propose what they say.

    Args:
        file: its tables as they were read, or a file of any format that :func:`read_tables` knows.
        engine: a graph whose reference data names can be recognised.
        known: actions that the file may report on again.
        columns: what a person says its columns hold; else their headings have to tell.
        statuses: what the table's own status words mean, in small letters without accents.
        like: the kinds of rows that it has, as examples showed; then neither columns nor headings have to tell.

    Raises:
        BrokenInput: the file cannot be read, or no table in it can be understood.
    """
    file = read_tables(file) if isinstance(file, Path) else file
    reading = read_as_told(file, columns, like)
    digest = hashlib.sha256(file.path.read_bytes()).hexdigest()
    draft = Draft(file.path, digest, reading, findings=file.findings, unread=[*file.unread, *left_over(file, reading)])
    recogniser = Recogniser(engine, own=known is not None)
    in_charge = [*(ask.agent_text for ask in reading.asks), *(reply.agent_text for reply in reading.replies)]
    codes = codes_of_countries(in_charge, engine)
    parties = Parties(in_charge, codes)
    agents = [*parties.all, *cells_of_parties(file, reading, recogniser.is_listed)]
    recogniser.learn(told_by(file, reading, draft.unread), agents, cells_of_places(file, reading), codes)
    draft.table_names, draft.left_open = recogniser.table_names, recogniser.left_open
    draft_findings.note_language(draft)
    writer = PlainText()
    writer.add(file.path.name)  # the first line stands for the table as a whole
    entries = _entries(draft.names)
    for ask in reading.asks:
        draft.ask_spans[id(ask)] = writer.add(ask.text or ask.reference)
        draft.asked[id(ask)] = draft.named_in(ask.text, recogniser)
        # What heads a section is of the section: each row below it has names of its own.
        own = ask.beside.removeprefix(f"under: {ask.under}") if ask.under else ask.beside
        draft.beside[id(ask)] = draft.named_in("\n".join((ask.reference, ask.title, own)), recogniser)
        draft.addressed[id(ask)] = who_acts(ask.agent_text, parties, recogniser)
        draft_findings.check_codes(draft, recogniser, ask.pieces)
    ordinals: dict[int, int] = {}
    shared = shared_with(reading.replies)
    # To look for denials is to parse all that is said: only what is read from sentences asks for them.
    in_words = {id(reply.ask) for reply in reading.replies if status_said(reply, statuses or {}) is None}
    unsure = [reply for reply in reading.replies if id(reply.ask) in in_words]
    denied = {
        id(reply.ask)
        for reply in unsure
        if denies_anywhere(f"{reply.text}\n{reply.status_text}", draft.language) or is_refused(reply.beside)
    }
    against = {id(reply.ask) for reply in unsure if any(map(stands_against, sentences(reply.text)))}
    bullets = Counter((reply.pieces[0].place.words, reply.status_text) for reply in reading.replies)
    for reply in reading.replies:
        draft_findings.check_codes(draft, recogniser, reply.pieces)
        draft_findings.check_date(draft, reply)
        other = (*parties.of(reply.agent_text), reply.beside, reply.status_text)
        draft.beside[id(reply)] = draft.named_in("\n".join(other), recogniser)
        ordinal = ordinals[id(reply.ask)] = ordinals.get(id(reply.ask), 0) + 1
        entry = f"{entries.get(id(reply.ask), 'x')}-{ordinal}"
        _propose(
            draft,
            reply,
            entry,
            recogniser,
            writer,
            statuses or {},
            who_acts(reply.agent_text, parties, recogniser),
            shared.get(id(reply), []),
            shared=bullets[reply.pieces[0].place.words, reply.status_text] > 1,
            denied=id(reply.ask) in denied,
            against=id(reply.ask) in against,
        )
    _weigh(draft, statuses or {})
    if known is not None:
        draft.findings += known.link(draft.actions)
    draft_findings.ask_for_words(draft, statuses or {})
    draft_findings.tell_denials(draft, statuses or {})
    draft.words = writer.text
    draft_findings.report_silence(draft)
    return draft


def _entries(names: Mapping[int, str]) -> dict[int, str]:
    """What proposals on each ask begin with; the 25th row, if it has no number, is not the row numbered 25."""
    found: dict[int, str] = {}
    for order, (ask, name) in enumerate(names.items(), start=1):
        plain_name = slug(name)
        found[ask] = plain_name if plain_name not in found.values() else f"{plain_name}-row-{order}"
    return found


def _names(mentions: Sequence[Mention], strangers: Sequence[Stranger]) -> list[str]:
    paths = [mention.thing.value.removeprefix(ID) for mention in mentions]
    return [*paths, *(one.name for one in strangers if one.acts or one.own)]


def _propose(
    draft: Draft,
    reply: Reply,
    entry: str,
    recogniser: Recogniser,
    writer: PlainText,
    statuses: Mapping[str, str],
    responsible: list[NamedNode | str],
    others: Sequence[str],
    *,
    shared: bool,
    denied: bool,
    against: bool,
) -> None:
    said = status_said(reply, statuses)
    # A status column speaks of all that stands beside it, unless a part tells otherwise.
    asked = reply.ask.text if reply.ask is not None else ""
    if said is not None and not reply.status_text:
        parts, proposals = [reply.text], [unless_denied(said, reply.text, draft.language)]
    elif said is not None:
        parts, told = beside_status(said, reply.text, draft.language, shared=shared)
        proposals = without_setting(told)
    else:
        parts = deeds(reply.text, draft.language) or [reply.text]
        proposals = [part_status(reply, words, statuses, draft.language, asked) for words in parts]
        reached = is_reached(reply.heading)
        proposals = of_parts(proposals, parts, asked, others, denied=denied, against=against, reached=reached)
    for index, (words, found) in enumerate(zip(parts, proposals, strict=True)):
        key = f"{entry}-{_letters(index)}"
        draft_findings.tell_silence(draft, reply, key, found, known=said is not None)
        known, span = recogniser.mentions(words), writer.add(words)
        one = ProposedAction(key, reply, words, found.status, found.confidence, found.basis, known, span, responsible)
        one.strangers = draft.strangers_of(words, recogniser)
        named: list[tuple[int, str, NamedNode | str]]
        named = [(its.start, its.surface, its.thing) for its in known if its.kind in PAYERS]
        # Letters that only this table has are a format's as soon as a body's; one in charge stands over them.
        known_as = (*responsible, *(its.name for its in one.strangers if not its.own or " " in its.surface))
        sure = [its for its in one.strangers if its.acts and (its.name in known_as or not responsible)]
        named += [(its.start, its.surface, its.name) for its in sure]
        paying = payers_of(words, named, alone=True)  # which is told as such, and is no deed of theirs
        acting = doers(words, draft.language, found.basis, named)
        one.acting = {who: said for who, said in acting if who not in paying}
        if not one.acting:
            one.acting = dict.fromkeys(others_named(words, draft.language, found.basis, reply.agent_text), True)
        if said is None and one.status in NOT_DONE and len(one.acting) > 1 and len([*sentences(words)]) > 1:
            one.confidence = min(one.confidence, UNSURE)  # of several that do what is told some did, and some did not
        draft.actions.append(one)


def _weigh(draft: Draft, statuses: Mapping[str, str]) -> None:
    """Leave to a person what one sentence tells where the rest of what answers the same tells otherwise."""
    answers: dict[int, list[ProposedAction]] = {}
    for action in draft.actions:
        if action.reply.ask is not None:
            answers.setdefault(id(action.reply.ask), []).append(action)
    for actions in answers.values():
        told = [(one.reply, one.wording, Proposal(one.status, one.confidence, one.basis)) for one in actions]
        for action, found in zip(actions, of_one_ask(told, statuses), strict=True):
            action.confidence = found.confidence


def _letters(index: int) -> str:
    return "abcdefghijklmnopqrstuvwxyz"[index : index + 1] or f"z{index}"
