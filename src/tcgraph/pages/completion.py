"""What can follow where somebody writes: asked of the graph with all that the query says so far, likeliest first.

The patterns around the cursor are run as they stand, so that what is offered after a join, within a path, an OPTIONAL
or a GRAPH is what really occurs there. Of what occurs, that comes first which fits the letters typed, then what the
project's own queries most often write at such a place, then what most of the things found so far have.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from tcgraph.errors import TcgraphError
from tcgraph.export.ontology import Term as OntologyTerm
from tcgraph.pages.documentation import documentation
from tcgraph.pages.labels import Labels
from tcgraph.pages.partial_query import WritingPosition, WrittenPattern, cursor
from tcgraph.pages.site import Site, run
from tcgraph.rdf import Literal, NamedNode, Term, plain
from tcgraph.sparql.keywords import declared_prefixes
from tcgraph.terms import QUERY_PREFIXES, RDF_TYPE, shorten

_MOST = 60
_THINGS, _TERMS = 500, 400
"""How many things are looked at, and how many terms are ranked."""
_BEGINNINGS = ("OPTIONAL", "FILTER", "BIND", "UNION", "GRAPH", "VALUES", "MINUS", "FILTER NOT EXISTS", "SELECT")
_FUNCTIONS = (
    "LANG",
    "STR",
    "BOUND",
    "CONTAINS",
    "LCASE",
    "STRSTARTS",
    "COUNT",
    "EXISTS",
    "NOT EXISTS",
    "REGEX",
    "YEAR",
)


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that could stand here.

    Attributes:
        insert: what to write.
        label: its name for people.
        count: how often it occurs where the cursor stands; 0 when not counted.
        kind: ``class``, ``property``, ``value``, ``variable``, ``keyword`` or ``graph``.
    """

    insert: str
    label: str
    count: int
    kind: str


@dataclass
class TermUsage:
    """How queries that people wrote use terms, as they write them.

    Attributes:
        terms: how often each term is written.
        after: how often a predicate, or a class after ``a``, is written of a thing of which another was written before.
    """

    terms: Counter[str] = field(default_factory=Counter)
    after: Counter[tuple[str, str]] = field(default_factory=Counter)

    def learn(self, text: str) -> None:
        """Count what one query writes."""
        said: dict[str, set[str]] = {}
        for pattern in cursor(text, len(text) + 1).patterns or _all(text):
            steps = re.split(r"[/|()^*+?!]+", pattern.path)
            written = [step for step in steps if step]
            self.terms.update([*written, pattern.object])
            before = said.setdefault(pattern.subject, set())
            for step in written[:1]:
                self.after.update((earlier, step) for earlier in before)
                before.add(pattern.object if step == "a" else step)
            for one, two in pairwise(written):
                self.after[one, two] += 1
            if written and pattern.object[:1] in "?$":
                said.setdefault(pattern.object, set()).add("→" + written[-1])


def _all(text: str) -> Sequence[WrittenPattern]:
    """Every pattern of a whole query, whichever group it stands in."""
    found: dict[WrittenPattern, None] = {}
    for place in (match.start() for match in re.finditer(r"\}", text)):
        found.update(dict.fromkeys(cursor(text, place).patterns))
    return tuple(found)


def usage_of(texts: Iterable[str]) -> TermUsage:
    """What some queries use."""
    made = TermUsage()
    for text in texts:
        made.learn(text)
    return made


def _usage(site: Site) -> TermUsage:
    def make() -> TermUsage:
        return usage_of(query.body for kind in ("answer", "pattern") for query in site.queries.of_kind(kind))

    return site.memo.get((site.version(), "usage"), make)


def complete(site: Site, text: str, offset: int, language: str, usage: TermUsage | None = None) -> list[Option]:
    """What can stand at ``offset``, the likeliest first; only what fits what has been typed.

    Args:
        site: whose graph is asked.
        text: the query, finished or not.
        offset: where.
        language: of labels.
        usage: what queries use; None for those of the project.
    """
    at = cursor(text, offset)
    made = _Completion(site, at, language, usage or _usage(site), {**QUERY_PREFIXES, **declared_prefixes(text)})
    offered = {
        "predicate": made.predicates,
        "object": made.objects,
        "value": made.values,
        "graph": made.graphs,
        "subject": made.subjects,
    }.get(at.place, made.expressions)()
    return offered[:_MOST]


