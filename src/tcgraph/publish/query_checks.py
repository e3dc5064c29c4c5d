"""Named queries checked like data: their headers, their columns and the terms they ask for, each with its place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import fields
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from tcgraph.diagnostics.diagnostic import Diagnostic, Level, Location
from tcgraph.diagnostics.file_layout import first_change
from tcgraph.diagnostics.files import locate_span, sentence, shown
from tcgraph.diagnostics.suggest import did_you_mean, namespace
from tcgraph.engine import Engine
from tcgraph.errors import BrokenInput
from tcgraph.queries import NamedQuery, Parameter, header_of, read_query, tree_of
from tcgraph.query_files import is_begun, lacking, query_files
from tcgraph.rdf import NamedNode, Term, literal_text
from tcgraph.sparql.forms import Select
from tcgraph.sparql.lexer import tokens
from tcgraph.sparql.node import walk
from tcgraph.sparql.syntax import Iri
from tcgraph.sparql.variable_scope import columns
from tcgraph.terms import shorten
from tcgraph.turtle.source_text import SourceText, Span
from tcgraph.turtle.tokens import remedy_for

_BRACE = re.compile(r"[{}]|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|<[^<>\s]*>|#[^\n]*")

_READ = ("summary", "question", "topic", "note", "here", "params", "columns", "counts", "chart", "unit", "empty",
         "complete", "sure", "see")  # fmt: skip
_PARAMETER = [each.name for each in fields(Parameter) if each.name != "name"]
_SWITCHES = [name for name in _PARAMETER if isinstance(getattr(Parameter("", "", ""), name), bool)]
_MANY = 20
_PICTURES = ("bar", "map", "share", "dots", "timeline")
_Word = tuple[str, str, tuple[str, ...], str]
_NO_QUERY, _NO_COLUMN = "There is no query {}, which the header names.", "The query has no column {}."


def check_queries(folder: Path, known: KnownNames, only: Path | None = None) -> list[Diagnostic]:
    """What is wrong with the queries of a project.

    Args:
        folder: where they are.
        known: the names of its graph.
        only: tell of this one alone.
    """
    own = sorted(path for path in folder.rglob("*.rq") if path.stat().st_size or not is_begun(folder.parent))
    headers: dict[Path, Mapping[str, Any]] = {}
    for path in {*own, *(file.path for file in query_files(folder))}:
        headers[path] = {}
        with suppress(BrokenInput):
            headers[path] = header_of(path.read_text(encoding="utf-8", errors="replace"), path)
    there = {path.stem: header for path, header in sorted(headers.items())}
    wanted = [path for path in own if only is None or path.resolve() == only.resolve()]
    found = [found for path in wanted for found in (*_older(path, folder), *_check_query(path, known))]
    # What a header says of columns is judged once it has those of the query.
    broken = {each.subject for each in found if each.rule != "query-term"}
    rest = [path for path in wanted if path.stem not in broken]
    return [*found, *(found for path in rest for found in _of_header(path, headers[path], there))]


def _older(path: Path, folder: Path) -> Iterator[Diagnostic]:
    """That pages do not ask a query, since it has not all that they read of it."""
    if columns := lacking(path.relative_to(folder).as_posix(), path.read_text(encoding="utf-8", errors="replace")):
        yield Diagnostic(
            "query-older", Level.WARNING,
            f"{path.stem} has no column {', '.join(columns)}, which pages read, so they ask the program’s own query.",
            Location(shown(path), 1), "Take the file out, or give it these columns.", path.stem,
        )  # fmt: skip


class KnownNames:
    """The names that are to be described, each asked about once.

    Args:
        engine: holds what describes them.
        namespaces: names in these must be described, where any name of theirs is.

    Attributes:
        starts: the namespaces that have a description of anything: data without its ontology leaves all terms open.
    """

    def __init__(self, engine: Engine, namespaces: Sequence[str]) -> None:
        self._engine = engine
        self._known: dict[str, bool] = {}
        self._near: dict[str, str | None] = {}
        self._described: dict[str, list[Term]] = {}
        described = "ASK {{ ?s ?p ?o FILTER(STRSTARTS(STR(?s), '{}')) }}"
        self.starts = tuple(start for start in namespaces if engine.ask(described.format(start)))

    def is_known(self, name: str) -> bool:
        """Whether a name is used anywhere in the data."""
        if name not in self._known:
            node = NamedNode(name)
            where = f"{{ {node} ?p ?o }} UNION {{ ?s {node} ?o }} UNION {{ ?s ?p {node} }}"
            self._known[name] = self._engine.ask(f"ASK {{ {where} }}")
        return self._known[name]

    def said(self, name: str, path: str) -> list[str]:
        """What a property, or one of several, says of a thing, in any language."""
        rows = self._engine.select(f"SELECT DISTINCT ?text {{ {NamedNode(name)} {path} ?text }} ORDER BY ?text")
        return list(dict.fromkeys(literal_text(text) for (text,) in rows))

    def near(self, name: str) -> str | None:
        """A question after the name that was meant, where one of the same namespace is near."""
        start = namespace(name)
        if start not in self._described:
            where = f"?s ?p ?o FILTER(STRSTARTS(STR(?s), '{start}'))"
            rows = self._engine.select(f"SELECT DISTINCT ?s {{ {where} }}")
            self._described[start] = [term for (term,) in rows if term is not None]
        if name not in self._near:
            self._near[name] = did_you_mean(NamedNode(name), self._described[start])
        return self._near[name]


def _check_query(path: Path, known: KnownNames) -> Iterator[Diagnostic]:
    """What is wrong with one query, its header left aside."""
    try:
        query = read_query(path)
        tree = tree_of(query.text)
    except BrokenInput as error:
        line, column = error.line or 1, error.column
        end = None if column is None else column + max(1, len(error.reason.partition(" stands where")[0]))
        place = Location(shown(path), line, column, None if end is None else line, end)
        remedy = remedy_for(error.reason[:1])
        help_ = sentence(remedy) if remedy else _left_open(path, error)
        yield Diagnostic("query", Level.ERROR, error.reason, place, help_, path.stem)
        return
    if isinstance(tree, Select) and query.columns and list(columns(tree)) != list(query.columns):
        yield _of_columns(query, columns(tree), tree)
    names = {node.value: node for node in walk(tree) if isinstance(node, Iri) and node.value.startswith(known.starts)}
    for name, node in sorted(names.items()):
        # What a prefix stands for is no name.
        if not name.endswith(("/", "#")) and not known.is_known(name):
            yield Diagnostic(
                "query-term", Level.ERROR,
                f"{shorten(name)} is not described anywhere, so this query finds nothing by it.",
                locate_span(shown(path), SourceText(query.text), Span(node.start, node.end)),
                known.near(name) or "Correct the name, or describe it.", path.stem,
            )  # fmt: skip


def _left_open(path: Path, error: BrokenInput) -> str | None:
    """Which brace is still open where the text breaks off, if one is nowhere closed."""
    source = SourceText(path.read_bytes().decode("utf-8", "replace"))
    # What stands in a text, an address or a comment is no brace.
    braces = [found for found in _BRACE.finditer(source.text) if found[0] in "{}"]
    if error.line is None or sum(1 if found[0] == "{" else -1 for found in braces) <= 0:
        return None
    opened: list[int] = []
    for found in braces:
        if found.start() >= source.offset(error.line, error.column or 1):
            break
        if found[0] == "{":
            opened.append(found.start())
        elif opened:
            opened.pop()
    return f"The {{ of line {source.position(opened[-1])[0]} is still open here: close it." if opened else None


def _of_columns(query: NamedQuery, given: tuple[str, ...], tree: Select) -> Diagnostic:
    header = list(query.columns)
    one = [pair for pair in zip(given, header, strict=False) if pair[0] != pair[1]]
    if len(given) == len(header) and len(one) == 1:
        message = f"The query gives the column {one[0][0]}, and its header calls it {one[0][1]}."
        remedy = "Make the two names the same: programs ask for columns by them."
    else:
        message = f"The query gives the columns {', '.join(given)}; its header says {', '.join(header)}."
        remedy = "Make the two lists the same, in one order: programs ask for columns by these names."
    written = [token for token in tokens(query.text) if token.start >= tree.start]
    begins = next(token for token in written if token.text.upper() == "SELECT")
    astray = next((name for name, _ in one), "")
    named = (token for token in written if token.kind == "variable" and token.text[1:] == astray)
    found = next((token for token in named if token.start > begins.start), begins)
    span = Span(found.start, found.end)
    place = locate_span(shown(query.path), SourceText(query.text), span)
    return Diagnostic("query-columns", Level.ERROR, message, place, remedy, query.name)


def _of_header(path: Path, header: Mapping[str, Any], there: Mapping[str, Mapping[str, Any]]) -> Iterator[Diagnostic]:
    """What a header says by a name that nothing reads or nothing has, or of a topic that is nearly that of others."""
    text = path.read_text(encoding="utf-8", errors="replace")
    for key, word, names, message in dict.fromkeys((*_named(header, there), *_topic(header, there))):
        if word in names:
            continue
        quoted = rf"(?<![\w-])({re.escape(word)})(?![\w-])"
        places = (re.search(rf"^#\+ *{start}.*?{quoted}", text, re.MULTILINE) for start in (rf"{re.escape(key)}\b", ""))
        written = next((found.span(1) for found in places if found), (0, 0))
        near = get_close_matches(word, names, 1)
        others = f"There are: {', '.join(names)}." if len(names) < _MANY else "Correct the name, or write the query."
        yield Diagnostic(
            "query-reference" if message is _NO_QUERY else "query-header", Level.ERROR, message.format(word),
            locate_span(shown(path), SourceText(text), Span(*written)),
            f"Did you mean {near[0]}?" if near else others, path.stem,
        )  # fmt: skip


def _table(value: object) -> Mapping[str, Any]:
    return {str(key): each for key, each in value.items()} if isinstance(value, dict) else {}


def _named(header: Mapping[str, Any], there: Mapping[str, Mapping[str, Any]]) -> Iterator[_Word]:
    """The words of a header that are names: the key that each stands behind, what there is, and what to say else."""
    columns, queries = tuple(_table(header.get("columns"))), tuple(there)
    for key in header:
        yield key, key, _READ, "Nothing reads {} in a header."
    for name, given in _table(header.get("params")).items():
        for key, value in _table(given).items():
            yield name, key, tuple(_PARAMETER), "Nothing reads {} of a parameter."
            if key in _SWITCHES and not isinstance(value, bool):
                yield name, str(value), ("true", "false"), f"{key} is {{}}."
            if key == "choices":
                yield name, str(value), queries, _NO_QUERY
    picture, *parts = str(header.get("chart") or _PICTURES[0]).split()
    yield "chart", picture, _PICTURES, "There is no picture called {}."
    yield from (("chart", part, (*columns, "of", "by"), _NO_COLUMN) for part in parts)
    for column, asked in _table(header.get("counts")).items():
        yield column, column, columns, _NO_COLUMN
        for key, value in _table(asked).items():
            if key == "question":
                yield column, str(value), queries, _NO_QUERY
            elif asked.get("question") in there:
                params = _table(there[asked["question"]].get("params"))
                yield column, key, tuple(params), f"{asked['question']} has no parameter {{}}."
                yield from [(column, value[1:], columns, _NO_COLUMN)] * str(value).startswith("?")
    listed = ((key, name) for key in ("complete", "sure", "see") for name in str(header.get(key) or "").split())
    yield from ((key, name, queries, _NO_QUERY) for key, name in listed)


def _topic(header: Mapping[str, Any], there: Mapping[str, Mapping[str, Any]]) -> Iterator[_Word]:
    """A topic that no other query has; one that is not near another's may be new."""
    topics = Counter(str(each["topic"]) for each in there.values() if "topic" in each)
    common = tuple(each for each in topics if topics[each] > 1)
    if "topic" in header and get_close_matches(topic := str(header["topic"]), common, 1):
        yield "topic", topic, common, "No other query has the topic {}."


