"""Named queries: ``.rq`` files whose ``#+`` header says what they answer, with what parameters and columns.

A query runs as it stands in any SPARQL tool. A parameter ``p`` is the one clause ``VALUES ?p { … }`` of its text:
what stands between the braces is the default, ``UNDEF`` meaning "any". Binding replaces that, as a serialized
term; no value is ever pasted anywhere else.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import yaml

from tcgraph.about import about
from tcgraph.engine import query_trees
from tcgraph.errors import BadParameter, BrokenQuery, UnknownQuery
from tcgraph.follow_ups import FollowUp, chosen, follow_ups
from tcgraph.query_files import query_files
from tcgraph.rdf import Literal, NamedNode
from tcgraph.scope import OF, of_each, of_one, scoped
from tcgraph.sparql import Query, syntax, written
from tcgraph.sparql.constants import constant
from tcgraph.sparql.node import walk
from tcgraph.terms import PREFIXES, expand

_XSD = PREFIXES["xsd"]
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_HEADER = re.compile(r"^#\+.*$\n?", re.MULTILINE)
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
_loaded = lru_cache(maxsize=512)(partial(yaml.load, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))
"""What YAML says, which nobody changes; the loader in C, where PyYAML was built with it, takes a tenth of the time."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a named query.

    Attributes:
        name: the variable, without question mark.
        type: ``integer``, ``decimal``, ``date``, ``string``, ``boolean``, ``code``, ``language`` or ``iri``.
        label: what to write beside the field of a form.
        required: whether the query means nothing without it.
        choices: name of the query in ``queries/page/`` that lists the values to choose from, if any.
        closed: whether those are all the values there can be, so that any other is a mistake.
        open_ended: of a day, whether all that is known counts where none is given, rather than what was known at the
            last report.
    """

    name: str
    type: str
    label: str
    required: bool = False
    choices: str | None = None
    closed: bool = False
    open_ended: bool = False

    def term(self, text: str) -> NamedNode | Literal:
        """Read a value as this parameter's type.

        Raises:
            BadParameter: the text is no such value; the message gives an example of one.
        """
        value = text.strip()
        if not value.isprintable() and _SURROGATE.search(value):
            # Half a character, as of bytes on the command line that are not UTF-8; no literal can hold it.
            raise BadParameter(f"{self.name}={text!a} is not Unicode text.")
        match self.type:
            case "integer" if re.fullmatch(r"[+-]?[0-9]{1,18}", value):
                return Literal(str(int(value)), datatype=NamedNode(_XSD + "integer"))
            case "decimal" if re.fullmatch(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)", value):
                return Literal(value, datatype=NamedNode(_XSD + "decimal"))
            case "boolean" if value.lower() in ("true", "false"):
                return Literal(value.lower(), datatype=NamedNode(_XSD + "boolean"))
            case "date" if is_date(value):
                return Literal(value, datatype=NamedNode(_XSD + "date"))
            case "string" | "code" if value:
                return Literal(value)
            case "language" if _LANGUAGE.fullmatch(value):
                return Literal(value.lower())
            case "iri":
                with suppress(ValueError):
                    return expand(value)
        raise BadParameter(f"{self.name}={text!r} is not {_EXAMPLES[self.type]}.")


_EXAMPLES = {
    "integer": "a whole number such as 12",
    "decimal": "a number such as 70 or 0.5",
    "boolean": "true or false",
    "date": "a date such as 2006-11-30",
    "string": "a text; it must not be empty",
    "code": "a code such as SEN or C087; it must not be empty",
    "language": "a language tag such as en, fr or es",
    "iri": "an IRI such as https://w3id.org/tcgraph/id/recommendation/12",
}


REASONS = ("not-in-document", "not-recorded", "not-reported-yet", "not-due-yet", "outside-known")
"""Why an answer can be empty: a document that was read whole does not say, nobody recorded or reported it, it is too
early, or sources end there."""


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A query of the project.

    Attributes:
        name: kebab-case, the file's name without ending.
        kind: the folder: ``answer``, ``check``, ``page``, ``construct`` or ``export``.
        path: the file.
        summary: what it gives, in one line.
        question: the question in an analyst's words; empty for queries nobody asks by hand.
        topic: what it is about, to find it among others: a word such as ``money``; empty where the header names none.
        parameters: in the order of the header.
        columns: name and meaning, in the order of the result; empty for CONSTRUCT.
        counts: for a column of figures which question has a row for each thing that is counted: its name as
            ``question``, and its parameters, each a value or, after a question mark, another column.
        chart: a fitting picture for the result: ``bar`` (a bar for each name; ``by kind``: for each value of a column;
            ``of action``: as long as there are things of a column beside it, each once), ``map`` (likewise ``of``),
            ``share done all`` (columns that are parts, and the whole), ``dots``, ``timeline`` or none.
        unit: what a picture counts, where that is not what a column is called.
        note: what an answer counts and leaves out; then, from the header's ``here``, what is so in this document alone.
        empty: why the answer has no row where nothing was left out by a value: one of :data:`REASONS`, or empty.
        complete: names of the queries that say, with the same values and in sentences in their last column, how
            complete the answer is; ``sure``: what of it the document does not state outright and no column tells.
        see: name of the question that tells what there is where this one has no answer yet.
        text: the whole file.
        follow_ups: those of the project, where it is about what belongs to a follow-up. Each can be asked about with
            the parameter ``of``; where there are several and none is named, a question is asked of each.
    """

    name: str
    kind: str
    path: Path
    summary: str
    question: str
    topic: str
    parameters: tuple[Parameter, ...]
    columns: Mapping[str, str]
    counts: Mapping[str, Mapping[str, str]]
    chart: str | None
    text: str
    unit: str = ""
    note: str = ""
    empty: str = ""
    complete: tuple[str, ...] = ()
    sure: tuple[str, ...] = ()
    see: str = ""
    follow_ups: tuple[FollowUp, ...] = ()

    def bind(self, values: Mapping[str, str]) -> str:
        """The query's text with parameters bound.

        Args:
            values: parameter name to text; empty texts count as not given.

        Raises:
            BadParameter: a name the query lacks, a value of the wrong type, or a required one missing.
        """
        given = {name: value for name, value in values.items() if value.strip()}
        of = given.pop(OF, "") if self.follow_ups else ""
        bound = self._bound(given)
        if one := chosen(self.follow_ups, of) if of else None:
            return of_one(bound, one.node)
        if self.kind == "answer" and len(self.follow_ups) > 1:
            columns = [name for name in self.columns if name != OF]
            return of_each(bound, columns, [(each.code, each.node) for each in self.follow_ups])
        return bound

    def _bound(self, given: Mapping[str, str]) -> str:
        by_name = {parameter.name: parameter for parameter in self.parameters}
        for name in given:
            if name not in by_name:
                known = ", ".join(by_name) or "none"
                raise BadParameter(f"{self.name} has no parameter {name!r}; it has: {known}.")
        for parameter in self.parameters:
            if parameter.required and parameter.name not in given:
                raise BadParameter(
                    f"{self.name} needs {parameter.name}=…: {parameter.label}, {_EXAMPLES[parameter.type]}."
                )
        # Each clause of the tree is given its term and printed in its place; all else stays as it was written.
        clauses = _clauses(self.text)
        bound, end = "", 0
        for name in sorted(given, key=lambda name: clauses[name].start):
            clause = clauses[name]
            term = constant(by_name[name].term(given[name]))
            bound += self.text[end : clause.start] + written(replace(clause, rows=((term,),)), full=True)
            end = clause.end
        return bound + self.text[end:]

    def default(self, name: str) -> str | None:
        """The value that a parameter has in the query's own text, without quotes; None when that is UNDEF."""
        clause = _clauses(self.text).get(name)
        value = clause.rows[0][0] if clause is not None and clause.rows else None
        return value.value if isinstance(value, syntax.Iri | syntax.Literal) else None

    @property
    def body(self) -> str:
        """The text without its header."""
        return without_header(self.text)


