"""The facts of a review's rows: what was asked, what was reported about it, and how far it had come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcgraph.diagnostics import Diagnostic, Level
from tcgraph.engine import Engine
from tcgraph.followup.countries import doers_told, is_country, parts_told, write_countries
from tcgraph.followup.drafts.accept_observation import account_of, reason_of, write_observation
from tcgraph.followup.drafts.accept_terms import NO_DEED, OF_A_DEED, AcceptedAction, government_of, write_terms
from tcgraph.followup.drafts.passages import stretch_of, write_passage
from tcgraph.followup.drafts.review_file import ReviewRow, parts_of
from tcgraph.followup.drafts.review_words import ANSWERED, in_english
from tcgraph.followup.drafts.source_table import SourceTable
from tcgraph.followup.fact_writer import concept, plain, short, text, thing, typed, untranslated
from tcgraph.followup.folded_text import plain_words, slug
from tcgraph.followup.naming.review_names import ReviewNames, Unknown, also_names, codes_of, status_codes
from tcgraph.followup.naming.who_acts import READ, plainly
from tcgraph.followup.project_engine import open_elements
from tcgraph.rdf import NamedNode
from tcgraph.terms import ID, TC

if TYPE_CHECKING:
    from tcgraph.followup.drafts.accept import Accepted

_YES, _NO = frozenset(("yes", "y", "oui", "si")), frozenset(("no", "n", "non"))


class RowWriter:
    """Writes the facts of rows.

    Args:
        result: where facts and findings go.
        source: the table.
        names: what cells may name.
        engine: the graph; its scheme of statuses counts.
    """

    def __init__(self, result: Accepted, source: SourceTable, names: ReviewNames, engine: Engine) -> None:
        self.result, self.source, self.names = result, source, names
        self.facts = result.facts
        self.rendition = thing(f"rendition/{source.prefix}text")
        self.statuses = status_codes(engine)
        self.roles = codes_of(engine, "role")
        self._engine, self._open = engine, open_elements(engine)
        self.undescribed: set[str] = set()
        """Bodies that the table names and the reviewer did not describe, in plain words: no link is made to them."""
        self._asked: dict[str, NamedNode] = {}
        self._mine: list[tuple[NamedNode, ReviewRow]] = []
        self._outside: set[str] = set()
        self._answered: set[NamedNode] = set()
        self._left_out: dict[NamedNode, int] = {}
        self._keys: set[str] = set()
        self._stood_for: set[str] = set()
        self.new: list[tuple[ReviewRow, NamedNode, str]] = []
        """The rows that tell of new actions, each with what it responds to and its status."""
        self.again: set[NamedNode] = set()
        """The actions that rows report on again."""

    def ask(self, row: ReviewRow, position: int, section: NamedNode) -> None:
        """One thing asked, of a table that is a document of its own."""
        facts, order = self.facts, row.text("number")
        node = thing(f"recommendation/{self.source.prefix}{row.number('number') or position}")
        if node in facts:  # a row that was copied to split it
            node = thing(f"{node.value.removeprefix(ID)}-{position}")
        reference = row.text("reference") or order or str(position)
        self._asked.setdefault(reference, node)
        self._asked.setdefault(f"#{order or position}", node)
        self._mine.append((node, row))
        self._place(node, row, "reference")
        facts.add(node, "rdf:type", NamedNode(TC + "Recommendation"))
        self._say(node, row, f"{self.source.symbol}, {reference}")
        facts.add(node, "tc:number", typed(position, "integer"))
        facts.add(node, "tc:originalReference", plain(reference))
        facts.add(node, "tc:inSection", section)
        self._whose(node, row, "addressee", "tc:addressee", "tc:inferredAddressee")
        facts.add(node, "tc:theme", *self._themes(row))
        facts.add(node, "skos:note", text(row.text("beside"), self.source.language))
        self._name(node, "tc:cites", row, node)
        element = thing(f"element/{node.value.rpartition('/')[2]}-1")
        facts.add(node, "tc:hasElement", element)
        self._place(element, row, "reference")
        facts.add(element, "rdf:type", NamedNode(TC + "Element"))
        self._say(element, row, f"{self.source.symbol}, {reference}")
        facts.add(element, "tc:number", typed(1, "integer"))
        facts.add(element, "tc:elementOf", node)
        name = node.value.rpartition("/")[2].removeprefix(self.source.prefix)
        passage = self._passage(f"{self.source.prefix}r{name}-left", row, "left", str(position))
        facts.add(node, "tc:passage", passage)
        facts.add(element, "tc:passage", passage)

    def ask_of_cycle(self, row: ReviewRow) -> None:
        """One thing asked, of a table that reports to a cycle: a recommendation that the graph has, or none of ours."""
        reference = row.text("reference")
        node = self.names.recommendation(reference)
        if node is not None:
            self._asked.setdefault(reference, node)
            self._asked.setdefault(f"#{row.text('number')}", node)
        else:
            self._outside.add(reference)

    def action(self, row: ReviewRow) -> None:
        """One proposed action, if it is taken over."""
        take = plain_words(row.text("take"))
        if not take and not any(row.text(key) for key in ("wording", "ask", "status", "key")):
            return  # an empty line
        recommendation = self._recommendation(row.text("ask"))
        if take in _NO or (not take and recommendation is None and self._was_deleted(row.text("ask"))):
            self.result.left += 1
            if recommendation is not None:
                self._left_out[recommendation] = self._left_out.get(recommendation, 0) + 1
            return
        if take not in _YES:
            self.find(row, "take", f"say yes or no to proposal {row.text('key')}".rstrip())
            return
        status = self.names.code("status", in_english(row.text("status")))
        if status == ANSWERED and recommendation is not None and not row.text("same"):
            self._reply(row, recommendation)
            return
        if status not in self.statuses:
            self.find(row, "status", f"choose a status: {', '.join(self.statuses)}")
        if recommendation is None:
            self.find(row, "ask", self._nothing_asked(row.text("ask")))
        if status not in self.statuses or recommendation is None:
            return
        self.result.taken += 1
        name = f"{self.source.prefix}{self._key(row)}"
        action = self._same(row) or thing(f"action/{name}")
        passage = self._passage(name, row, "right", _number_of(recommendation))
        if again := bool(row.text("same")):
            self.again.add(action)
        else:
            self.new.append((row, recommendation, status))
            self._new_action(row, action, name, recommendation, passage)
        deed = AcceptedAction(action, name, passage, self.source.language, self.source.document)
        self._tell_of(row, deed, self._observation(row, deed, status), again=again)

    def finish(self) -> None:
        """Say of every recommendation that got no entry that nothing is reported on it."""
        for node, row in self._mine:
            if node not in self._answered:
                self.facts.add(node, "tc:nothingReported", typed("true", "boolean"))
                if count := self._left_out.get(node):
                    who, were = ("the one report", "was") if count == 1 else (f"all {count} reports", "were")
                    message = f"{who} on {row.text('reference')} {were} left out; it will count as not reported on"
                    self.find(row, "reference", message, Level.WARNING)

    def body(self) -> list[NamedNode]:
        """The body of the sheet Document, where the graph knows it; what is wrong with it is said beside the rows."""
        try:
            return [self.names.body(part) for part in parts_of(self.source.body)]
        except Unknown:
            return []

    def whole(self) -> NamedNode:
        """The text's first line, which names the file and stands for the whole table."""
        node = thing(f"passage/{self.source.prefix}table")
        every = stretch_of(ReviewRow({}), self.source.words)
        write_passage(self.facts, node, self.rendition, every, "the table as a whole", "cover")
        return node

    def find(self, row: ReviewRow, key: str, message: str, level: Level = Level.ERROR) -> None:
        """Say what is wrong with a cell, once."""
        finding = Diagnostic("review", level, message, row.cell(key).place.location)
        if finding not in self.result.findings:  # one cell can make facts about two things
            self.result.findings.append(finding)

    def _recommendation(self, reference: str) -> NamedNode | None:
        found = self._asked.get(reference)
        if found is None and not self.source.own:
            found = self.names.recommendation(reference) if reference else None
        return found

    def _was_deleted(self, reference: str) -> bool:
        """Whether the reviewer took away what an action was read beside."""
        return bool(reference) and (self.source.own or reference in self._outside)

    def _nothing_asked(self, reference: str) -> str:
        if not reference:
            return "say which recommendation it responds to"
        if self.source.own:
            return f"there is no {reference!r} on the sheet Asked; say no here, or what else it responds to"
        return f"the cycle's document has no recommendation {reference!r}; say no here, or what else it responds to"

    def _key(self, row: ReviewRow) -> str:
        """The row's key; one of its own where a row was copied or added by hand."""
        wanted = slug(row.text("key") or "added-1-a")
        key, number = wanted, 2
        while key in self._keys:
            key, number = f"{wanted}-{number}", number + 1
        self._keys.add(key)
        return key

    def _same(self, row: ReviewRow) -> NamedNode | None:
        try:
            return self.names.named(f"action/{name}") if (name := row.text("same")) else None
        except Unknown as unknown:
            several = "one reply reports again on one action: split it, and say which part reports on which"
            self.find(row, "same", several if ";" in row.text("same") else str(unknown))
            return None

    def _new_action(
        self, row: ReviewRow, action: NamedNode, name: str, recommendation: NamedNode, passage: NamedNode
    ) -> None:
        facts = self.facts
        self._place(action, row, "key")
        entry = self._entry(row, slug(row.text("key") or name).rpartition("-")[0] or name, recommendation)
        facts.add(action, "rdf:type", NamedNode(TC + "Action"))
        self._say(action, row, f"{self.source.symbol}, {row.text('key') or 'added'}")
        facts.add(action, "tc:reportedBy", entry)
        facts.add(action, "tc:addresses", recommendation)
        # The table asks for one thing a row, and what stands beside it is the answer; so for what asks for one alone.
        own = thing(f"element/{recommendation.value.rpartition('/')[2]}-1") if self.source.own else None
        if (element := own or self._open.get(recommendation)) is not None:
            facts.add(element, "tc:answeredBy", action)
        facts.add(action, "tc:passage", passage)
        facts.add(entry, "tc:passage", passage)

    def _tell_of(self, row: ReviewRow, deed: AcceptedAction, observation: NamedNode, *, again: bool) -> None:
        """What a row tells of an action, whether that is new or reported on again: who acts, what it names, who pays.

        What is only a note of the row stands at the action that it tells of first, and else at its observation.
        """
        facts, language, noted = self.facts, self.source.language, observation if again else deed.node
        who = self._whose(deed.node, row, "agent", "tc:agent", "tc:inferredAgent", again=again)
        facts.add(noted, "skos:note", text(row.text("beside"), language))
        facts.add(noted, "skos:editorialNote", text(row.text("note"), language))
        if again:
            facts.add(observation, "tc:passage", deed.passage)
        countries = self._name(deed.node, "tc:mentions", row, noted, countries=True)
        told = parts_told(self._engine, deed.node) if again else {}
        parts = {*countries, *(country for country, _ in told)}
        acting = {country: who[body] for country in parts if (body := self.names.government(country)) in who}
        write_countries(facts, countries, self._role(row), deed.node, deed.name, acting, told)
        write_terms(facts, row, deed, self.names, self.find)

    def _reply(self, row: ReviewRow, recommendation: NamedNode) -> None:
        """A reply that tells of no deed, and so has no status; nor can it say who pays for one, or by when."""
        for key in filter(row.text, OF_A_DEED):
            self.find(row, key, NO_DEED, OF_A_DEED[key])
        key = self._key(row)
        entry = self._entry(row, key.rpartition("-")[0] or key, recommendation)
        said = text(row.text("summary") or row.text("wording") or "(nothing is said)", self.source.language)
        self.facts.add(entry, "tc:replyWithoutAction", said)
        name = f"{self.source.prefix}{key}"
        self.facts.add(entry, "tc:passage", self._passage(name, row, "right", _number_of(recommendation)))

    def _role(self, row: ReviewRow) -> str:
        role = self.names.code("role", row.text("role"))
        if role and role not in self.roles:
            self.find(row, "role", f"choose a part: {', '.join(self.roles)}")
            return ""
        return role

    def _name(
        self, node: NamedNode, by: str, row: ReviewRow, noted: NamedNode, *, countries: bool = False
    ) -> list[NamedNode]:
        """What a row names; a body that the reviewer did not describe stays beside it.

        Returns:
            The countries, where they are wanted: each has a part, which is told instead.
        """
        undescribed, found = list[str](), list[NamedNode]()
        for part in parts_of(row.text("mentions")):
            if plain_words(part) in self.undescribed:
                undescribed.append(part)
                continue
            try:
                named = self.names.mentioned(part)
            except Unknown as unknown:
                self.find(row, "mentions", str(unknown))
                continue
            if not (countries and is_country(named)):
                self.facts.add(node, by, named)
            elif part not in parts_of(row.text("payer")):
                found.append(named)
        self.facts.add(noted, "skos:note", text(also_names(undescribed, self.source.language), self.source.language))
        return found

    def _entry(self, row: ReviewRow, name: str, recommendation: NamedNode) -> NamedNode:
        facts, entry = self.facts, thing(f"entry/{self.source.prefix}{name}")
        self._answered.add(recommendation)
        if (
            moved := self._moved_from(row, recommendation)
        ) is not None:  # what stands in one cell of the table may answer two rows
            entry = thing(f"entry/{self.source.prefix}{name}-{recommendation.value.rpartition('/')[2]}")
        if entry in facts:
            return entry
        self._place(entry, row, "key")
        facts.add(entry, "rdf:type", NamedNode(TC + "ReportEntry"))
        self._say(entry, row, f"{self.source.symbol}, {row.text('key') or 'added'}")
        facts.add(entry, "tc:ordinal", typed(row.number("ordinal") or 1, "integer"))
        facts.add(entry, "tc:respondsTo", recommendation)
        facts.add(entry, "tc:boundary", concept("boundary/printed"))
        others = [node for other in parts_of(row.text("alternatives")) if (node := self._recommendation(other))]
        reason = row.text("reason")
        if moved is not None:
            others.insert(0, moved)
            reason = reason or f"Moved by the reviewer; the table has it beside {row.text('beside_ask')}."
        inferred = self.names.code("pairing", row.text("pairing")) == "inferred" or moved is not None
        facts.add(entry, "tc:pairing", concept("pairing/inferred" if inferred else "pairing/stated"))
        if inferred:
            facts.add(entry, "tc:pairingReason", text(reason))
            facts.add(entry, "tc:alternative", *(node for node in others if node != recommendation))
        return entry

    def _moved_from(self, row: ReviewRow, recommendation: NamedNode) -> NamedNode | None:
        """The recommendation beside which the table has what the reviewer put under another one."""
        before = self._recommendation(row.text("beside_ask")) if row.text("beside_ask") else None
        return before if before is not None and before != recommendation else None

    def _observation(self, row: ReviewRow, deed: AcceptedAction, status: str) -> NamedNode:
        facts, source, sure = self.facts, self.source, self.names.code("certainty", row.text("sure"))
        observation = write_observation(facts, row, deed.name, status, sure, source, self.find)
        self._place(observation, row, "status")
        facts.add(deed.node, "tc:hasObservation", observation)
        chosen = status == self.names.code("status", row.text("proposed"))
        why = text(reason_of(row, source.language, proposed=chosen), source.language)
        if source.own:  # a document of its own, which nothing stands before: the action itself tells what the row says
            facts.add(observation, "tc:basis", why)
        else:
            facts.add(observation, "tc:basis", text(account_of(row), source.language))
            facts.add(observation, "skos:editorialNote", why)
        return observation

    def _whose(
        self, node: NamedNode, row: ReviewRow, key: str, stated: str, inferred: str, *, again: bool = False
    ) -> dict[NamedNode, bool]:
        """Who acts or is asked, each with whether the row says so; where it names nobody, the sheet Document's body.

        Whom it names again is said again, as it was: others act by the earlier report alone.
        """
        found: dict[NamedNode, bool] = {}
        said = [part for part in parts_of(row.text(key)) if plain_words(plainly(part)) not in self.undescribed]
        known = doers_told(self._engine, node) if again else dict[object, bool]()
        named = said or ([] if again else parts_of(self.source.body))
        for part in named:
            try:
                body = self.names.actor(plainly(part))
                if is_country(body):
                    body = government_of(self.facts, self.names, body, self.source.document)
                found[body] = found.get(body, False) or bool(said and not part.startswith(READ))
            except Unknown as unknown:
                self.find(row, key, str(unknown))
        unsaid = [] if said else [plainly(part) for part in parts_of(row.text(key))]
        if unsaid and named and unsaid[0] not in self._stood_for:
            self._stood_for.add(unsaid[0])
            message = f"{unsaid[0]} is not created, so {self.source.body} stands as who acts or is asked"
            self.find(row, key, f"{message}; to keep who it is, describe it on the sheet New bodies", Level.WARNING)
        if not named and not again:
            message = "say who here, or for all rows as Body on the sheet Document: a code, a name or an acronym"
            if unsaid:
                message = f"give {unsaid[0]} a kind on the sheet New bodies, or name a Body on the sheet Document"
            self.find(row, key, message)
        self.facts.add(node, stated, *(body for body, says in found.items() if known.get(body, says)))
        self.facts.add(node, inferred, *(body for body, says in found.items() if not known.get(body, says)))
        return found if said else {}

    def _themes(self, row: ReviewRow) -> list[NamedNode]:
        found = []
        for part in parts_of(row.text("theme")):
            try:
                found.append(self.names.theme(part))
            except Unknown as unknown:
                self.find(row, "theme", str(unknown))
        return found

    def _say(self, node: NamedNode, row: ReviewRow, name: str) -> None:
        """What a thing is called and says, in the table's language.

        Where that is not English, the English label names the row, and the English summary says that there is none:
        nobody has to translate, and nothing drops out of the questions, which ask for English.
        """
        summary = row.text("summary") or row.text("wording") or "(nothing is said)"
        label = short(row.text("label") or summary)
        language = self.source.language
        self.facts.add(node, "rdfs:label", text(label, language))
        self.facts.add(node, "tc:summary", text(summary, language))
        if language != "en":
            english_label, english_summary = untranslated(name, language)
            self.facts.add(node, "rdfs:label", english_label)
            self.facts.add(node, "tc:summary", english_summary)

    def _passage(self, name: str, row: ReviewRow, column: str, number: str) -> NamedNode:
        node = thing(f"passage/{name}")
        self._place(node, row, "wording")
        stretch = stretch_of(row, self.source.words)
        write_passage(self.facts, node, self.rendition, stretch, row.text("place") or name, column)
        if number.isdigit() and int(number) > 0:
            self.facts.add(node, "tc:row", typed(int(number), "integer"))
        return node

    def _place(self, node: NamedNode, row: ReviewRow, key: str) -> None:
        self.result.places.setdefault(node, row.cell(key).place.location)


def _number_of(recommendation: NamedNode) -> str:
    return recommendation.value.rpartition("-")[2].rpartition("/")[2]
