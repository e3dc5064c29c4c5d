"""From a SHACL result to the place in a file that a person has to change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from tcgraph.diagnostics.diagnostic import Location, Related
from tcgraph.diagnostics.files import CheckedFile
from tcgraph.diagnostics.names_in_use import UNDEFINED_TERM
from tcgraph.diagnostics.term_names import alike
from tcgraph.engine import Engine
from tcgraph.namespaces import RDF_TYPE, STANDARD
from tcgraph.rdf import BlankNode, Literal, NamedNode, Term
from tcgraph.shacl.transition import CHANGE
from tcgraph.shacl.validation_report import Finding
from tcgraph.turtle.source_text import Span

if TYPE_CHECKING:
    from tcgraph.diagnostics.places import FilePlaces
    from tcgraph.turtle.tree import PlacedTriple

_SH = STANDARD["sh"]
_MOST = 5
_FEW = 4
"""So many files are asked what they say sooner than which of them says something."""
_Place: TypeAlias = "tuple[FilePlaces, Span]"
_Said: TypeAlias = "list[tuple[FilePlaces, PlacedTriple]]"


class _PlaceRule(NamedTuple):
    """What the place of a result depends on, of its component: the same for a hundred thousand results."""

    about_predicate: bool
    unique_language: bool
    surplus: bool
    missing: bool
    every_detail: bool
    of_class: bool
    sparql: bool
    change: bool
    undefined: bool


@cache
def _manner(component: NamedNode) -> _PlaceRule:
    """How results of a component are placed."""
    iri = component.value
    name = iri.removeprefix(_SH).removesuffix("ConstraintComponent") if iri.startswith(_SH) else ""
    return _PlaceRule(
        about_predicate=name == "Closed",
        unique_language=name == "UniqueLang",
        surplus=name in ("MaxCount", "UniqueLang", "QualifiedMaxCount"),
        missing=name in ("MinCount", "QualifiedMinCount"),
        every_detail=name in ("Node", "And"),
        of_class=name == "Class",
        sparql=name == "SPARQL",
        change=iri.startswith(CHANGE),
        undefined=component == UNDEFINED_TERM,
    )


class Locator:
    """Finds places for findings; of a file, reads what it says of the nodes of findings, once.

    Args:
        engine: holds the files' triples.
        files: the files.
        findings: every finding that will be asked about.
        first: files to prefer where a node stands in several.
        classes: the classes whose instances a shape is for.
    """

    def __init__(
        self,
        engine: Engine,
        files: Iterable[CheckedFile],
        findings: Iterable[Finding],
        *,
        first: Iterable[CheckedFile] = (),
        classes: Callable[[Term], Collection[Term]] = lambda _: (),
    ) -> None:
        self._engine = engine
        preferred = {file.graph for file in first}
        self._files = sorted(files, key=lambda file: (file.graph not in preferred, file.path))
        self._about = lru_cache(maxsize=256)(self._about_of)
        self._said = lru_cache(maxsize=1024)(self._said_of)
        self._telling = lru_cache(maxsize=256)(self._telling_of)
        self._classes = cache(classes)
        self._wanted: set[Term] = set()
        self._ends: dict[Finding, Term] = {}
        for finding in findings:
            for each in (finding, *innermost(finding)) if finding.details else (finding,):
                if (end := self._end_of(each)) is not None:
                    self._ends[each] = end
                for term in (each.focus, each.value, end):
                    if isinstance(term, NamedNode | BlankNode):
                        self._wanted.add(term)
            if isinstance(finding.focus, Literal):
                self._wanted.add(finding.focus)

    def locate(self, finding: Finding, misnamed: Term | None = None) -> tuple[Location | None, tuple[Related, ...]]:
        """Where a finding is, and which other places belong to it.

        Args:
            finding: a result.
            misnamed: what its value is said to be, where that is the slip.

        Returns:
            The triple's place; where a triple is missing, its node's; None for nodes that stand in no file. Of a value
            that must conform to other shapes, the place of what these find at it, if that is in the same file.
        """
        manner = _manner(finding.component)
        place, others = self._place(finding, manner)
        if place is None:
            return None, ()
        related = [Related(where.location(span), "also said here") for where, span in others]
        if manner.sparql:
            back = [each for each in self._back(finding) if each != place]
            related += [Related(where.location(span), "and from there back here") for where, span in back]
        if finding.details:
            behind = self._behind(finding, place)
            if behind and manner.every_detail and behind[0][0] is place[0]:
                if finding.value not in (None, finding.focus):
                    related.append(Related(place[0].location(place[1]), "asked for here"))
                place, *behind = behind
            related += [Related(where.location(span), "in detail") for where, span in behind]
        of_class = manner.of_class or misnamed is not None
        if of_class and finding.value is not None and finding.value != finding.focus:
            classes = self._said(finding.value, RDF_TYPE)
            # A thing without a name is what it is said to be right there: nothing else can have been meant.
            unnamed = isinstance(finding.value, BlankNode)
            slips = [t for where, t in classes if (unnamed or t.object == misnamed) and where is place[0]]
            if slips:
                # What else is wrong with the value comes of it.
                related = [Related(place[0].location(place[1]), "asked for here")]
                place = place[0], slips[0].value
            related += [Related(w.location(t.value), "what it is is said here") for w, t in classes[:1] if not slips]
        return place[0].location(place[1]), tuple(related)

    def _back(self, finding: Finding) -> list[_Place]:
        """Where the same property leads from the value of a query's result to its node, so that both are to blame."""
        if finding.predicate is None or finding.value in (None, finding.focus):
            return []
        said = self._about(finding.value) if isinstance(finding.value, NamedNode) else ()
        back = (finding.predicate, finding.focus)
        return [(where, t.value) for where, t in said if (t.predicate, t.object) == back][:1]

    def _behind(self, finding: Finding, outer: _Place) -> list[_Place]:
        """Where that is which shapes within the shape find: something that is wrong before something missing."""
        found: dict[tuple[int, int], _Place] = {}
        for detail in sorted(_innermost_places(finding), key=lambda each: each.value is None):
            place = self._place(detail, _manner(detail.component))[0] if len(found) < _MOST else None
            if place is not None and place[1].start != outer[1].start:
                found.setdefault((id(place[0]), place[1].start), place)
        return list(found.values())

    def is_at_value(self, finding: Finding, place: Location) -> bool:
        """Whether a place is where the value of a finding stands, as written there, as the value of its property."""
        if finding.value is None or finding.predicate is None:
            return False
        said = self._said(finding.focus, finding.predicate)
        return any(t.object == finding.value and where.location(t.value) == place for where, t in said)

    def prefixes(self, location: Location | None) -> dict[str, str]:
        """The prefixes declared in the file of a location."""
        if location is None:
            return {}
        return self._prefixes.get(location.path, {})

    def _place(self, finding: Finding, manner: _PlaceRule) -> tuple[_Place | None, list[_Place]]:
        focus, predicate, value = finding.focus, finding.predicate, finding.value
        by_predicate = [] if predicate is None else self._said(focus, predicate)
        if predicate is None and (last_step := self._last_step(finding)):
            first_step = self._first_step(finding)
            near = first_step is None or first_step[0] is last_step[0]
            return (last_step, []) if near else (first_step, [last_step])
        if value is not None and (finding.path is not None or value != focus):
            said = by_predicate or self._about(focus)
            exact = next((each for each in said if each[1].object == value), None)
            exact = exact or next((each for each in said if alike(each[1].object, value)), None)
            if exact is None and (predicate is None or (manner.sparql and not by_predicate)):
                exact = self._pointing(finding)
            if exact is not None:
                where, triple = exact
                verb = manner.about_predicate or (manner.undefined and predicate != RDF_TYPE)
                return (where, triple.verb if verb else triple.value), []
        if manner.unique_language:
            by_predicate = _in_one_language(by_predicate) or by_predicate
        if manner.surplus and len(by_predicate) > 1:
            (where, last), *others = reversed(by_predicate)
            return (where, last.value), [(w, t.value) for w, t in reversed(others)]
        if manner.missing:
            by_predicate = self._at_home(focus, by_predicate)
        # Of what was changed, the value is what stood there before.
        if (manner.change or value is None) and by_predicate and predicate is not None:
            where, triple = by_predicate[0]
            return (where, triple.value if manner.change else triple.verb), []
        if first_step := self._first_step(finding):
            return first_step, []
        if value is not None and value != focus and not isinstance(value, Literal):
            inner = self._head(value) if predicate is None else None
            if inner is not None and isinstance(value, BlankNode):
                return inner, []
        return self._home(finding), []

    def _at_home(self, node: Term, by_predicate: _Said) -> _Said:
        """What stands where the node has its class: what is missing is not missing in the file of its translations."""
        homes = [where for where, _ in self._said(node, RDF_TYPE)] if by_predicate else []
        return [(where, t) for where, t in by_predicate if where in homes] if homes else by_predicate

    def _pointing(self, finding: Finding) -> tuple[FilePlaces, PlacedTriple] | None:
        """For an inverse path, or by a query's property: the triple that leads from the value to the focus node."""
        assert finding.value is not None
        if finding.predicate is not None:
            said = self._said(finding.value, finding.predicate)
            return next((each for each in said if each[1].object == finding.focus), None)
        if finding.path is None or "^" not in finding.path:
            return None
        return next((each for each in self._about(finding.value) if alike(each[1].object, finding.focus)), None)

    def _first_step(self, finding: Finding) -> _Place | None:
        """For a longer path: where its first predicate stands."""
        path = finding.property_path
        while path is not None and path.parts:
            path = path.parts[0]
        if path is None or path.predicate is None or finding.predicate is not None:
            return None
        return next(((where, t.value) for where, t in self._said(finding.focus, path.predicate)), None)

    def _end_of(self, finding: Finding) -> Term | None:
        """For a path of several steps, the last of them one predicate: the node that has the value by it."""
        path = finding.property_path
        if path is None or path.operator != "/" or finding.value is None or path.parts[-1].predicate is None:
            return None
        *steps, last = path.parts
        way = replace(path, parts=tuple(steps)) if steps[1:] else steps[0]
        query = f"SELECT ?node ?focus ?value {{ ?focus {way.sparql()} ?node . ?node {last.predicate} ?value }} LIMIT 1"
        rows = self._engine.select(query, bindings={"focus": finding.focus, "value": finding.value})
        return next((node for node, *_ in rows), None)

    def _last_step(self, finding: Finding) -> _Place | None:
        """For a path of several steps: where the last of them leads to the value."""
        value, path = finding.value, finding.property_path
        if value is None or path is None or path.operator != "/" or (end := self._ends.get(finding)) is None:
            return None
        last = path.parts[-1].predicate
        said = [] if last is None else self._said(end, last)
        return next(((where, t.value) for where, t in said if alike(t.object, value)), None)

    def _home(self, finding: Finding) -> _Place | None:
        """Where the focus node is said to be what it is judged as, which may be one thing of several, else its head."""
        shape, node = finding.origin or (None, None)
        classes = self._classes(shape) if shape is not None and node == finding.focus else ()
        said = self._said(finding.focus, RDF_TYPE) if classes else []
        return next(((where, t.head) for where, t in said if t.object in classes), None) or self._head(finding.focus)

    def _head(self, node: Term) -> _Place | None:
        """Where a node is introduced: with its type, else where it is first spoken of, else where it is used."""
        for where, triple in self._said(node, RDF_TYPE) or self._about(node):
            return where, triple.head
        for where in self._places:
            for triple in where.naming(node):
                return where, triple.value
        return None

    def _about_of(self, node: Term) -> _Said:
        if not isinstance(node, NamedNode | BlankNode):
            return []
        return [(where, triple) for where in self._asked(node) for triple in where.about(node)]

    def _said_of(self, node: Term, predicate: NamedNode) -> _Said:
        if not isinstance(node, NamedNode | BlankNode):
            return []
        return [(where, triple) for where in self._asked(node) for triple in where.said(node, predicate)]

    def _asked(self, node: NamedNode | BlankNode) -> list[FilePlaces]:
        return self._places if len(self._places) <= _FEW else self._telling(node)

    def _telling_of(self, node: NamedNode | BlankNode) -> list[FilePlaces]:
        """The files that say something about a node: of thousands of files, for each finding, few are asked."""
        return [where for where in self._places if where.tells_of(node)]

    @cached_property
    def _prefixes(self) -> dict[Path, dict[str, str]]:
        return {places.file.path: places.prefixes for places in reversed(self._places)}

    @cached_property
    def _places(self) -> list[FilePlaces]:
        # Reading places takes the Turtle reader, which a run without findings never needs.
        from tcgraph.diagnostics.places import FilePlaces

        return [FilePlaces(file, self._wanted, self._engine) for file in self._files]


def _in_one_language(said: _Said) -> _Said:
    """Those whose language another one has, too."""
    tags = Counter(getattr(triple.object, "language", None) for _, triple in said)
    return [(where, t) for where, t in said if tags[getattr(t.object, "language", None)] > 1]


def _innermost_places(finding: Finding) -> Iterator[Finding]:
    """The innermost findings; of those about a text or number, the ones whose value it is: alone it may be anywhere."""
    for detail in finding.details:
        if detail.details:
            yield from _innermost_places(detail)
        else:
            yield finding if isinstance(detail.focus, Literal) else detail


def innermost(finding: Finding) -> Iterator[Finding]:
    """The findings of nested shapes that rest on no others."""
    for detail in finding.details:
        if detail.details:
            yield from innermost(detail)
        else:
            yield detail