def queries_changed(before: Iterable[tuple[Path, bytes | None]]) -> list[Diagnostic]:
    """What is lost or changed of queries since a revision: names, what is asked, and in what words.

    Args:
        before: each file of a query that differs, with what it was; None where it was not there.
    """
    known = [(path, content.decode()) for path, content in before if content is not None]
    return [found for path, old in known for found in list(_lost(path, old)) or _told_otherwise(path, old)]


def _lost(path: Path, old: str) -> Iterator[Diagnostic]:
    if path.parent.name != "answer":
        return
    if not path.exists():
        yield Diagnostic(
            "query-lost", Level.WARNING, f"The query {path.stem} is gone; programs ask for it by this name.",
            Location(shown(path)), "Put it back, or tell those who use it.", path.stem,
        )  # fmt: skip
        return
    new = path.read_text(encoding="utf-8")
    gone = [name for name in _keys(old) if name not in _keys(new)]
    if gone:
        yield Diagnostic(
            "query-lost", Level.WARNING,
            f"{path.stem} had {', '.join(gone)} in the earlier version; programs ask by these names.",
            Location(shown(path), 1), "Put them back, or tell those who use them.", path.stem,
        )  # fmt: skip


def _told_otherwise(path: Path, old: str) -> Iterator[Diagnostic]:
    """That a query asks for something else, or says otherwise what it asks for; its layout and comments are free."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    (old_words, old_body), (words, body) = _parts(old.splitlines()), _parts(lines)
    if change := first_change([*old_body.values()], [*body.values()]):
        yield Diagnostic(
            "query-changed", Level.WARNING,
            f"{path.stem} asks otherwise than in the earlier version, so it may answer otherwise: "
            f"it was {change.was} and is {change.now}.",
            Location(shown(path), [*body, 1][change.line - 1]),
            "See what became of its answers: tcgraph test.", path.stem,
        )  # fmt: skip
    gone = [said for said in old_words.values() if said not in words.values()]
    new = [(at, said) for at, said in words.items() if said not in old_words.values()]
    if gone:
        now = f", and now says “{new[0][1]}”" if new else ""
        yield Diagnostic(
            "query-retold", Level.WARNING, f"Of {path.stem} the earlier version said “{gone[0]}”{now}.",
            Location(shown(path), new[0][0] if new else 1), "See that these words still say what the query asks for.",
            path.stem,
        )  # fmt: skip


def _parts(lines: Sequence[str]) -> tuple[dict[int, str], dict[int, str]]:
    """The lines of a header and those of the query, each with its number; without comments."""
    words, body = dict[int, str](), dict[int, str]()
    for number, line in enumerate(lines, 1):
        said = " ".join(line.removeprefix("#+").split())
        if line.startswith("#+"):
            words[number] = said
        elif said and not said.startswith("#"):
            body[number] = said
    return words, body


def _keys(text: str) -> list[str]:
    """The names of columns and parameters in a header."""
    section, found = "", list[str]()
    for line in text.splitlines():
        if not line.startswith("#+"):
            break
        name = line[2:].strip().partition(":")[0]
        indent = len(line[2:]) - len(line[2:].lstrip())
        if indent == 1:
            section = name
        elif indent == 3 and section in ("columns", "params"):
            found.append(f"the {section.removesuffix('s').replace('param', 'parameter')} {name}")
    return found
