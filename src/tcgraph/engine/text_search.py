"""Full-text search inside SPARQL: one property of the application, put in SPARQL 1.1 before it is evaluated.

``(?thing ?score ?text) ex:matches ("gender audit*" "en" 10)`` is a triple pattern by the grammar, so that a query
which holds it parses anywhere. Here it becomes ``VALUES (?thing ?score ?text) { … }`` with what the index finds, and
so works on every engine, in workers that may open no file, and wherever a group graph pattern may stand.

The subject is a variable, or up to three in brackets: the thing, how well it fits, the words in place. The object is
the words, or in brackets the words, optionally a language, and optionally how many things to find. Words and language
are strings, or variables that the text gives values to as ``VALUES ?words { … }``, alone or with others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import product
from threading import Lock

from tcgraph.engine import query_trees
from tcgraph.engine.protocol import Row
from tcgraph.engine.text_index import TextIndex, TextMatch
from tcgraph.errors import BrokenQuery
from tcgraph.namespaces import application, shorten
from tcgraph.sparql import Query, Update, tokens, written
from tcgraph.sparql import syntax as s
from tcgraph.sparql.cursor import position
from tcgraph.sparql.forms import Construct
from tcgraph.sparql.node import Node, transform, walk

_MOST_CALLS = 16
_DECIMALS = 3

Find = Callable[[str, str | None, int | None], list[TextMatch]]
"""Finds things by words, language and limit; see :meth:`tcgraph.engine.text_index.TextIndex.matches`."""


class TextSearch:
    """The index of an engine's texts, made when a query first needs it.

    Args:
        texts: asks the engine for the texts of the running application.
    """

    def __init__(self, texts: Callable[[str], Iterable[Row]]) -> None:
        self._texts = texts
        self._index: TextIndex | None = None
        self._changes = 0
        self._lock = Lock()

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Around whatever changes the texts, all of it or a part: the index is made anew when it is next needed."""
        try:
            yield
        finally:
            # Afterwards, or a search in another thread could make it of the old texts; and counted, for one that is
            # just being made may have some of them.
            self._changes += 1
            self._index = None

    def answered(self, query: str) -> str:
        """The query with its searches carried out; see :func:`searched`."""
        return searched(query, self._find)

    def _find(self, words: str, language: str | None, limit: int | None) -> list[TextMatch]:
        with self._lock:
            index = self._index
            if index is None:
                changes = self._changes
                index = TextIndex(self._texts(application().texts))
                if changes == self._changes:
                    self._index = index
        return index.matches(words, language, limit)


def _property() -> str:
    return shorten(application().search)


def _example() -> str:
    return f'(?thing ?score) {_property()} ("gender audit*" "en" 10)'


def mentions_search(text: str) -> bool:
    """Whether the text may search; cheap, and true for some texts that do not."""
    return "matches" in text


def searched(text: str, find: Find) -> str:
    """A query with each search replaced by what is found.

    Returns:
        The query to evaluate; the text itself when it does not search, or does not parse.

    Raises:
        BrokenQuery: a search is not of the form that this module describes; with line and column.
        EngineError: a search finds too much.
    """
    if not mentions_search(text):
        return text
    try:
        tree = query_trees.query(text)
    except BrokenQuery:
        return text  # the engine is asked all the same, and what is wrong is said then
    verbs = list(_verbs(tree))
    if not verbs:
        return text
    search = _Search(text, tree, find)
    if len(verbs) > _MOST_CALLS:
        raise search.wrong(verbs[_MOST_CALLS], f"a query may search {_MOST_CALLS} times; this is one more")
    if isinstance(tree, Construct) and tree.template is None:
        raise search.wrong(verbs[0], f"{_property()} stands in a WHERE group of its own, such as {{ {_example()} }}")
    better = transform(tree, search.carried_out)
    left = next(_verbs(better), None)
    if left is not None:
        raise search.wrong(left, f"{_property()} cannot be part of a path or brackets; write {_example()}")
    return written(better)


def refuse_search(update: str) -> None:
    """Refuse an update that searches: the index knows the graph as it was before.

    Raises:
        BrokenQuery: it does; with line and column.
    """
    if not mentions_search(update):
        return
    # A long update with the word in one of its texts is not worth parsing.
    if any(token.kind in ("name", "iri") and mentions_search(token.text) for token in tokens(update)):
        try:
            tree = query_trees.update(update)
        except BrokenQuery:
            return  # nobody carries it out
        for verb in _verbs(tree):
            line, column = position(update, verb.start)
            reason = f"{_property()} is for queries; ask first, then change what was found"
            raise BrokenQuery(reason, line=line, column=column)


def _verbs(tree: Query | Update) -> Iterator[s.Iri]:
    """Where the property stands, by its IRI or by any name that stands for it; in a template it asks nothing."""
    template = tree.template if isinstance(tree, Construct) else None
    wanted = application().search
    inside = walk(tree, lambda node: node is not template)
    return (node for node in inside if isinstance(node, s.Iri) and node.value == wanted)


def _is_search(predicate: s.Predicate) -> bool:
    return isinstance(predicate.verb, s.Iri) and predicate.verb.value == application().search


@dataclass(frozen=True, slots=True)
class _Argument:
    """Words or a language: the values that it may have, and its variable if it has one.

    None is UNDEF: the search is then not confined to a language.
    """

    variable: s.Var | None
    values: tuple[s.Literal | None, ...]


