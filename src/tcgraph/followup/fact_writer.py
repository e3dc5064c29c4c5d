"""Write facts as Turtle that people can read and compare: one block a thing, always in the same order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from itertools import islice
from pathlib import Path
from typing import Final

from tcgraph.followup.language import IN_ENGLISH
from tcgraph.namespaces import Prefixes
from tcgraph.rdf import Literal, NamedNode
from tcgraph.terms import ID, PREFIXES, TC, expand
from tcgraph.turtle.leaves import as_written

_XSD: Final = PREFIXES["xsd"]
_TYPE: Final = PREFIXES["rdf"] + "type"
_LABEL: Final = PREFIXES["rdfs"] + "label"
_KEEP: Final = ("tc", "dcterms", "rdfs", "skos", "xsd", "prov", "graph")
_SHORT: Final = Prefixes({prefix: PREFIXES[prefix] for prefix in _KEEP})


class Facts:
    """A set of facts, each written as ``subject, "prefix:name", value``."""

    def __init__(self) -> None:
        # Tuples, since nearly every property has one value: a workbook of 8,000 rows makes 230,000 of these.
        self._by_subject: dict[NamedNode, dict[str, tuple[NamedNode | Literal, ...]]] = {}

    def __len__(self) -> int:
        return sum(len(values) for facts in self._by_subject.values() for values in facts.values())

    def __contains__(self, subject: object) -> bool:
        return subject in self._by_subject

    @property
    def things(self) -> int:
        """How many things something is said of."""
        return len(self._by_subject)

    def after(self, count: int) -> list[NamedNode]:
        """The things that were added after the first so many."""
        return list(islice(reversed(self._by_subject), self.things - count))

    def add(self, subject: NamedNode, predicate: str, *values: NamedNode | Literal | None) -> None:
        """Add one fact a value; None is no value."""
        name = _expanded(predicate)
        for value in values:
            if value is not None:
                facts = self._by_subject.setdefault(subject, {})
                known = facts.get(name, ())
                if value not in known:
                    facts[name] = (*known, value)

    def discard(self, subject: NamedNode, predicate: NamedNode, value: NamedNode | Literal) -> None:
        """Take one fact out, if it is there; a thing without facts is forgotten."""
        facts = self._by_subject.get(subject, {})
        if value in facts.get(predicate.value, ()):
            rest = tuple(other for other in facts[predicate.value] if other != value)
            if rest:
                facts[predicate.value] = rest
            else:
                del facts[predicate.value]
            if not facts:
                del self._by_subject[subject]

    def say_in_english_what_is_not(self, language: str, of: Iterable[NamedNode] | None = None) -> None:
        """Give what is named or summarized in a language alone an English label and summary that say so.

        Of some things, or of all.

        Nobody has to translate, and nothing drops out of the questions, which ask for English.
        """
        label, summary = _LABEL, TC + "summary"
        for subject in list(self._by_subject) if of is None else of:
            facts = self._by_subject[subject]
            name = subject.value.rpartition("/")[2]
            for predicate, said in zip((label, summary), untranslated(name, language), strict=True):
                spoken = {value.language for value in facts.get(predicate, ()) if isinstance(value, Literal)}
                if language in spoken and "en" not in spoken:
                    self.add(subject, predicate, said)

    def merge(self, other: Facts) -> None:
        """Add all of another set's facts."""
        for subject, facts in other._by_subject.items():
            mine = self._by_subject.setdefault(subject, {})
            for predicate, values in facts.items():
                known = mine.get(predicate, ())
                mine[predicate] = (*known, *(value for value in values if value not in known))

    def turtle(self, heading: Iterable[str] = ()) -> str:
        """The facts as a Turtle document.

        Args:
            heading: lines of comment for its top.
        """
        body = "".join(self._block(subject) for subject in sorted(self._by_subject, key=lambda node: node.value))
        used = [f"@prefix {p}: <{PREFIXES[p]}> .\n" for p in sorted(_KEEP) if f"{p}:" in body]
        return "".join([*(f"# {line}\n" for line in heading), "\n" if heading else "", *used, body])

    def _block(self, subject: NamedNode) -> str:
        facts = self._by_subject[subject]
        order = sorted(facts, key=_rank)
        lines = [f"{_name(predicate)} {', '.join(sorted(map(_value, facts[predicate])))}" for predicate in order]
        return f"\n<{subject.value}> " + " ;\n    ".join(lines) + " .\n"


def thing(path: str) -> NamedNode:
    """The node of a path below ``/id/``, such as ``action/12-2-a``."""
    return NamedNode(ID + path)


def concept(path: str) -> NamedNode:
    """The concept of a path below ``/vocab/``, such as ``status/taken``."""
    return NamedNode(PREFIXES["vocab"] + path)


def text(value: str, language: str = "en") -> Literal | None:
    """A text in a language; None for an empty one."""
    tidy = " ".join(value.split())
    return Literal(tidy, language=language) if tidy else None


def untranslated(name: str, language: str) -> tuple[Literal | None, Literal | None]:
    """An English label and an English summary of what is worded in another language only."""
    spoken = IN_ENGLISH[language]
    return text(short(f"{name} ({spoken})")), text(f"{name}: worded in {spoken}, and not put into English.")


def plain(value: str) -> Literal | None:
    """A plain string; None for an empty one."""
    return Literal(value) if value else None


def typed(value: object, datatype: str) -> Literal:
    """A value of an XSD type named without prefix."""
    return Literal(str(value), datatype=NamedNode(_XSD + datatype))


def short(value: str, limit: int = 60) -> str:
    """A text cut at a word so that it fits a label."""
    tidy = " ".join(value.split())
    if len(tidy) <= limit:
        return tidy
    return tidy[: limit - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


@cache
def _expanded(name: str) -> str:
    return expand(name).value


@lru_cache(maxsize=4096)
def _rank(name: str) -> tuple[bool, bool, bool, str]:
    return (name != _TYPE, name != _LABEL, not name.startswith(TC), name)


@lru_cache(maxsize=4096)
def _name(iri: str) -> str:
    return "a" if iri == _TYPE else _SHORT.shorten(iri)


def _value(term: NamedNode | Literal) -> str:
    return as_written(term, _SHORT, bare=False)


def write_together(files: Mapping[Path, str]) -> None:
    """Write files: a full disk or a signal leaves all of them as they were, and no half of one behind.

    Args:
        files: texts by path, in the order in which they come into place.
    """
    staged = {path: path.with_name(f".{path.name}.part") for path in files}
    try:
        for path, text in files.items():
            staged[path].write_text(text, encoding="utf-8", newline="\n")
        # The graph comes last: a text that no graph refers to does no harm.
        for path, part in staged.items():
            part.replace(path)
    finally:
        for part in staged.values():
            part.unlink(missing_ok=True)