class QueryCatalogue(Mapping[str, NamedQuery]):
    """The named queries of a project, by name, sorted."""

    def __init__(self, queries: Iterable[NamedQuery]) -> None:
        self._queries = {query.name: query for query in sorted(queries, key=lambda query: query.name)}

    def __getitem__(self, name: str) -> NamedQuery:
        try:
            return self._queries[name]
        except KeyError:
            near = get_close_matches(name, self._queries, n=1)
            hint = f"Did you mean {near[0]}?" if near else "Try: tcgraph query --list"
            raise UnknownQuery(f"No query {name!r}. {hint}") from None

    def __contains__(self, name: object) -> bool:
        return name in self._queries

    def __iter__(self) -> Iterator[str]:
        return iter(self._queries)

    def __len__(self) -> int:
        return len(self._queries)

    @property
    def follow_ups(self) -> tuple[FollowUp, ...]:
        """Those of the project, its own first, if any query is about them."""
        return next((query.follow_ups for query in self._queries.values() if query.follow_ups), ())

    def of_kind(self, kind: str) -> list[NamedQuery]:
        """The queries of one folder."""
        return [query for query in self._queries.values() if query.kind == kind]


def read_queries(folder: Path) -> QueryCatalogue:
    """Read the queries of a project, each a ``.rq``: those below ``folder``, and those that the program gives it.

    Raises:
        BrokenQuery: a header is missing or wrong, or a declared parameter has no ``VALUES`` clause.
    """
    queries: dict[str, NamedQuery] = {}
    project = folder.parent  # the queries stand beside its data
    known = follow_ups(project / "data" / "ttl", about(project).code)
    for path, text in query_files(folder):
        query = read_query(path, text)
        if known and scoped(query.text):
            query = _of_follow_ups(query, known)
        if query.name in queries:
            raise BrokenQuery(f"the name {query.name} is taken by {queries[query.name].path}", path=path)
        queries[query.name] = query
    return QueryCatalogue(queries.values())