class _Completion:
    """One place in one query."""

    def __init__(
        self, site: Site, at: WritingPosition, language: str, usage: TermUsage, prefixes: dict[str, str]
    ) -> None:
        self._site, self._at, self._language, self._usage, self._prefixes = site, at, language, usage, prefixes

    def subjects(self) -> list[Option]:
        """Things that were named last first; then words that begin something else."""
        last = self._at.patterns[-1] if self._at.patterns else None
        told = dict.fromkeys([*([last.object] if last and last.object[:1] == "?" else []), *self._at.variables])
        words = [Option(word, "", 0, "keyword") for word in _BEGINNINGS]
        return self._fitting([*(Option(name, "", 0, "variable") for name in told), *words])

    def expressions(self) -> list[Option]:
        """Variables, and functions once letters are typed."""
        named = [Option(name, "", 0, "variable") for name in self._at.variables]
        return self._fitting([*named, *(Option(f"{name}(", "", 0, "keyword") for name in _FUNCTIONS)])

    def graphs(self) -> list[Option]:
        """The graphs of the data set."""
        found = self._asked("SELECT ?term (COUNT(*) AS ?n) WHERE { GRAPH ?term { ?s ?p ?o } } GROUP BY ?term")
        return self._ranked(found, "graph", lambda _: 0.0)

    def values(self) -> list[Option]:
        """Texts that the compared variable has."""
        variable = self._at.subject
        found = self._asked(self._counted(self._at.context(variable), variable, f"BIND({variable} AS ?term)"))
        typed = self._at.typed.casefold()
        texts = [(plain(term), count) for term, count in found if isinstance(term, Literal)]
        fitting = [(text, count) for text, count in dict(texts).items() if text.casefold().startswith(typed)]
        return [Option(text, "", count, "value") for text, count in sorted(fitting, key=lambda one: (-one[1], one[0]))]

    def predicates(self) -> list[Option]:
        """Properties that the things so far have, after as much of a path as is written."""
        at = self._at
        walked, step = _split(at.path)
        about, said = at.subject, at.context(at.subject)
        if walked:
            said, about = [*said, WrittenPattern(at.subject, walked, "?tcWalked", at.groups, at.graph)], "?tcWalked"
        triple = f"?tcOther ?term {about}" if step == "^" else f"{about} ?term ?tcOther"
        found = self._asked(self._counted(said, about, triple))
        before = self._before(walked)
        classes = {
            plain(expanded) for p in said if p.subject == about and p.path == "a" and (expanded := self._node(p))
        }
        defined = {iri: set(term.links.get("schema:domainIncludes", ())) for iri, term in self._defined("property")}
        if not found and not classes:
            found = self._asked("SELECT ?term (COUNT(*) AS ?n) WHERE { ?s ?term ?o } GROUP BY ?term")
        found = self._with(found, defined)
        used = {p.path for p in at.patterns if p.subject == at.subject} if not walked else set()

        meant = {shorten(iri): said_of for iri, said_of in defined.items()}

        def likely(written: str) -> float:
            fitting = 6.0 if classes & meant.get(written, set()) else 0.0
            often = 4.0 * sum(self._usage.after[one, written] for one in before) + self._usage.terms[written]
            return fitting + often - (500.0 if written in used else 0.0)

        options = self._ranked([pair for pair in found if pair[0] != RDF_TYPE], "property", likely)
        whole = not walked and not step and "a" not in used
        first = not any(p.subject == at.subject or p.object == at.subject for p in at.patterns)
        kind = [Option("a", "type", 0, "property")] if whole and (not at.typed or at.typed == "a") else []
        return [*kind, *options] if first else [*options, *kind]

    def _defined(self, kind: str) -> list[tuple[str, OntologyTerm]]:
        """The classes or properties that the ontology defines, whether the graph uses them or not."""
        terms = documentation(self._site).versions[-1].terms
        return [(iri, term) for iri, term in terms.items() if term.kind.endswith(kind)]

    def _with(self, found: list[tuple[Term, int]], defined: Iterable[str]) -> list[tuple[Term, int]]:
        """What was found, and once letters are typed what could be but does not occur."""
        known = {plain(term) for term, _ in found}
        more = [(NamedNode(iri), 0) for iri in defined if iri not in known] if self._at.typed else []
        return [*found, *more]

    def _node(self, pattern: WrittenPattern) -> NamedNode | None:
        prefix, _, local = pattern.object.partition(":")
        return NamedNode(self._prefixes[prefix] + local) if prefix in self._prefixes else None

    def _before(self, walked: str) -> set[str]:
        """What was said of the subject, as :class:`TermUsage` counts it."""
        at = self._at
        if walked:
            return {re.split(r"[/|()^*+?!]+", walked)[-1]}
        own = {p.object if p.path == "a" else p.path for p in at.patterns if p.subject == at.subject}
        return own | {"→" + re.split(r"[/|^]", p.path)[-1] for p in at.patterns if p.object == at.subject}

    def objects(self) -> list[Option]:
        """Classes after ``a``; else a variable named after the property, and the values that occur."""
        at = self._at
        said = at.context(at.subject)
        found = self._asked(self._counted(said, at.subject, f"{at.subject} {at.path} ?term"))
        if at.path in ("a", "rdf:type"):
            found = found or self._asked("SELECT ?term (COUNT(*) AS ?n) WHERE { ?s a ?term } GROUP BY ?term")
            found = self._with(found, dict(self._defined("class")))
            return self._ranked(found, "class", lambda written: float(self._usage.terms[written]))
        named = [Option(name, "", 0, "variable") for name in dict.fromkeys([_named_after(at.path), *at.variables])]
        return [*self._fitting(named), *self._ranked(found, "value", lambda written: float(self._usage.terms[written]))]

    def _counted(self, said: Sequence[WrittenPattern], about: str, triple: str) -> str:
        """A query for what stands as ``?term``, counted by the things that have it."""
        if self._at.graph:
            triple = f"GRAPH {self._at.graph} {{ {triple} }}"
        if about[:1] not in "?$" or not said:
            return f"SELECT ?term (COUNT(*) AS ?n) WHERE {{ {triple} }} GROUP BY ?term ORDER BY DESC(?n) LIMIT {_TERMS}"
        kept = " ".join(dict.fromkeys([about, *([self._at.graph] if self._at.graph[:1] == "?" else [])]))
        body = " ".join(map(str, said))
        inner = f"{{ SELECT DISTINCT {kept} WHERE {{ {body} }} LIMIT {_THINGS} }}"
        return (
            f"SELECT ?term (COUNT(DISTINCT {about}) AS ?n) WHERE {{ {inner} {triple} }} "
            f"GROUP BY ?term ORDER BY DESC(?n) LIMIT {_TERMS}"
        )

    def _asked(self, query: str) -> list[tuple[Term, int]]:
        # Declarations that the text has, for prefixes of its own; the known ones are known anyhow.
        own = "".join(f"PREFIX {n}: <{iri}>\n" for n, iri in self._prefixes.items() if QUERY_PREFIXES.get(n) != iri)
        try:
            answer = run(self._site, "completion", own + query)
        except TcgraphError:
            return []
        return [(term, int(plain(count))) for term, count in answer.rows if term is not None]

    def _ranked(self, found: Iterable[tuple[Term, int]], kind: str, likely: Callable[[str], float]) -> list[Option]:
        pairs = list(found)
        labels = Labels(self._site, self._language)
        labels.note(term for term, _ in pairs)
        most = max((count for _, count in pairs), default=1)
        ranked: list[tuple[int, float, str, Option]] = []
        for term, count in pairs:
            label = labels.of(term).value if isinstance(term, NamedNode) else ""
            written = self._written(term.value) if isinstance(term, NamedNode) else str(term)
            tier = _fits(self._at.typed, written, label)
            if tier is not None:
                # What does not occur comes after all that does.
                score = likely(written) + (2.0 * count / most if count else -1000.0)
                told = "" if label in written else label
                ranked.append((tier, -score, written, Option(written, told, count, kind)))
        return [option for *_, option in sorted(ranked, key=lambda one: one[:3])]

    def _written(self, iri: str) -> str:
        """An IRI as one writes it: with the prefix that has been typed, where it is of that namespace."""
        prefix, colon, _ = self._at.typed.partition(":")
        local = iri.removeprefix(self._prefixes.get(prefix, "\0"))
        if colon and local != iri and re.fullmatch(r"[\w-]+", local):
            return f"{prefix}:{local}"
        return QUERY_PREFIXES.shorten(iri)

    def _fitting(self, options: Iterable[Option]) -> list[Option]:
        typed = self._at.typed.casefold()
        return [option for option in options if option.insert.casefold().startswith(typed)]


