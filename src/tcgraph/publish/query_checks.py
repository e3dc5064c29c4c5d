"""Named queries checked like data: their headers, their columns and the terms they ask for, each with its place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path

from tcgraph.diagnostics.changed_lines import first_change
from tcgraph.diagnostics.diagnostic import Diagnostic, Level, Location
from tcgraph.diagnostics.files import locate_span, sentence, shown
from tcgraph.diagnostics.suggest import did_you_mean, namespace
from tcgraph.engine import Engine
from tcgraph.errors import BrokenInput
from tcgraph.queries import NamedQuery, read_query, tree_of
from tcgraph.rdf import NamedNode
from tcgraph.sparql.forms import Select
from tcgraph.sparql.lexer import tokens
from tcgraph.sparql.node import walk
from tcgraph.sparql.syntax import Iri
from tcgraph.sparql.variable_scope import columns
from tcgraph.terms import shorten
from tcgraph.turtle.source_text import SourceText, Span
from tcgraph.turtle.tokens import remedy_for

_BRACE = re.compile(r"[{}]|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|<[^<>\s]*>|#[^\n]*")

_SAID = re.compile(r"^#\+ (?P<key>[\w-]+): *(?P<value>[^\n]*?) *$", re.MULTILINE)
_HEADER = ("summary", "question", "topic", "note", "here", "params", "columns", "counts", "chart", "unit", "empty",
           "complete")  # fmt: skip


def check_queries(folder: Path, known: KnownNames) -> list[Diagnostic]:
    """What is wrong with the queries of a project.

    Args:
        folder: where they are.
        known: the names of its graph.
    """
    paths = sorted(folder.rglob("*.rq"))
    there = {path.stem for path in paths}
    found = [found for path in paths for found in check_query(path, known, there)]
    return [*found, *_of_headers({path: path.read_text(encoding="utf-8", errors="replace") for path in paths})]


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
        described = "ASK {{ ?s ?p ?o FILTER(STRSTARTS(STR(?s), '{}')) }}"
        self.starts = tuple(start for start in namespaces if engine.ask(described.format(start)))

    def is_known(self, name: str) -> bool:
        """Whether a name is used anywhere in the data."""
        if name not in self._known:
            node = NamedNode(name)
            where = f"{{ {node} ?p ?o }} UNION {{ ?s {node} ?o }} UNION {{ ?s ?p {node} }}"
            self._known[name] = self._engine.ask(f"ASK {{ {where} }}")
        return self._known[name]

    def near(self, name: str) -> str | None:
        """A question after the name that was meant, where one of the same namespace is near."""
        start = namespace(name)
        where = f"?s ?p ?o FILTER(STRSTARTS(STR(?s), '{start}'))"
        described = (row[0] for row in self._engine.select(f"SELECT DISTINCT ?s {{ {where} }}"))
        return did_you_mean(NamedNode(name), [term for term in described if term is not None])


def check_query(path: Path, known: KnownNames, there: Collection[str]) -> Iterator[Diagnostic]:
    """What is wrong with one query of a project.

    Args:
        path: where it is.
        known: the names of the project's graph.
        there: the names of the project's queries, which a header may lead to.
    """
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
    yield from _of_references(query, there)
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


def _of_headers(texts: Mapping[Path, str]) -> Iterator[Diagnostic]:
    """What a header says by a name that nothing reads, or of a topic that is nearly that of others."""
    said = [(path, found) for path, text in texts.items() for found in _SAID.finditer(text)]
    topics = Counter(found["value"] for _, found in said if found["key"] == "topic")
    for path, found in said:
        key, value = found["key"], found["value"]
        near = get_close_matches(key, _HEADER, 1)
        message, part = f"Nothing reads {key} in a header.", "key"
        if key == "topic" and topics[value] == 1:
            near = get_close_matches(value, [each for each in topics if topics[each] > 1], 1)
            message, part = f"No other query has the topic {value}.", "value"
        if near[:1] not in ([], [found[part]]):
            place = locate_span(shown(path), SourceText(texts[path]), Span(*found.span(part)))
            yield Diagnostic("query-header", Level.ERROR, message, place, f"Did you mean {near[0]}?", path.stem)


def _of_references(query: NamedQuery, there: Collection[str]) -> Iterator[Diagnostic]:
    """The other queries that a header names, and that are not there."""
    lists = (each.choices for each in query.parameters if each.choices)
    named = [*lists, *query.complete, *(asked.get("question", "") for asked in query.counts.values())]
    for name in dict.fromkeys(each for each in named if each not in there):
        written = re.search(rf"^#\+.*?(?<![\w-])({re.escape(name)})(?![\w-])", query.text, re.MULTILINE)
        place = locate_span(shown(query.path), SourceText(query.text), Span(*(written.span(1) if written else (0, 0))))
        near = get_close_matches(name, sorted(there), 1)
        yield Diagnostic(
            "query-reference", Level.ERROR, f"There is no query {name}, which the header names.", place,
            f"Did you mean {near[0]}?" if near else "Correct the name, or write the query.", query.name,
        )  # fmt: skip


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
