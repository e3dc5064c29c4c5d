"""What an assistant can do with a graph: each a function from plain values to plain values."""

from __future__ import annotations

import functools
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Concatenate, ParamSpec, TypeVar

from tcgraph.assistants.reply import DATA, MOST, Cells, fitting, rows_of, size, without_empty
from tcgraph.assistants.said_of import described, explained
from tcgraph.assistants.understood import answered, told_note
from tcgraph.errors import BadParameter, BrokenInput, EngineError
from tcgraph.explain.triple import Explainer
from tcgraph.pages.build_page import asking_of
from tcgraph.pages.diagnose import warnings_of
from tcgraph.pages.documentation import documentation
from tcgraph.pages.i18n import languages, meaning_of, question_of, summary_of, words_of
from tcgraph.pages.page import State
from tcgraph.pages.question_forms import notes_of
from tcgraph.pages.schema_text import schema_text
from tcgraph.pages.search import hits_of
from tcgraph.pages.site import Site, about_one, ask, run, tidy
from tcgraph.project import Role
from tcgraph.queries import NamedQuery, Parameter
from tcgraph.questions.plain_words import plain_words
from tcgraph.questions.values import values_of
from tcgraph.rdf import NamedNode

T = TypeVar("T")
P = ParamSpec("P")

_LONGEST = 200_000
_LONGEST_QUESTION = 1_000
_LONGEST_SEARCH = 200
_FEW = 3
"""Questions that are told with their columns and values at once."""
_VALUES = 8
_FOUND = 50


def _in_own_words(
    tool: Callable[Concatenate[Tools, P], T],
) -> Callable[Concatenate[Tools, P], T]:
    """A tool that replies in its project's own words."""

    @functools.wraps(tool)
    def replies(tools: Tools, /, *given: P.args, **named: P.kwargs) -> T:
        with words_of(tools.words):
            return tool(tools, *given, **named)

    return replies