def _split(path: str) -> tuple[str, str]:
    """A path so far: what has been walked, and ``^`` where the next step is walked backwards."""
    step = "^" if path.endswith("^") else ""
    walked = path.removesuffix("^").rstrip("/")
    if walked.endswith("|") or "(" in walked or ")" in walked:
        # One of several ways from the same thing.
        return "", step
    return walked, step


def _named_after(path: str) -> str:
    """A variable for what a path leads to: ``?status`` for ``tc:status/skos:notation``."""
    steps = [re.sub(r"^\w*:", "", step) for step in re.split(r"[/|()^*+?!]+", path) if step]
    last = steps[-2] if len(steps) > 1 and steps[-1] in ("notation", "label", "prefLabel") else (steps or ["value"])[-1]
    plainly = re.sub(r"\W", "", re.split(r"[#/]", last.strip("<>"))[-1]) or "value"
    short = re.sub(r"^(has|is|in)(?=[A-Z])", "", plainly)
    return "?" + short[0].lower() + short[1:]


def _fits(typed: str, written: str, label: str) -> int | None:
    """How well what is typed fits a term; smaller is better, None is not at all."""
    want = typed.casefold().lstrip("<")
    if not want:
        return 0
    whole = written.casefold().lstrip("<")
    local = re.split(r"[:#/]", whole.rstrip(">"))[-1]
    prefix, colon, rest = want.partition(":")
    named = label.casefold()
    if whole.startswith(want) or (not colon and local.startswith(want)):
        return 0
    if any(word.startswith(want) for word in re.split(r"\W+", named)) or named.startswith(want):
        return 1
    if colon and rest and whole.startswith(prefix + ":") and (rest in local or rest in named.replace(" ", "")):
        return 2
    return 3 if want in local or want in named else None
