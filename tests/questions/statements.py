"""What actions have, looked up statement by statement: nothing here knows how questions are put as SPARQL."""

from __future__ import annotations

from collections import defaultdict

from tcgraph.rdf import Literal, plain
from tests.questions.conftest import Select

ID = "https://w3id.org/tcgraph/id/"
THEME = "https://w3id.org/tcgraph/vocab/theme/"
TC = "https://w3id.org/tcgraph/ns#"
_BROADER = "http://www.w3.org/2004/02/skos/core#broader"
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_NAMES = ("http://www.w3.org/2000/01/rdf-schema#label", "http://www.w3.org/2004/02/skos/core#prefLabel")


class Statements:
    """All statements, looked up one by one.

    Args:
        select: asks the graph for all of them.
    """

    def __init__(self, select: Select) -> None:
        self.of: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        self.to: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        self.label: dict[str, dict[str, str]] = defaultdict(dict)
        for s, p, o in select("SELECT DISTINCT ?s ?p ?o { ?s ?p ?o }"):
            self.of[plain(s)][plain(p)].add(plain(o))
            self.to[plain(o)][plain(p)].add(plain(s))
            if plain(p) in _NAMES and isinstance(o, Literal) and o.language:
                self.label[plain(s)][o.language] = o.value
        recommendations = self.to[TC + "Recommendation"][_TYPE]
        self.numbers = self.all(recommendations, "number")
        self.actions = {action for one in recommendations for action in self.to[one][TC + "addresses"]}

    def all(self, things: set[str], *properties: str) -> set[str]:
        """The values of some properties of some things."""
        return {value for thing in things for name in properties for value in self.of[thing][TC + name]}

    def has(self, action: str, key: str) -> set[str]:
        """What an action has of a kind."""
        one = {action}
        parts = self.to[action][TC + "inAction"]
        donors = self.all(parts, "donor")
        match key:
            case "status":
                last = max(self.of[action][TC + "hasObservation"], key=lambda o: max(self.of[o][TC + "asOf"]))
                return {value.rpartition("/")[2] for value in self.all({last}, "status")}
            case "section":
                return self.all(self.all(self.all(one, "addresses"), "inSection"), "number")
            case "number":
                return self.all(self.all(one, "addresses"), "number")
            case "donor":
                return donors | self.all(parts, "inferredDonor")
            case "doer":
                return {v for v in self.all(one, "agent") | self.all(parts, "participant") if f"{ID}organisation/" in v}
            case "organisation":
                found = self.all(one, "agent", "mentions", "inferredMention") | self.all(parts, "participant") | donors
            case "country":
                found = self.all(one, "mentions") | self.all(parts, "participant") | self.all(donors, "governs")
            case "theme":
                found = self.all(one, "theme")
                while wider := {b for theme in found for b in self.of[theme][_BROADER]} - found:
                    found |= wider
                return found
            case "project":
                found = self.all(one, "mentions", "inferredMention") | self.all(parts, "funds")
            case _:
                found = self.all(one, "mentions", "inferredMention")
        return {value for value in found if value.startswith(f"{ID}{key}/")}

    def having(self, key: str, *values: str) -> set[str]:
        """The actions that have any of some values of a kind, or any at all."""
        wanted = set(values)
        return {a for a in self.actions if (self.has(a, key) & wanted if wanted else self.has(a, key))}

    def recommendations(self, actions: set[str]) -> set[str]:
        """The numbers of the recommendations that actions answer."""
        return {number for action in actions for number in self.has(action, "number")}
