"""Two versions of a graph in words: facts added, removed and changed, node by node."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from tcgraph.diagnostics.placed_triples import read_places
from tcgraph.diagnostics.term_names import TermWriter
from tcgraph.namespaces import RDF_TYPE, RDFS_LABEL, STANDARD
from tcgraph.rdf import BlankNode, GraphFormat, Literal, NamedNode, Quad, Term
from tcgraph.turtle.source_text import SourceText

_LABELS = (RDFS_LABEL, NamedNode(STANDARD["skos"] + "prefLabel"))
_Fact = tuple[Term, NamedNode, Term]


@dataclass(frozen=True, slots=True)
class PropertyChange:
    """What became of one property of one node.

    Attributes:
        subject: the node.
        predicate: the property.
        removed: values that are gone, sorted.
        added: values that are new, sorted.
    """

    subject: Term
    predicate: NamedNode
    removed: tuple[Term, ...]
    added: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class GraphVersion:
    """One version: its facts, with blank nodes named by what they say, and its prefixes."""

    facts: frozenset[_Fact]
    prefixes: Mapping[str, str]


def read_version(text: str, format: GraphFormat, base: str | None = None) -> GraphVersion:
    """Read a document for comparing.

    Raises:
        BrokenInput: it does not parse.
    """
    document = read_places(SourceText(text), format, base=base)
    found = [Quad(t.subject, t.predicate, t.object) for t in document.triples]
    return GraphVersion(frozenset(_canonical(found)), dict(document.prefixes))


def _canonical(found: Iterable[Quad]) -> Iterator[_Fact]:
    import pyoxigraph

    facts = pyoxigraph.Dataset(found)
    # RDFC-1.0 names blank nodes by what is said of them, so that unchanged ones compare equal.
    facts.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
    for quad in facts:
        yield quad.subject, quad.predicate, quad.object


def compare(old: GraphVersion, new: GraphVersion) -> list[PropertyChange]:
    """Every property whose values differ, sorted by node and property, types first."""
    gone: dict[tuple[Term, NamedNode], list[Term]] = defaultdict(list)
    come: dict[tuple[Term, NamedNode], list[Term]] = defaultdict(list)
    for subject, predicate, value in old.facts - new.facts:
        gone[subject, predicate].append(value)
    for subject, predicate, value in new.facts - old.facts:
        come[subject, predicate].append(value)
    keys = sorted({*gone, *come}, key=lambda key: (str(key[0]), key[1] != RDF_TYPE, key[1].value))
    return [
        PropertyChange(s, p, tuple(sorted(gone[s, p], key=str)), tuple(sorted(come[s, p], key=str))) for s, p in keys
    ]


def in_words(old: GraphVersion, new: GraphVersion) -> str:
    """The differences as text: one block a node, one line a property; empty when the graphs are equal."""
    changes = compare(old, new)
    if not changes:
        return ""
    labels = {**_labels(old), **_labels(new)}
    write = TermWriter(labels.get, {**old.prefixes, **new.prefixes})
    before = {fact[0] for fact in old.facts}
    after = {fact[0] for fact in new.facts}
    lines: list[str] = []
    current: Term | None = None
    for change in changes:
        if change.subject != current:
            current = change.subject
            news = " is new" if current not in before else " is gone" if current not in after else ""
            lines += ["", f"{_name(write, current)}{news}:"] if lines else [f"{_name(write, current)}{news}:"]
        lines.append(_line(write, change))
    added = sum(len(change.added) for change in changes)
    removed = sum(len(change.removed) for change in changes)
    return "\n".join(
        (*lines, "", f"{added} fact{'s' if added != 1 else ''} added, {removed} removed, on {_nodes(changes)}.", "")
    )


def _line(write: TermWriter, change: PropertyChange) -> str:
    name = "a" if change.predicate == RDF_TYPE else write.name(change.predicate)
    old = ", ".join(_name(write, term) for term in change.removed)
    new = ", ".join(_name(write, term) for term in change.added)
    if old and new:
        return f"  ~ {name}: {old} became {new}"
    return f"  + {name}: {new}" if new else f"  - {name}: {old}"


def _name(write: TermWriter, term: Term) -> str:
    return f"[{term.value}]" if isinstance(term, BlankNode) else write.full(term)


def _nodes(changes: list[PropertyChange]) -> str:
    count = len({change.subject for change in changes})
    return "1 node" if count == 1 else f"{count} nodes"


def _labels(version: GraphVersion) -> dict[Term, str]:
    found = [(s, o) for s, p, o in version.facts if p in _LABELS and isinstance(o, Literal)]
    found.sort(key=lambda pair: (pair[1].language == "en", pair[1].value), reverse=False)
    return {subject: label.value for subject, label in found}


def as_lines(version: GraphVersion) -> str:
    """One sorted line a fact, for git to compare (``git config diff.turtle.textconv``)."""
    write = TermWriter(lambda _: None, version.prefixes)
    lines = [
        f"{_name(write, s)} {'a' if p == RDF_TYPE else write.name(p)} {_whole(write, o)}" for s, p, o in version.facts
    ]
    return "".join(f"{line}\n" for line in sorted(lines))


def _whole(write: TermWriter, term: Term) -> str:
    return str(term) if isinstance(term, Literal) else _name(write, term)