def _of_follow_ups(query: NamedQuery, known: tuple[FollowUp, ...]) -> NamedQuery:
    """A query that can be asked of one follow-up; where there are several, with a parameter and a column for it."""
    if len(known) == 1:
        return replace(query, follow_ups=known)
    which = Parameter(OF, "code", "Follow-up", choices="choose-follow-up", closed=True)
    columns = {**query.columns, OF: "the follow-up that the row is about"}
    counts = {column: {**asked, OF: f"?{OF}"} for column, asked in query.counts.items()}
    if query.kind != "answer":
        return replace(query, follow_ups=known, parameters=(*query.parameters, which))
    return replace(query, follow_ups=known, parameters=(*query.parameters, which), columns=columns, counts=counts)


def read_query(path: Path, text: str | None = None) -> NamedQuery:
    """Read one ``.rq`` file; where a project has it otherwise than it stands there, what that says.

    Raises:
        BrokenQuery: as for :func:`read_queries`.
    """
    try:
        text = path.read_text(encoding="utf-8") if text is None else text.encode("utf-8", "surrogateescape").decode()
    except UnicodeDecodeError as error:
        raise BrokenQuery("not UTF-8 text; save it as UTF-8", path=path) from error
    header = header_of(text, path)
    parameters = tuple(_parameter(name, given or {}) for name, given in (header.get("params") or {}).items())
    for name, kind in ((each.name, each.type) for each in parameters):
        if kind not in _EXAMPLES:
            raise _broken(f"parameter {name} has unknown type {kind!r}", path, text, name)
        if name not in _clauses_of(text, path):
            raise _broken(f"parameter {name} needs exactly one clause VALUES ?{name} {{ … }}", path, text, name)
    return NamedQuery(
        name=path.stem,
        kind=path.parent.name,
        path=path,
        summary=str(header.get("summary", "")),
        question=str(header.get("question", "")),
        topic=str(header.get("topic", "")),
        parameters=parameters,
        columns=header.get("columns") or {},
        counts=header.get("counts") or {},
        chart=header.get("chart"),
        unit=str(header.get("unit", "")),
        text=text,
        note=" ".join(str(header[key]) for key in ("note", "here") if header.get(key)),
        empty=_reason(header, path, text),
        complete=tuple(str(header.get("complete", "")).split()),
        sure=tuple(str(header.get("sure", "")).split()),
        see=str(header.get("see", "")),
    )


