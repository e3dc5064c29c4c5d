"""What has to hold of an action, a recommendation or what is shown, as patterns of SPARQL."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from tcgraph.namespaces import application
from tcgraph.questions.kinds import OWN, Kind
from tcgraph.rdf import Literal, NamedNode

if TYPE_CHECKING:
    from tcgraph.questions.chips import Chip

_ITEM = "VALUES ?item { tc:Action tc:StateOfAffairs } ?action a ?item"
"""What a report tells of: deeds and states of affairs alike, as every count by status has them."""
_DATED = "(tc:mentions|tc:inferredMention|tc:hasObservation|^tc:inAction/tc:funds)?"
_DATES = "(tc:due|tc:startDate|tc:endDate|dcterms:issued|tc:expectedBy|tc:since|tc:periodStart|tc:periodEnd)"
_TEXTS = "(tc:mentions|tc:reportedBy|^tc:figureOf)?"
_MONTHS = tuple(month for month in calendar.month_name if month)
_OWN_TEXTS = "(tc:mentions|^tc:figureOf)?"
_NOT_ITSELF = "FILTER NOT EXISTS {{ ?any tc:ofBody/<http://www.w3.org/ns/org#subOrganizationOf>* {one} }}"
"""Whoever is followed up is not among the others of its sort: to the ILO, UN agencies are other ones."""
_PLACES = frozenset(("country", "place"))
"""Of these a region is said themselves: an action that names Peru names Mongolia, too, which is in no such region."""


def subject_of(chip: Chip, of: str, shown: Kind | None) -> str:
    """The variables of which a condition holds."""
    lies = chip.key == "region" and not chip.some and shown is not None and shown.name in _PLACES
    if shown and (chip.key in OWN or lies):
        return f"?{shown.variable}"
    if chip.key == "role" and shown and shown.name in ("country", "organisation"):
        return f"?{of} ?{shown.variable}"
    if chip.key == "when" and shown and shown.name == "event":
        return "?event"
    return f"?{of}"


def inner_of(chip: Chip, kinds: Mapping[str, Kind], of: str, shown: Kind | None) -> str:
    """The pattern that says what has to hold."""
    if chip.key == "words":
        return _words(chip, of)
    if chip.key == "only":
        return _only(chip)
    if chip.key == "done":
        return _done(chip)
    if chip.key == "when":
        return _when(chip, shown)
    if chip.key in OWN:
        return _own(chip, shown)
    if chip.key == "role":
        part = f"?{shown.variable}" if shown and shown.name in ("country", "organisation") else "?part"
        codes = " ".join(str(Literal(value)) for value in chip.values)
        return (
            f"VALUES ?role {{ {codes} }} "
            f"?taking tc:inAction ?action ; tc:participant {part} ; tc:role/skos:notation ?role ."
        )
    kind = kinds[chip.key]
    if chip.key == "region" and not chip.some and shown and shown.name in _PLACES:
        return f"VALUES ?some {{ {nodes(chip.values)} }} ?{shown.variable} tc:within ?some ."
    path = kind.action if of == "action" else kind.recommendation
    subject = f"{_ITEM} ; " if of == "action" else "?recommendation a tc:Recommendation ; "
    if chip.some:
        return f'{subject}{path} ?some . FILTER(STRSTARTS(STR(?some), "{kind.folder}"))'
    # Things of several kinds can go by one name, as a theme and a framework do.
    groups: dict[str, list[str]] = {}
    for value in chip.values:
        groups.setdefault(_kind_of(value, kind, kinds).name, []).append(value)
    branches = []
    for name, values in groups.items():
        own = kinds[name].action if of == "action" else kinds[name].recommendation
        if own:
            branches.append(f"VALUES ?some {{ {nodes(values)} }} {subject}{own} ?some .")
        if name != kind.name == "region" and path:  # what lies in a grouping of countries, too
            branches.append(f"VALUES ?some {{ {nodes(values)} }} {subject}{path} ?some .")
    if len(branches) == 1:
        return branches[0]
    return " UNION ".join(f"{{ {branch} }}" for branch in branches)


def _only(chip: Chip) -> str:
    """That all actions of the recommendation stand so, and not only the one that is looked at."""
    codes = ", ".join(str(Literal(value)) for value in chip.values)
    other = f"?other tc:addresses ?row ; tc:currentStatus/skos:notation ?stands . FILTER(?stands NOT IN ({codes}))"
    return f"?action tc:addresses ?row . FILTER NOT EXISTS {{ {other} }}"


def _own(chip: Chip, shown: Kind | None) -> str:
    """What holds of the things that are shown themselves, and not only of the action that names them."""
    one = f"?{shown.variable}" if shown else "?action"
    if chip.key == "called":
        return searched(chip.values, one)
    if chip.key == "at":
        places = " || ".join(f"CONTAINS(LCASE(?at), {Literal(value.casefold())})" for value in chip.values)
        return f"{one} tc:place ?at . FILTER({places})"
    given = f"VALUES ?some {{ {nodes(chip.values)} }}"
    if chip.key == "sort" and shown and shown.sorts:
        return f"{given} {one} {shown.sorts} ?some . {_NOT_ITSELF.format(one=one)}"
    return f"{given} {{ {one} ?way ?some }} UNION {{ ?some ?way {one} }}"


def _kind_of(value: str, wanted: Kind, kinds: Mapping[str, Kind]) -> Kind:
    if value.startswith(wanted.folder):
        return wanted
    return next((kind for kind in kinds.values() if value.startswith(kind.folder) and not kind.of), wanted)


def _words(chip: Chip, of: str) -> str:
    found = searched(chip.values, "?hit")
    path = _TEXTS if of == "action" else "tc:hasElement?"
    kind = _ITEM if of == "action" else "?recommendation a tc:Recommendation"
    return f"{found} ?{of} {path} ?hit . {kind} ."


def said_themselves(words: Iterable[str]) -> str:
    """The query for the actions that say words in their own sentence or in the name of what that names.

    What reports several actions in one item says the words of all of them.
    """
    found = searched(words, "?hit")
    return prefixed(f"SELECT DISTINCT ?action WHERE {{ {found} ?action {_OWN_TEXTS} ?hit . {_ITEM} . }}")


def _when(chip: Chip, shown: Kind | None = None) -> str:
    """A date of the action, or of what it names, falls in the time; or its summary names that time.

    An event has its own time: what else the action tells of then is not when the event was.
    """
    own = shown is not None and shown.name == "event"
    ends = [value.split("/") for value in chip.values]
    texts = [f"CONTAINS(STR(?told_of), {Literal(_as_written(start))})" for start, end in ends if start == end]
    dated = f"{_ITEM} ; {_DATED}/{_DATES} ?date . FILTER({within(chip)})"
    if own:
        return f"?event {_DATES} ?date . FILTER({within(chip)})"
    if not texts:
        return dated
    return f"{{ {dated} }} UNION {{ {_ITEM} ; tc:summary ?told_of . FILTER({' || '.join(texts)}) }}"


def _done(chip: Chip) -> str:
    """A day of the deed itself, when it began or was done, falls in the time, however little of its date is told."""
    told = "STRLEN(STR(?date))"
    first, last = (
        f'CONCAT(STR(?date), IF({told} = 4, "{year}", IF({told} = 7, "{month}", "")))'
        for year, month in (("-01-01", "-01"), ("-12-31", "-31"))
    )
    ends = (value.split("/") for value in chip.values)
    days = ((Literal(_day(start, "-01-01")), Literal(_day(end, "-12-31"))) for start, end in ends)
    falls = (f"({first} >= {start} && {last} <= {end})" for start, end in days)
    return f"?action a tc:Action ; tc:startDate|tc:endDate ?date . FILTER({' || '.join(falls)})"


def _day(time: str, rest: str) -> str:
    """The first or the last day of a time."""
    return time + (rest if len(time) == len("2006") else rest[3:] if len(time) == len("2006-10") else "")


def within(chip: Chip) -> str:
    """That ``?date`` falls in one of some times."""
    ends = (value.split("/") for value in chip.values)
    return " || ".join(f"(STR(?date) >= {Literal(start)} && STR(?date) < {Literal(end + '~')})" for start, end in ends)


def _as_written(time: str) -> str:
    year, _, month = time.partition("-")
    return f"{_MONTHS[int(month[:2]) - 1]} {year}" if month else year


def nodes(values: Iterable[str], between: str = " ") -> str:
    """Addresses as a query has them."""
    return between.join(_node(value) for value in values)


def _node(value: str) -> str:
    short = application().prefixes.shorten(value)
    return short if not short.startswith("<") else str(NamedNode(value))


def prefixed(query: str) -> str:
    """A query with the prefixes that questions are written with."""
    return f"{prefixes()}\n{query}"


def prefixes() -> str:
    """The prefixes that questions are written with."""
    known = application().prefixes
    used: Sequence[str] = ("tc", "tcs", "id", "vocab", "rdfs", "skos", "dcterms")
    return "\n".join(f"PREFIX {name}: <{known[name]}>" for name in used if name in known) + "\n"


_SHORT = 4


def searched(words: Iterable[str], thing: str) -> str:
    """That a thing has any of some words in its texts.

    Args:
        words: as the search takes them; those in quotes stand together.
        thing: a variable.
    """
    search = application().prefixes.shorten(application().search)
    return " UNION ".join(f"{{ {thing} {search} {Literal(_bare(value))}{_together(value, thing)} }}" for value in words)


def _bare(words: str) -> str:
    return " ".join(f"{_stem(word)}*" for word in words.strip('"').split()) if words.startswith('"') else words


def _stem(word: str) -> str:
    return word[:-1] if len(word) > _SHORT and word[-1] in "sx" else word


def _together(words: str, thing: str) -> str:
    """Words in quotes stand one after the other, with no more than two small ones between."""
    if not words.startswith('"'):
        return ""
    between = "\\\\w*\\\\W+(\\\\w{1,3}\\\\W+){0,2}"
    pattern = between.join(_stem(word) for word in words.strip('"').split())
    return f' . {thing} rdfs:label|tc:summary ?told_so . FILTER(REGEX(?told_so, "{pattern}", "i"))'
