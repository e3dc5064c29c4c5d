"""What is wrong with a query, where, and the change that would mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from difflib import get_close_matches
from itertools import pairwise
from pathlib import Path

from tcgraph.engine.protocol import Row
from tcgraph.errors import BrokenQuery
from tcgraph.pages.i18n import Translate, translator
from tcgraph.pages.query_tokens import Token, outer_offset, tokens
from tcgraph.pages.site import Site
from tcgraph.questions.warnings.query_warnings import QueryWarnings
from tcgraph.questions.warnings.warning_sentences import QueryWarning
from tcgraph.sentences import Sentences
from tcgraph.sparql.cursor import SLIPS, position, slashed_name
from tcgraph.sparql.keywords import KEYWORDS, declared_prefixes
from tcgraph.terms import QUERY_PREFIXES

_HERE = Path(__file__).parent
said_in = Sentences(_HERE / "sparql_sentences.toml", SLIPS, _HERE / "error_sentences.toml").in_language
_ELSEWHERE = {
    "dct": "http://purl.org/dc/terms/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "geo": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "sdg": "http://metadata.un.org/sdg/ontology#",
    "wd": "http://www.wikidata.org/entity/",
    "wdt": "http://www.wikidata.org/prop/direct/",
}


@dataclass(frozen=True, slots=True)
class Fix:
    """A change that mends a problem: what to call it, and the whole text after it."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class QueryProblem:
    """Something wrong or doubtful.

    Attributes:
        message: what, in a sentence.
        line: 1-based.
        column: 1-based, in characters.
        start: first character concerned.
        end: the character after the last.
        error: whether the query cannot run; else it runs but likely finds nothing.
        fixes: changes that would mend it.
    """

    message: str
    line: int
    column: int
    start: int
    end: int
    error: bool
    fixes: tuple[Fix, ...] = ()


def diagnose(
    site: Site, text: str, language: str, failure: BrokenQuery | None = None, answered: int | None = None
) -> list[QueryProblem]:
    """Everything wrong that can be told of a query.

    Args:
        site: the site, for the terms that its ontology has.
        text: the query.
        language: the reader's.
        failure: what the engine said when it tried the query.
        answered: how many rows it gave, where it was tried.
    """
    listed, t = tokens(text), translator(language)
    problems = _prefixes(text, listed, t)
    if failure is None:
        problems += _warnings(site, text, language, answered)
    if failure is not None and not any(problem.error for problem in problems):
        problems.insert(0, _syntax(site, text, listed, failure, language))
    return [_outside(site, text, problem) for problem in problems]


def _outside(site: Site, text: str, problem: QueryProblem) -> QueryProblem:
    """A problem at the place that the reader sees, whose text may write our IRIs under another base."""
    start, end = (outer_offset(site.base, text, place) for place in (problem.start, problem.end))
    return replace(problem, start=start, end=end, column=_outer_column(site, text, problem.line, problem.column))


def _outer_column(site: Site, text: str, line: int, column: int) -> int:
    begin = _offset(text, line, 1)
    return outer_offset(site.base, text[begin:], column - 1) + 1


def _prefixes(text: str, listed: list[Token], t: Translate) -> list[QueryProblem]:
    known = declared_prefixes(text)
    problems: list[QueryProblem] = []
    seen: set[str] = set()
    declaring = {b.start for a, b in pairwise(listed) if a.text.upper() == "PREFIX"}
    for token in listed:
        prefix = token.text.partition(":")[0]
        if (
            token.kind != "name"
            or token.start in declaring
            or prefix in known
            or prefix in QUERY_PREFIXES
            or prefix in seen
        ):
            continue
        seen.add(prefix)
        fixes: list[Fix] = []
        if prefix in _ELSEWHERE:
            line = f"PREFIX {prefix}: <{_ELSEWHERE[prefix]}>\n"
            fixes.append(Fix(t("sparql.declare", prefix=prefix), line + text))
        for near in get_close_matches(prefix, [*QUERY_PREFIXES, *known], n=2):
            changed = "".join(_renamed(text, listed, prefix, near))
            fixes.append(Fix(t("sparql.rename", old=f"{prefix}:", new=f"{near}:"), changed))
        problems.append(_at(text, token, t("sparql.no_prefix", prefix=prefix), fixes, error=True))
    return problems


