"""Equality (OWL 2 Profiles §4.3, Table 4) without its blow-up: things that are one share a representative.

Full substitution (eq-rep-s, -p, -o) writes every fact about one of *n* equal things *n* times over. Here every fact
about a thing is copied to the representative of its class alone, where rules meet whatever is known of any of them,
and each member is tied to the representative by ``owl:sameAs`` in both directions. So a triple is entailed exactly
when it holds after each of its terms is replaced by its representative; :func:`expand` writes the rest on demand.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import product

from tcgraph.namespaces import application
from tcgraph.owl.matches import MatchedFacts, extended
from tcgraph.owl.patterns import owl, rdf, variables
from tcgraph.owl.place import Place
from tcgraph.owl.step import Instance
from tcgraph.rdf import BlankNode, Literal, NamedNode, Term, Triple, Variable

SAME_AS = owl("sameAs")


class Equality:
    """Which terms stand for the same thing."""

    def __init__(self) -> None:
        self._parent: dict[Term, Term] = {}

    def find(self, term: Term) -> Term:
        """The representative: a named thing before an unnamed one, one of the project's own before others."""
        while term in self._parent:
            term = self._parent[term]
        return term

    def merge(self, one: Term, other: Term) -> bool:
        """Make two terms one thing; False when they were already."""
        first, second = sorted((self.find(one), self.find(other)), key=_rank)
        if first == second:
            return False
        self._parent[second] = first
        return True

    def classes(self) -> dict[Term, list[Term]]:
        """Each representative with the other members of its class, sorted."""
        found: defaultdict[Term, list[Term]] = defaultdict(list)
        for term in sorted(self._parent, key=str):
            found[self.find(term)].append(term)
        return dict(found)

    def members(self, term: Term) -> list[Term]:
        """Every term that stands for the same thing as this one, itself included."""
        representative = self.find(term)
        return [representative, *self.classes().get(representative, [])]


def _rank(term: Term) -> tuple[bool, bool, str]:
    own = isinstance(term, NamedNode) and term.value.startswith(application().things)
    return (not isinstance(term, NamedNode), not own, str(term))


def identified(
    place: Place, rules: Iterable[Instance], facts: MatchedFacts | None = None
) -> Iterator[tuple[Instance, dict[Variable, Term], Term]]:
    """Two values, of a variable that should have one, for each rule that identifies things (prp-fp, prp-key …).

    Args:
        place: where.
        rules: any; those that identify nothing are passed over.
        facts: one of which is to be among the premises; None looks everywhere.

    Yields:
        The rule, what its variables match, and the second value of its member.
    """
    other = Variable("other")
    for rule in rules:
        if rule.member is None:
            continue
        names = {v: Variable(f"w{n}") for n, v in enumerate(variables(*rule.body)) if v not in rule.keys}
        twin = rule.applied({**names, rule.member: other})
        wanted = (*rule.keys, *(v for v in variables(*rule.body) if v not in rule.keys), other)
        unequal = f"FILTER(!sameTerm({rule.member}, {other}))"
        for start in rule.body if facts else (None,):
            seeds = list(facts.matching(start)) if facts and start else [{}]
            for found in extended(place, (*rule.body, *twin.body), seeds, filters=unequal):
                values = {variable: found[variable] for variable in wanted if variable in found}
                yield rule, values, values.pop(other)


def asserted(place: Place) -> Iterator[tuple[Term, Term]]:
    """Every pair joined by ``owl:sameAs`` so far."""
    query = f"SELECT DISTINCT ?x ?y {{ GRAPH ?g {{ ?x {SAME_AS} ?y }} }}"
    for one, other in place.engine.select(query, scope=place.scope):
        if one is not None and other is not None and one != other and not isinstance(other, Literal):
            yield one, other


def rewrite(place: Place, equality: Equality) -> int:
    """Copy every fact about a member of a class to its representative, and tie the two (eq-sym, eq-trans, eq-rep).

    Returns:
        How many triples were not there yet.
    """
    wanted: set[Triple] = set()
    for representative, members in equality.classes().items():
        for member in members:
            wanted |= _triples((representative, SAME_AS, member), (member, SAME_AS, representative))
    members = [member for found in equality.classes().values() for member in found]
    for fact in place.facts_about(members):
        # A list cell with two members would be no list any more; what reads lists looks members up here.
        if fact.predicate not in (SAME_AS, rdf("first")):
            wanted |= _triples((equality.find(fact.subject), equality.find(fact.predicate), equality.find(fact.object)))
    return place.add(wanted)


def expand(place: Place, equality: Equality) -> None:
    """Write every triple that substituting equals for equals gives (eq-rep-s, eq-rep-p, eq-rep-o in full)."""
    groups = [[representative, *members] for representative, members in equality.classes().items()]
    same = {term: found for found in groups for term in found}
    wanted: set[Triple] = set()
    for found in groups:
        wanted |= _triples(*((one, SAME_AS, other) for one, other in product(found, found) if one != other))
    for fact in place.facts_about([found[0] for found in groups]):
        if fact.predicate != SAME_AS:
            parts = (same.get(term, [term]) for term in (fact.subject, fact.predicate, fact.object))
            wanted |= _triples(*product(*parts))
    place.add(wanted)


def _triples(*facts: tuple[Term, ...]) -> set[Triple]:
    """Those that RDF can say: no literal as subject, nothing but an IRI as predicate."""
    return {
        Triple(subject, predicate, object_)
        for subject, predicate, object_ in facts
        if isinstance(subject, NamedNode | BlankNode) and isinstance(predicate, NamedNode)
    }