class _Search:
    """The searches of one query.

    Args:
        text: the query.
        tree: the same as a tree.
        find: carries out a search.
    """

    def __init__(self, text: str, tree: Query, find: Find) -> None:
        self._text = text
        self._tree = tree
        self._find = find

    def wrong(self, node: Node, reason: str) -> BrokenQuery:
        """What is to be raised for a part of the query."""
        line, column = position(self._text, node.start)
        return BrokenQuery(reason, line=line, column=column)

    def carried_out(self, node: Node) -> Node:
        """A group with its searches carried out."""
        if not isinstance(node, s.Group):
            return node
        return replace(node, elements=tuple(new for element in node.elements for new in self._replaced(element)))

    def _replaced(self, element: s.Pattern) -> tuple[s.Pattern, ...]:
        if not isinstance(element, s.Triples) or not any(map(_is_search, element.predicates)):
            return (element,)
        variables = self._variables(element.subject)
        asked = (each for predicate in element.predicates if _is_search(predicate) for each in predicate.objects)
        found = tuple(self._values(variables, each) for each in asked)
        others = tuple(predicate for predicate in element.predicates if not _is_search(predicate))
        if not others:
            return found
        if isinstance(element.subject, s.Collection):
            reason = "say more about the thing in a statement of its own, not behind the brackets"
            raise self.wrong(element.subject, reason)
        return (*found, replace(element, predicates=others))

    def _variables(self, subject: s.GraphNode) -> tuple[s.Var, ...]:
        names = subject.items if isinstance(subject, s.Collection) else (subject,)
        found = tuple(name for name in names if isinstance(name, s.Var))
        if len(found) < len(names) or not 1 <= len(found) <= 3 or len(set(found)) < len(found):
            odd = next((name for name in names if not isinstance(name, s.Var)), subject)
            raise self.wrong(odd, f"one to three different variables stand before it: {_example()}")
        return found

    def _values(self, variables: tuple[s.Var, ...], asked: s.GraphNode | s.Annotated) -> s.Values:
        """One search carried out."""
        arguments, limit = self._arguments(asked)
        given = tuple(argument.variable for argument in arguments if argument.variable is not None)
        if len({*variables, *given}) < len(variables) + len(given):
            raise self.wrong(asked, "a variable stands here twice; give each value one of its own")
        rows = []
        for values in product(*(argument.values for argument in arguments)):
            words, within = (values[0], values[1] if len(values) > 1 else None)
            if words is None:
                name = arguments[0].variable
                raise self.wrong(asked, f"?{name.name if name else ''} has no value; give it words to look for")
            language = within.value if within else words.language
            known = tuple(value for argument, value in zip(arguments, values, strict=True) if argument.variable)
            rows += [_cells(hit)[: len(variables)] + known for hit in self._find(words.value, language or None, limit)]
        return s.Values((*variables, *given), tuple(rows))

    def _arguments(self, asked: s.GraphNode | s.Annotated) -> tuple[list[_Argument], int | None]:
        """The words, maybe a language and maybe a limit."""
        items = asked.items if isinstance(asked, s.Collection) else (asked,)
        if isinstance(asked, s.Iri) and asked.value == s.RDF + "nil":
            raise self.wrong(asked, f"the words to look for are missing; write them as in {_example()}")
        found: list[_Argument] = []
        for at, item in enumerate(items):
            if _is_count(item) and found and at == len(items) - 1:
                assert isinstance(item, s.Literal)
                return found, int(item.value)
            if not isinstance(item, s.Literal | s.Var) or _is_count(item) or len(found) == 2:
                raise self.wrong(item, f"the words, a language and how many stand behind it, as in {_example()}")
            found.append(self._given(item) if isinstance(item, s.Var) else _Argument(None, (item,)))
        return found, None

    def _given(self, variable: s.Var) -> _Argument:
        """The values that the text gives to a variable."""
        names = (
            (node, [one.name for one in node.variables]) for node in walk(self._tree) if isinstance(node, s.Values)
        )
        blocks = ((node, listed.index(variable.name)) for node, listed in names if variable.name in listed)
        cells = (row[at] for block, at in blocks for row in block.rows)
        values = dict.fromkeys(cell for cell in cells if cell is None or isinstance(cell, s.Literal))
        if not values:
            name = f"?{variable.name}"
            raise self.wrong(variable, f'give {name} its value as VALUES {name} {{ "…" }}, a string')
        return _Argument(variable, tuple(values))


def _is_count(node: s.GraphNode | s.Annotated) -> bool:
    whole = isinstance(node, s.Literal) and node.datatype is not None and node.datatype.value == s.XSD + "integer"
    return whole and isinstance(node, s.Literal) and node.value.isdigit()


def _cells(hit: TextMatch) -> tuple[s.Iri | s.Literal | None, ...]:
    """A thing that was found, how well it fits, and the words in place."""
    score = s.Literal(f"{hit.score:.{_DECIMALS}f}", s.Iri(s.XSD + "decimal"))
    language = hit.snippet_language or ""
    snippet = s.Literal(hit.snippet, None if language else s.Iri(s.XSD + "string"), language)
    return s.Iri(hit.iri), score, snippet