def without_header(text: str) -> str:
    """A query's text, bound or not, without the lines of its header."""
    return _HEADER.sub("", text).strip() + "\n"


def _reason(header: Mapping[str, Any], path: Path, text: str) -> str:
    reason = str(header.get("empty", ""))
    if reason and reason not in REASONS:
        raise _broken(f"empty: {reason!r} is none of {', '.join(REASONS)}", path, text, "empty")
    return reason


def _parameter(name: str, given: Mapping[str, Any]) -> Parameter:
    required, closed, open_ended = (bool(given.get(key)) for key in ("required", "closed", "open_ended"))
    type_, label = str(given.get("type", "string")), str(given.get("label", name))
    return Parameter(name, type_, label, required, given.get("choices"), closed, open_ended)


def header_of(text: str, path: Path) -> dict[str, Any]:
    """What the header of a query says, as it says it.

    Raises:
        BrokenQuery: there is none, or it cannot be read.
    """
    lines = [line[2:].removeprefix(" ") for line in _HEADER.findall(text)]
    if not lines:
        raise BrokenQuery("no #+ header; say at least '#+ summary: …'", path=path, line=1)
    try:
        header = _loaded("\n".join(lines))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        problem = getattr(error, "problem", None) or "it cannot be read"
        hint = "; a text with a colon in it stands in quotes" if "mapping values" in problem else ""
        raise BrokenQuery(f"the #+ header is not YAML: {problem}{hint}", path=path, line=line) from error
    if not isinstance(header, dict) or not header.get("summary"):
        keys = get_close_matches("summary", list(map(str, header)) if isinstance(header, dict) else [], 1)
        but = "".join(f", and has {key}: did you mean that" for key in keys)
        raise _broken(f"the #+ header needs a summary{but}", path, text, *keys)
    return header


def _broken(reason: str, path: Path, text: str, key: str = "") -> BrokenQuery:
    """What is wrong, where a header says something; else at its first line."""
    found = re.search(rf"^#\+ +{re.escape(key)}:", text, re.MULTILINE)
    return BrokenQuery(reason, path=path, line=text.count("\n", 0, found.start()) + 1 if found else 1)


def tree_of(text: str) -> Query:
    """A named query as a tree.

    Raises:
        BrokenQuery: it does not parse.
    """
    return query_trees.query(text)


@lru_cache(maxsize=512)
def _clauses(text: str) -> dict[str, syntax.Values]:
    """The clauses ``VALUES ?x { … }`` of a query, by their variable; none of a variable that has several.

    Raises:
        BrokenQuery: the query does not parse.
    """
    found: dict[str, list[syntax.Values]] = {}
    for node in walk(tree_of(text)):
        if isinstance(node, syntax.Values) and len(node.variables) == 1:
            found.setdefault(node.variables[0].name, []).append(node)
    return {name: clauses[0] for name, clauses in found.items() if len(clauses) == 1}


def _clauses_of(text: str, path: Path) -> dict[str, syntax.Values]:
    try:
        return _clauses(text)
    except BrokenQuery as error:
        raise BrokenQuery(
            error.reason, path=path, line=error.line, column=error.column, expected=error.expected
        ) from error


def is_date(value: str) -> bool:
    """Whether a text is a date as ``xsd:date`` writes it."""
    try:  # weeks are ISO 8601, too, but no xsd:date
        return datetime.date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False
