"""What stands beside a project's data, checked like it: its queries, and what its ``project.toml`` says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from tcgraph.about import FILE, read_toml
from tcgraph.diagnostics.diagnostic import Diagnostic, Level, Location
from tcgraph.diagnostics.files import locate_span, sentence, shown
from tcgraph.engine import Engine
from tcgraph.errors import BrokenInput
from tcgraph.follow_ups import follow_ups
from tcgraph.namespaces import application
from tcgraph.project import Project
from tcgraph.publish.query_checks import KnownNames, check_queries
from tcgraph.query_files import query_files
from tcgraph.rdf import literal_text
from tcgraph.terms import expand
from tcgraph.turtle.source_text import SourceText, Span

RULE = "settings"
_TEXTS = ("code", "symbol", "licence", "corrections")
_TABLES: Mapping[str, tuple[str, ...]] = {"name": (), "publisher": ("name",), "body": ("name", "iri", "iati")}
"""What stands in each table; a name is given in any language."""
_SYMBOLS = """SELECT DISTINCT ?symbol {
  { ?followUp a tc:FollowUp ; dcterms:source ?document OPTIONAL { ?document tc:symbol ?symbol } }
  UNION { ?document tc:inFollowUp|^tc:reportedIn ?any ; tc:symbol ?symbol }
} ORDER BY ?symbol"""
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]+)*")
_NAME = re.compile(r"(?<![\w/.:-])[a-z]+:[A-Za-z][\w-]*")
"""A name with a prefix, in a path or pattern of SPARQL."""
_QUESTION = re.compile(
    r"^(?:\[questions\.([\w-]+)\]|question = \"([\w-]+)\"$)|(?<=\{ query = \")([\w-]+)", re.MULTILINE
)
"""Where a file of words, or of pages, names a query."""
_ALMOST = 0.9
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*:\S+")
_FORMS: Mapping[tuple[str, str], tuple[re.Pattern[str], str]] = {
    ("", "licence"): (_ADDRESS, "the licence is named by its address, https://…"),
    ("", "corrections"): (
        re.compile(rf"|[^\s@]+@[^\s@]+|{_ADDRESS.pattern}"), "errors are reported to a mail or web address",
    ),
    ("body", "iri"): (re.compile(rf"|{_ADDRESS.pattern}"), "the body is named by its address in the graph, https://…"),
}  # fmt: skip


def check_beside(project: Project, engine: Engine) -> list[Diagnostic]:
    """What is wrong with a project's queries and settings."""
    known = KnownNames(engine, application().described)
    rows = [row[0] for row in engine.select(_SYMBOLS)]
    # A document whose symbol nobody gave may be the one.
    symbols = [] if None in rows else [literal_text(symbol) for symbol in rows]
    words = sorted(project.queries.rglob("*.toml"))
    there = [file.path.stem for file in query_files(project.queries)]
    of_words = (found for path in words for found in _of_words(path, known, there))
    return [*check_queries(project.queries, known), *of_words, *_of_settings(project, known, symbols)]


def _of_words(path: Path, known: KnownNames, there: Sequence[str]) -> Iterator[Diagnostic]:
    """What is wrong with a file of words: how it is written, and names that nothing describes."""
    if isinstance(broken := _read(path), Diagnostic):
        yield broken
        return
    text = path.read_text(encoding="utf-8")
    for found in {found[0]: found for found in reversed([*_NAME.finditer(text)])}.values():
        with suppress(ValueError):
            name = expand(found[0]).value
            if name.startswith(known.starts) and not known.is_known(name):
                place = locate_span(shown(path), SourceText(text), Span(*found.span()))
                message = f"{found[0]} is not described anywhere, so nothing is found by it."
                yield Diagnostic("query-term", Level.ERROR, message, place, known.near(name), path.stem)
    yield from _of_queries_meant(path, text, there)


def _of_queries_meant(path: Path, text: str, there: Sequence[str]) -> Iterator[Diagnostic]:
    """The queries that a file of words names and that are not there, where another is meant; a copy may have fewer."""
    for found in _QUESTION.finditer(text):
        query, span = found[found.lastindex or 0], Span(*found.span(found.lastindex or 0))
        for near in get_close_matches(query, there, 1, _ALMOST) if query not in there else ():
            place = locate_span(shown(path), SourceText(text), span)
            message = f"There is no query {query}."
            yield Diagnostic("query-reference", Level.ERROR, message, place, f"Did you mean {near}?", path.stem)


def _read(path: Path) -> Mapping[str, Any] | Diagnostic:
    """A file of settings or words; what keeps it from being read."""
    try:
        return read_toml(path)
    except BrokenInput as error:
        return Diagnostic(
            RULE, Level.ERROR, sentence(error.reason), Location(shown(path), error.line or 1, error.column)
        )