def _renamed(text: str, listed: list[Token], old: str, new: str) -> list[str]:
    parts: list[str] = []
    end = 0
    for token in listed:
        if token.kind == "name" and token.text.partition(":")[0] == old:
            parts += [text[end : token.start], new + token.text[len(old) :]]
            end = token.end
    return [*parts, text[end:]]


def warnings_of(site: Site, text: str, answered: int | None) -> list[QueryWarning]:
    """What is off in a query that can run: the same list that an answer's header and the command tell.

    Args:
        site: where it is asked; what is looked up of a version is kept.
        text: the query.
        answered: how many rows it has, where that is known.
    """

    def rows(query: str) -> Iterable[Row]:
        return site.engine().select(query)

    return site.memo.get(("query warnings", site.version()), lambda: QueryWarnings(rows)).of(text, answered)


def _warnings(site: Site, text: str, language: str, answered: int | None) -> list[QueryProblem]:
    """What is off in a query, each with its place and what to write instead."""
    t = translator(language)
    problems: list[QueryProblem] = []
    for warning in warnings_of(site, text, answered):
        start, end = max(warning.start, 0), max(warning.end, 0)
        fix = Fix(t("sparql.replace", new=warning.instead), text[:start] + warning.instead + text[end:])
        message = t("sparql.no_term", term=warning.unknown) if warning.unknown else warning.in_language(language)
        fixes = (fix,) if warning.instead else ()
        problems.append(QueryProblem(message, *position(text, start), start, end, False, fixes))
    return problems


def _syntax(site: Site, text: str, listed: list[Token], failure: BrokenQuery, language: str) -> QueryProblem:
    t = translator(language)
    depth = sum((token.text == "{") - (token.text == "}") for token in listed if token.kind == "sign")
    line, column = failure.line or 1, failure.column or 1
    start = min(len(text), _offset(text, line, column))
    before = [token for token in listed if token.start <= start]
    fixes: list[Fix] = []
    if text[start : start + 1] == "/" and (slashed := slashed_name(text, start)):
        begin = text.rfind(slashed[0], 0, start + len(slashed[0]))
        mended = text[:begin] + slashed[1] + text[begin + len(slashed[0]) :]
        fixes.append(Fix(t("sparql.replace", new=slashed[1]), mended))
    if depth > 0:
        fixes.append(Fix(t("sparql.close", n=depth), text.rstrip() + "\n" + "}" * depth + "\n"))
    for token in reversed(before[-3:]):
        near = get_close_matches(token.text.upper(), sorted(KEYWORDS), n=1, cutoff=0.75)
        if token.kind == "word" and near and token.text.upper() not in KEYWORDS:
            mended = text[: token.start] + near[0] + text[token.end :]
            fixes.append(Fix(t("sparql.replace", new=near[0]), mended))
            break
    shown = _outer_column(site, text, line, column)
    message = t("sparql.syntax", line=line, column=shown, reason=said_in(failure.reason, language))
    here = next((token for token in listed if token.start <= start < token.end), None)
    first, end = (here.start, here.end) if here is not None else (max(0, start - 1), max(start, 1))
    return QueryProblem(message, line, column, first, end, error=True, fixes=tuple(fixes))


def _at(text: str, token: Token, message: str, fixes: list[Fix], *, error: bool) -> QueryProblem:
    return QueryProblem(message, *position(text, token.start), token.start, token.end, error, tuple(fixes))


def _offset(text: str, line: int, column: int) -> int:
    # Line ends as the parser counts them; ``splitlines`` knows ten more, such as U+2028 in a literal.
    lines = text.split("\n")
    return sum(len(part) + 1 for part in lines[: line - 1]) + column - 1