class Tools:
    """The tools over one graph.

    Args:
        site: the graph, its queries and their answers.
        address: where people see the graph; empty where nobody serves it.
    """

    def __init__(self, site: Site, address: str = "") -> None:
        self._site = site
        self._address = address
        self.words = site.project.queries / "words"
        self._made: dict[tuple[str, str], object] = {}

    @_in_own_words
    def prepare(self) -> None:
        """Read what a first question would wait for."""
        with suppress(EngineError):
            asking_of(self._site).prepare()
            self._nothing_yet()

    @_in_own_words
    def ask_in_words(
        self, text: str, language: str = "", reading: int = 0, offset: int = 0, of: str = "", with_query: bool = False
    ) -> dict[str, Any]:
        """Answer a question in a person's own words (English, French or Spanish). Ask this first.

        `sure` true: every word of the question is accounted for, and the rows are the answer; else `nearest` answers
        as much as was understood, `readings` tells each way in which it may be meant, and `advice` what to do.
        `confidence` of a reading is how likely it is what was meant, from 0 to 1; below 0.7 it is not sure.
        `understood` says what was looked for and what was left out; `note` what the answer counts and how complete it
        is; `beside` what is told of the same apart from the answer, and `second` the answer to a second question.
        Each row ends with the cells of the document that tell it, to be cited; a text in another language than was
        asked for ends in @ and its code.

        Args:
            text: one question, as short as it can be asked.
            language: of the reply: en, fr, es or another that the project has; the project's own where empty.
            reading: the number of a reading to answer by instead.
            offset: rows to pass over, as next_offset says.
            of: code of the follow-up that is asked about, where there are several.
            with_query: whether to give the SPARQL, too.
        """
        if len(text) > _LONGEST_QUESTION:
            raise BadParameter(f"The question has {len(text):,} letters; ask one of {_LONGEST_QUESTION:,} at most.")
        if not text.strip():
            raise BadParameter("text is empty; give a question.")
        site = about_one(self._site, of)
        told = answered(site, text, self._language(language), reading, max(0, offset), with_query=with_query)
        return {**({"about": site.of} if site.of else {}), **told, **self._last()}

    @_in_own_words
    def list_questions(self, words: str = "", topic: str = "", language: str = "", offset: int = 0) -> dict[str, Any]:
        """List the named questions, whose answers are checked: names with their parameters, and what each asks.

        With `words` or `topic` those that fit; three or fewer are told with columns and values, as is one by its name.

        Args:
            words: a name, or words of the question.
            topic: one of the topics that are listed.
            language: see ask_in_words.
            offset: how many to pass over, as next_offset says.
        """
        language = self._language(language)
        every = sorted(self._site.queries.of_kind("answer"), key=lambda one: (one.topic, one.name))
        topics = list(dict.fromkeys(one.topic for one in every if one.topic))
        if topic and topic not in topics:
            raise BadParameter(f"There is no topic {topic!r}; there are: {', '.join(topics)}.")
        found = [one for one in every if topic in ("", one.topic) and self._fits(one, words, language)]
        found = [one for one in found if one.name == words.strip()] or found
        if len(found) <= _FEW:
            return {"questions": [self._in_full(one, language) for one in found], "topics": topics}
        lines = [(one.topic, f"{self._signature(one)}: {question_of(one, language).value}") for one in found]
        shown, onward = fitting(lines, max(0, offset), MOST - 300)
        told = {name: [line for of, line in shown if of == name] for name in dict.fromkeys(of for of, _ in shown)}
        return {"by_topic": told, **onward, "more": "One by its name as words is told with its columns and values."}

    @_in_own_words
    def ask_question(
        self,
        name: str,
        values: dict[str, str | int | float | bool] | None = None,
        language: str = "",
        offset: int = 0,
        with_query: bool = False,
    ) -> dict[str, Any]:
        """Answer a named question of list_questions, with its note; see ask_in_words for what a reply has.

        Args:
            name: as list_questions has it.
            values: by parameter: names, abbreviations, codes or numbers as people write them.
            language: see ask_in_words.
            offset: rows to pass over, as next_offset says.
            with_query: whether to give the SPARQL, too.
        """
        query = self._named(name)
        typed = {key: str(value) for key, value in (values or {}).items()}
        language = self._language(typed.pop("lang", "") or language)
        takes = [parameter.name for parameter in query.parameters if parameter.name != "lang"]
        if unknown := [key for key in typed if key not in takes]:
            raise BadParameter(f"{name} takes no {', '.join(unknown)}; it takes: {', '.join(takes) or 'nothing'}.")
        notes = notes_of(self._site)
        try:
            understood = notes.values.read(query, typed, language)
        except BadParameter as error:
            raise BadParameter(f"{error} {self._see(query)}".rstrip()) from None
        spoken = {"lang": language} if any(one.name == "lang" for one in query.parameters) else {}
        answer = run(self._site, query.name, tidy(query, query.bind({**spoken, **typed, **values_of(understood)})))
        note = told_note(query, notes.of(query, understood, len(answer.rows), language), language)
        if not answer.rows and (see := self._see(query)):
            note["text"] = f"{note.get('text', '')} {see}".lstrip()
        told: dict[str, Any] = {"question": question_of(query, language).value, "note": note}
        text = {"sparql": answer.text} if with_query else {}
        rows = rows_of(self._site, answer, language, max(0, offset), MOST - size(told) - size(text) - 300)
        return {**told, **rows, **text, **self._last()}

    @_in_own_words
    def question(self, name: str) -> dict[str, Any]:
        """A named question in full, its SPARQL last."""
        query = self._named(name)
        return {**self._in_full(query, self._language("")), "sparql": query.body}

    @_in_own_words
    def search(self, words: str, limit: int = 20, language: str = "") -> dict[str, Any]:
        """Find things by words of their names, codes and summaries, the best first; describe tells all of one.

        Args:
            words: the last one counts as a beginning. Where nothing has all, `read_as` tells which were read as others
                and `left_out` which were not looked for.
            limit: how many at most, to 50.
            language: see ask_in_words.
        """
        language = self._language(language)
        if not words.strip() or len(words) > _LONGEST_SEARCH:
            raise BadParameter(f"Give words to look for, {_LONGEST_SEARCH} letters at most.")
        if not 1 <= limit <= _FOUND:
            raise BadParameter(f"limit is from 1 to {_FOUND}.")
        search = hits_of(self._site, State("/search", {}, language), words)
        hits = search.things[:limit]
        cells = Cells(self._site, language)
        nodes = [NamedNode(hit.iri) for hit in hits]
        found = [
            {"thing": thing, **({"text": hit.snippet} if hit.snippet and hit.language == language else {})}
            for (thing,), hit in zip(cells.rows([[node] for node in nodes]), hits, strict=True)
        ]
        shown, _ = fitting(found, 0, MOST - 300)
        otherwise = {"read_as": search.read_as, "left_out": search.left_out}
        return {"found": shown, **{key: value for key, value in otherwise.items() if value}, **self._last()}

    @_in_own_words
    def describe(self, thing: str, language: str = "", offset: int = 0) -> dict[str, Any]:
        """Tell everything that is said of one thing, what names it, and where the document tells of it.

        Args:
            thing: a path such as action/17-1-a or recommendation/12, a prefixed name or address, or its name or code.
            language: see ask_in_words.
            offset: lines to pass over, as next_offset says.
        """
        told = described(self._site, thing, self._language(language), max(0, offset))
        return {**told, **self._last()}

    @_in_own_words
    def explain(self, subject: str, property: str, value: str) -> dict[str, Any]:
        """Tell why a statement holds: where it is asserted, or its proof; else that it does not, and what is nearest.

        What names nothing is refused, and is not told as not holding.

        Args:
            subject: as describe takes it.
            property: tc:currentStatus, currentStatus, its label, or a for the kind.
            value: a thing, a code such as taken, or a text.
        """
        explainer = self._once("explainer", lambda: Explainer(self._site.engine()))
        return explained(self._site, explainer, (subject, property, value), self._language(""))

    @_in_own_words
    def schema(self, part: str = "", offset: int = 0) -> str:
        """Tell how to write SPARQL here: rules, classes and what leads where first; then one part, by its name.

        Args:
            part: one of the parts that the first reply lists.
            offset: lines to pass over, as the reply says.
        """
        state = State("/schema.txt", {}, "en", origin=self._address)
        parts = _parts(schema_text(self._site, documentation(self._site).versions[-1], state))
        said = plain_words(part)
        wanted = sorted((name for name in parts if said and said in plain_words(name)), key=len)
        if part and not wanted:
            raise BadParameter(f"There is no part {part!r}; there are: {', '.join(filter(None, parts))}.")
        if part:
            lines, onward = fitting(parts[wanted[0]].splitlines(), max(0, offset), MOST - 200)
            more = f"\n\nGo on with offset {onward['next_offset']}." if onward else ""
            return "\n".join(lines) + more
        first, room = [], MOST - 600
        for name, text in parts.items():
            if len(text) < room:
                first.append(name)
                room -= len(text)
        rest = ", ".join(f"{name} ({len(text):,})" for name, text in parts.items() if name not in first)
        return "\n".join(parts[name] for name in first) + f"\n\nFurther parts, with their letters: {rest}."

    @_in_own_words
    def sparql(self, query: str, offset: int = 0, language: str = "en") -> dict[str, Any]:
        """Answer a SELECT query within the endpoint's limits; nothing can be changed. Prefixes are known; see schema.

        Args:
            query: SPARQL 1.1.
            offset: rows to pass over, as next_offset says.
            language: in which names and texts are told.
        """
        if len(query) > _LONGEST:
            raise BadParameter(f"The query is longer than {_LONGEST:,} letters.")
        answer = run(self._site, "query", query)
        warned = warnings_of(self._site, query, len(answer.rows))
        told = without_empty({"warnings": [one.message for one in warned][:_FEW]})
        room = MOST - size(told) - 300
        return {**rows_of(self._site, answer, self._language(language), max(0, offset), room), **told, **self._last()}

    @_in_own_words
    def validate(self, turtle: str, offset: int = 0) -> dict[str, Any]:
        """Tell what the project's shapes find in a piece of Turtle, and on which line; what is gravest first.

        Args:
            turtle: statements with their prefixes.
            offset: findings to pass over, as next_offset says.
        """
        from tcgraph.api import load

        if len(turtle) > _LONGEST:
            raise BadParameter(f"The text is longer than {_LONGEST:,} letters.")
        shapes = [file.path for file in self._site.project.files(Role.SHAPES)]
        with TemporaryDirectory(prefix="tcgraph-") as folder:
            # In a file of our own, since findings are placed in files; what was sent never names one.
            path = Path(folder) / "text.ttl"
            path.write_text(turtle, encoding="utf-8")
            try:
                outcome = load(path).validate(*shapes)
            except BrokenInput as error:
                where = f"line {error.line}: " if error.line else ""
                raise BadParameter(f"{where}{error.reason}") from None
            # Of shapes that have nothing here to check it is told where a project is checked whole.
            here = [one for one in outcome.diagnostics if one.location and one.location.path == path]
        grave = sorted(here, key=lambda one: (one.level.rank, one.location.line if one.location else 0))
        told = [
            without_empty(
                {"level": str(d.level), "line": d.location and d.location.line, "message": d.message, "rule": d.rule}
            )
            for d in grave
        ]
        shown, onward = fitting(told, max(0, offset), MOST - 300)
        conforms = not any(str(one.level) == "error" for one in here)
        return {"conforms": conforms, "total_findings": len(told), "findings": shown, **onward}

    def _last(self) -> dict[str, str]:
        pages = {"pages": f"{self._address}/page/ and the path of a thing"} if self._address else {}
        return {**pages, "data": DATA}

    def _language(self, language: str) -> str:
        wanted = language.strip().lower() or self._site.project.about.language
        if wanted not in languages():
            raise BadParameter(f"language {language!r} is not known; it is one of {', '.join(languages())}.")
        return wanted

    def _named(self, name: str) -> NamedQuery:
        """A named question."""
        known = {query.name: query for query in self._site.queries.of_kind("answer")}
        if name in known:
            return known[name]
        from difflib import get_close_matches

        near = get_close_matches(name, known, n=2)
        hint = f"Did you mean {' or '.join(near)}?" if near else "list_questions names them."
        raise BadParameter(f"There is no question {name!r}. {hint}")

    def _see(self, query: NamedQuery) -> str:
        """Which question to ask instead where nobody has reported anything yet that would answer one."""
        other = self._site.queries.get(query.see)
        return f"What the document says of it is under {other.name}: {other.question}" if other else ""

    def _fits(self, query: NamedQuery, words: str, language: str) -> bool:
        told = (query.name, query.question, query.summary, query.topic, question_of(query, language).value)
        said = plain_words(" ".join(told))
        return all(word in said for word in plain_words(words).split())

    def _signature(self, query: NamedQuery) -> str:
        """A question's name with its parameters, the needed ones marked; and whether nothing answers it yet."""
        named = [f"{one.name}{'*' * one.required}" for one in query.parameters if one.name != "lang"]
        return f"{query.name}({', '.join(named)}){' (nothing yet)' * (query.name in self._nothing_yet())}"

    def _in_full(self, query: NamedQuery, language: str) -> dict[str, Any]:
        columns = {name: meaning_of(said, language).value for name, said in query.columns.items()}
        parameters = {one.name: self._takes(one, language) for one in query.parameters if one.name != "lang"}
        told = {"name": query.name, "question": question_of(query, language).value, "columns": columns}
        told |= {"answer": summary_of(query, language).value, "values": parameters}
        nothing = {"nothing_yet": True, "see": self._see(query)} if query.name in self._nothing_yet() else {}
        return without_empty({**told, **nothing})

    def _takes(self, parameter: Parameter, language: str) -> str:
        """What may be given for a parameter."""
        offered = notes_of(self._site).values.choices(parameter, language)
        listed = [one.value if one.label == one.value else one.label for one in offered[:_VALUES]]
        more = f" and {len(offered) - _VALUES} more" if len(offered) > _VALUES else ""
        needed = "; needed" if parameter.required else ""
        return f"{parameter.label}{needed}: {', '.join(listed) or parameter.type}{more}"

    def _nothing_yet(self) -> frozenset[str]:
        """The questions that nothing in the graph answers yet, whatever they are asked with."""

        def looked() -> frozenset[str]:
            every = self._site.queries.of_kind("answer")
            free = [one for one in every if not any(parameter.required for parameter in one.parameters)]
            return frozenset(one.name for one in free if not ask(self._site, one.name).rows)

        return self._once("nothing yet", looked)

    def _once(self, what: str, make: Callable[[], T]) -> T:
        """What takes seconds to make, made once for a version, and without having pages wait for it."""
        key = (what, self._site.version())
        if key not in self._made:
            self._made = {key: make(), **{old: made for old, made in self._made.items() if old[1] == key[1]}}
        return self._made[key]  # type: ignore[return-value]


def _parts(text: str) -> dict[str, str]:
    """The parts of the schema by their headings; what stands before the first has none."""
    found: dict[str, list[str]] = {"": []}
    for line in text.splitlines():
        if line.startswith("## "):
            found[line[3:]] = []
        if not line.startswith("===") and not line.startswith("Read to the line"):
            found[list(found)[-1]].append(line)
    return {name: "\n".join(lines).strip("\n") for name, lines in found.items()}