def _of_settings(project: Project, known: KnownNames, symbols: Sequence[str]) -> list[Diagnostic]:
    path = project.root / FILE
    if not path.is_file():
        return []
    if isinstance(told := _read(path), Diagnostic):
        return [told]
    lines = path.read_text(encoding="utf-8").split("\n")
    return [
        Diagnostic(RULE, level, message, _place(path, lines, table, key), help_)
        for table, key, level, message, help_ in _told(told, project, known, symbols)
    ]


_Told = tuple[str, str, Level, str, str | None]


def _told(told: Mapping[str, Any], project: Project, known: KnownNames, symbols: Sequence[str]) -> Iterator[_Told]:
    """The table and the name in it of each thing that is wrong, how grave it is, what is said of it, and a remedy."""
    for key, value in told.items():
        if key in _TABLES:
            if not isinstance(value, dict):
                yield "", key, Level.ERROR, f"{key} is a table of its own: [{key}].", None
                continue
            for name, text in value.items():
                if key != "name" and name not in _TABLES[key]:
                    yield key, name, Level.ERROR, f"[{key}] has nothing called {name}.", _near(name, _TABLES[key])
                elif key == "name" and not _LANGUAGE.fullmatch(name):
                    yield key, name, Level.ERROR, f"{name} is no code of a language.", "Write en, fr, es or another."
                else:
                    yield from _of_value(key, name, text)
        elif key in _TEXTS:
            yield from _of_value("", key, value)
        else:
            what = f"a table called [{key}]" if isinstance(value, dict) else f"anything called {key}"
            names = tuple(_TABLES) if isinstance(value, dict) else _TEXTS
            yield "", key, Level.ERROR, f"No setting reads {what}.", _near(key, names)
    titles = told.get("name")
    for language in sorted(path.stem for path in (project.queries / "words").glob("*.toml")):
        if isinstance(titles, dict) and len(titles) > 1 and language not in titles:
            yield "", "name", Level.WARNING, f"[name] has none in {language}, and queries/words has words in it.", None
    held = follow_ups(project.data)
    code, codes = told.get("code", ""), [each.code for each in held]
    if isinstance(code, str) and code not in codes and (near := get_close_matches(code, codes, 1)):
        yield "", "code", Level.WARNING, f"No follow-up has the code {code}.", f"Did you mean {near[0]}?"
    symbol = told.get("symbol")
    if symbol and isinstance(symbol, str) and symbols and symbol not in symbols:
        message = f"No document that is followed up or reported in has the symbol {symbol}."
        # A report that was taken in may have another symbol than the one that was meant to begin with.
        yield "", "symbol", Level.WARNING, message, f"The data has: {', '.join(symbols)}."
    body = told["body"].get("iri") if isinstance(told.get("body"), dict) else None
    # Where nothing is followed up yet, nothing describes whose decisions will be.
    if held and isinstance(body, str) and _ADDRESS.fullmatch(body) and not known.is_known(body):
        remedy = known.near(body) or "Correct the address, or describe the body in the data."
        yield "body", "iri", Level.ERROR, f"Nothing in the graph has the address {body}.", remedy
    elif held and isinstance(body, str):
        for key, path in (
            ("name", "rdfs:label|skos:prefLabel|skos:altLabel|dcterms:title"),
            ("iati", "tc:iatiIdentifier"),
        ):
            given, said = told["body"].get(key), known.said(body, path)
            if given and said and given not in said:
                message = f"The graph does not give {body} the {key} “{given}”."
                yield "body", key if key == "iati" else "iri", Level.WARNING, message, f"It says: {', '.join(said)}."
                break


def _of_value(table: str, key: str, value: object) -> Iterator[_Told]:
    form, wanted = _FORMS.get((table, key), (None, ""))
    if not isinstance(value, str):
        yield table, key, Level.ERROR, f"{key} is a text in quotation marks.", None
    elif form is not None and not form.fullmatch(value):
        yield table, key, Level.ERROR, f"“{value}” cannot stand here: {wanted}.", None


def _near(name: str, names: tuple[str, ...]) -> str:
    near = get_close_matches(name, names, 1)
    return f"Did you mean {near[0]}?" if near else f"There are: {', '.join(names)}."


def _place(path: Path, lines: list[str], table: str, key: str) -> Location:
    """Where a name, or a table, is written."""
    at = ""
    for number, line in enumerate(lines, 1):
        if header := re.match(r"\s*\[\s*([\w-]+)\s*\]", line):
            at = header[1]
        if (not table and at == key and header) or (at == table and re.match(rf"\s*{re.escape(key)}\s*=", line)):
            first = len(line) - len(line.lstrip()) + 1
            return Location(shown(path), number, first, number, len(re.sub(r"\s*#[^\"']*$", "", line)) + 1)
    return Location(shown(path), 1)
