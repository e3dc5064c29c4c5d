"""Questions made of parts: what is shown, and what has to hold; each part is a piece of one SPARQL query."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from tcgraph.namespaces import application
from tcgraph.questions.kinds import OWN, Kind
from tcgraph.questions.searching import searched
from tcgraph.rdf import Literal, NamedNode

ANY = "*"
"""The value of a chip that asks for some thing of its kind, whichever it is."""

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
_NOT_ASKED = frozenset(("status", "only", "role", "when"))
"""What can be said of actions only."""


@dataclass(frozen=True, slots=True)
class Chip:
    """One thing that has to hold.

    Attributes:
        key: a kind of thing that is named, or one of :data:`tcgraph.questions.kinds.PLAIN` and
            :data:`tcgraph.questions.kinds.OWN`.
        values: any of these: addresses of things, codes, numbers, times as ``from/to``, or words to search for.
        names: the values as they are told, one each.
        without: whether it must not hold.
        typed: the words that said it, as a search finds them; empty where it was not said in words.
    """

    key: str
    values: tuple[str, ...]
    names: tuple[str, ...] = ()
    without: bool = False
    typed: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        """Refuse a condition without a value, which everything would fulfil."""
        if not all(value.strip('" ') for value in self.values or ("",)):
            raise ValueError(f"{self.key}: a condition has to have a value")

    @property
    def told(self) -> str:
        """The values in words."""
        return ", ".join(self.names or self.values)


@dataclass(frozen=True, slots=True)
class Question:
    """A question made of parts.

    Attributes:
        shows: ``action``, ``recommendation`` or another kind.
        chips: all of these hold.
        as_of: as known on that day; empty for the last report.
        group: a column to count by: status, section, number, what is shown, or what actions name; empty for none.
    """

    shows: str = "action"
    chips: tuple[Chip, ...] = ()
    as_of: str = ""
    group: str = ""

    def name_of(self, typed: str) -> bool:
        """Whether a word is only looked for in texts."""
        return any(chip.key == "words" and typed in chip.names for chip in self.chips)


def compiled(question: Question, kinds: Mapping[str, Kind]) -> str:
    """The question as SPARQL.

    Args:
        question: its keys are of ``kinds``.
        kinds: of the project.
    """
    written = {"action": _of_actions, "recommendation": _of_recommendations}
    parts = [written[of](question, kinds) for of in branches_of(question, kinds)]
    body = (
        "\n  UNION\n".join(f"  {{\n{_indented(part, 4)}\n  }}" for part in parts)
        if len(parts) > 1
        else "\n".join(_indented(part, 2) for part in parts)
    )
    columns = _columns(question, kinds)
    if question.group:
        head = f"SELECT ?{question.group} (COUNT(DISTINCT ?{counted(question, kinds)}) AS ?count)"
        tail = f"GROUP BY ?{question.group}\nORDER BY DESC(?count) ?{question.group}"
    else:
        head = f"SELECT DISTINCT {' '.join('?' + column for column in columns)}"
        tail = "ORDER BY ?number " + " ".join(f"?{column}" for column in columns if column != "number")
    return f"{_prefixes()}\n{head}\nWHERE {{\n{body}\n}}\n{tail}\n"


def branches_of(question: Question, kinds: Mapping[str, Kind]) -> tuple[str, ...]:
    """Of what a question is asked: of what was done, of what was asked, or of both."""
    whole = question.shows == "recommendation" and bool(question.chips) and all(map(_of_whole, question.chips))
    asked = whole or (question.shows != "action" and askable(question, kinds))
    return (*(() if whole else ("action",)), *(("recommendation",) if asked else ()))


def _of_whole(chip: Chip) -> bool:
    """Whether something is said of a recommendation with all that was done on it: "no donor" is of none of it."""
    return chip.key in ("number", "section") or (chip.without and chip.key not in OWN)


def counted(question: Question, kinds: Mapping[str, Kind]) -> str:
    """What is counted: the things that are shown, or the actions where those are what it is counted by."""
    counted = kinds[question.shows].variable if question.shows in kinds else question.shows
    return (
        "action" if question.group == counted or (counted, question.group) == ("recommendation", "number") else counted
    )


def counted_by(question: Question, kinds: Mapping[str, Kind]) -> Kind | None:
    """The kind of thing under each of which the actions that name it are counted; None where it is counted else."""
    named = (kind for kind in kinds.values() if kind.variable == question.group and kind.folder)
    return next(named, None) if question.shows == "action" else None


def columns_of(question: Question, kinds: Mapping[str, Kind]) -> tuple[str, ...]:
    """The columns of a question's answer, in order."""
    return (question.group, "count") if question.group else tuple(_columns(question, kinds))


def _columns(question: Question, kinds: Mapping[str, Kind]) -> list[str]:
    if question.shows == "action":
        return ["number", "action", "status", "summary"]
    if question.shows == "recommendation":
        return ["number", "recommendation", "label"]
    kind = kinds[question.shows]
    return ["number", kind.variable, "label", *kind.columns, "action", "status", "summary"]


def askable(question: Question, kinds: Mapping[str, Kind]) -> bool:
    """Whether it can be said of what was asked, too, and not only of what was done.

    Args:
        question: any.
        kinds: of the project.
    """
    named = [kinds[chip.key] for chip in question.chips if chip.key in kinds]
    shown = [kinds[question.shows]] if question.shows in kinds else []
    return not any(chip.key in _NOT_ASKED for chip in question.chips) and all(k.recommendation for k in named + shown)


def action_lines(as_of: str) -> list[str]:
    """An action, the recommendation that it answers, and what was last reported of it."""
    day = f" FILTER(?told <= {Literal(as_of, datatype=_XSD_DATE)})" if as_of else ""
    later = f" && ?later <= {Literal(as_of, datatype=_XSD_DATE)}" if as_of else ""
    return [
        "?recommendation a tc:Recommendation ; tc:number ?number ; tc:inSection/tc:number ?section .",
        "?action tc:addresses ?recommendation ; tc:summary ?summary ; tc:hasObservation ?observation .",
        'FILTER(LANG(?summary) = "en")',
        "# The last that was reported of it.",
        f"?observation tc:asOf ?told ; tc:status/skos:notation ?status .{day}",
        f"FILTER NOT EXISTS {{ ?action tc:hasObservation/tc:asOf ?later . FILTER(?later > ?told{later}) }}",
    ]


def _of_actions(question: Question, kinds: Mapping[str, Kind]) -> str:
    whole = question.shows == "recommendation"
    lines = action_lines(question.as_of)
    shown = kinds.get(question.shows)
    if shown:
        lines += _shown(shown, question, "action", kinds)
    elif question.shows == "recommendation":
        lines += _LABEL_OF_RECOMMENDATION
    if by := counted_by(question, kinds):
        lines += [f"?action {by.action} ?{by.variable} .", f'FILTER(STRSTARTS(STR(?{by.variable}), "{by.folder}"))']
    lines += [line for chip in question.chips for line in _held(chip, kinds, "action", shown, of_whole=whole)]
    return "\n".join(lines)


def _of_recommendations(question: Question, kinds: Mapping[str, Kind]) -> str:
    whole = question.shows == "recommendation"
    lines = ["?recommendation a tc:Recommendation ; tc:number ?number ; tc:inSection/tc:number ?section ."]
    shown = kinds.get(question.shows)
    lines += _shown(shown, question, "recommendation", kinds) if shown else _LABEL_OF_RECOMMENDATION
    lines += [line for chip in question.chips for line in _held(chip, kinds, "recommendation", shown, of_whole=whole)]
    return "\n".join(lines)


_XSD_DATE = NamedNode("http://www.w3.org/2001/XMLSchema#date")
_LABEL_OF_RECOMMENDATION = ["?recommendation rdfs:label ?label .", 'FILTER(LANG(?label) = "en")']


def _shown(kind: Kind, question: Question, of: str, kinds: Mapping[str, Kind]) -> list[str]:
    """The things that are shown; those that a chip of the same kind names are the only ones."""
    name = kind.variable
    chips = [chip for chip in question.chips if chip.key == kind.name and not chip.without and ANY not in chip.values]
    given = [f"VALUES ?{name} {{ {_nodes(chip.values)} }}" for chip in chips]
    others = others_of(kind, question, kinds)
    path = kind.action if of == "action" else kind.cited or kind.recommendation
    pattern = f"{kind.shown} ." if kind.shown and of == "action" else f"?{of} {path} ?{name} ."
    only = [] if given or not kind.folder else [f'FILTER(STRSTARTS(STR(?{name}), "{kind.folder}"))']
    label = f'OPTIONAL {{ ?{name} rdfs:label|skos:prefLabel ?label . FILTER(LANG(?label) = "en") }}'
    return [*given, pattern, *only, *([f"FILTER(?{name} NOT IN ({_nodes(others, ', ')}))"] if others else []), label]


def others_of(kind: Kind, question: Question, kinds: Mapping[str, Kind]) -> list[str]:
    """Who is named in another part: whoever works with UNDP is not UNDP."""
    alike = [chip for chip in question.chips if chip.key in kinds and chip.key != kind.name and not chip.without]
    named = [chip for chip in alike if kind.apart and kinds[chip.key].folder == kind.folder]
    return [value for chip in named for value in chip.values if value != ANY]


def somewhere(chip: Chip, kinds: Mapping[str, Kind]) -> str:
    """That something is so of a recommendation, or of anything that was done on it."""
    if chip.key == "status":
        codes = ", ".join(str(Literal(value)) for value in chip.values)
        stands = f"?action tc:currentStatus/skos:notation ?stands . FILTER(?stands IN ({codes}))"
    else:
        stands = inner_of(chip, kinds, "action", None)
    done = f"{{ {{ {stands} }} ?action tc:addresses ?recommendation }}"
    asked = chip.key == "words" or (chip.key in kinds and kinds[chip.key].recommendation)
    either = f"{done} UNION {{ {inner_of(chip, kinds, 'recommendation', None)} }}" if asked else done
    return f"SELECT DISTINCT ?recommendation WHERE {{ {either} }}"


def _held(chip: Chip, kinds: Mapping[str, Kind], of: str, shown: Kind | None, *, of_whole: bool = False) -> list[str]:
    """What has to hold of ``?action`` or ``?recommendation``."""
    if shown and chip.key == shown.name and not chip.without and ANY not in chip.values:
        return []  # said where it is shown
    if shown and chip.key == shown.name and ANY not in chip.values:
        # Donors other than one are the others, also of what it pays for together with them.
        return [f"FILTER(?{shown.variable} NOT IN ({_nodes(chip.values, ', ')}))"]
    if chip.without and of_whole and _of_whole(chip) and chip.key not in ("number", "section"):
        return [f"MINUS {{ {somewhere(chip, kinds)} }}"]
    if chip.key in ("status", "section", "number"):
        values = ", ".join(value if chip.key != "status" else str(Literal(value)) for value in chip.values)
        return [f"FILTER(?{chip.key} {'NOT ' if chip.without else ''}IN ({values}))"]
    if chip.key == "when" and shown and shown.name == "date" and not chip.without:
        return [f"FILTER({_within(chip)})"]
    inner = inner_of(chip, kinds, of, shown)
    if chip.without:
        return [f"MINUS {{ {inner} }}"]
    return [f"{{ SELECT DISTINCT {subject_of(chip, of, shown)} WHERE {{ {inner} }} }}"]


def subject_of(chip: Chip, of: str, shown: Kind | None) -> str:
    """The variables of which a condition holds."""
    lies = chip.key == "region" and ANY not in chip.values and shown is not None and shown.name in _PLACES
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
    if chip.key == "region" and ANY not in chip.values and shown and shown.name in _PLACES:
        return f"VALUES ?some {{ {_nodes(chip.values)} }} ?{shown.variable} tc:within ?some ."
    path = kind.action if of == "action" else kind.recommendation
    subject = f"{_ITEM} ; " if of == "action" else "?recommendation a tc:Recommendation ; "
    if ANY in chip.values:
        return f'{subject}{path} ?some . FILTER(STRSTARTS(STR(?some), "{kind.folder}"))'
    # Things of several kinds can go by one name, as a theme and a framework do.
    groups: dict[str, list[str]] = {}
    for value in chip.values:
        groups.setdefault(_kind_of(value, kind, kinds).name, []).append(value)
    branches = []
    for name, values in groups.items():
        own = kinds[name].action if of == "action" else kinds[name].recommendation
        if own:
            branches.append(f"VALUES ?some {{ {_nodes(values)} }} {subject}{own} ?some .")
        if name != kind.name == "region" and path:  # what lies in a grouping of countries, too
            branches.append(f"VALUES ?some {{ {_nodes(values)} }} {subject}{path} ?some .")
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
    nodes = f"VALUES ?some {{ {_nodes(chip.values)} }}"
    if chip.key == "sort" and shown and shown.sorts:
        return f"{nodes} {one} {shown.sorts} ?some . {_NOT_ITSELF.format(one=one)}"
    return f"{nodes} {{ {one} ?way ?some }} UNION {{ ?some ?way {one} }}"


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
    dated = f"{_ITEM} ; {_DATED}/{_DATES} ?date . FILTER({_within(chip)})"
    if own:
        return f"?event {_DATES} ?date . FILTER({_within(chip)})"
    if not texts:
        return dated
    return f"{{ {dated} }} UNION {{ {_ITEM} ; tc:summary ?told_of . FILTER({' || '.join(texts)}) }}"


def _within(chip: Chip) -> str:
    """That ``?date`` falls in one of some times."""
    ends = (value.split("/") for value in chip.values)
    return " || ".join(f"(STR(?date) >= {Literal(start)} && STR(?date) < {Literal(end + '~')})" for start, end in ends)


def _as_written(time: str) -> str:
    year, _, month = time.partition("-")
    return f"{_MONTHS[int(month[:2]) - 1]} {year}" if month else year


def _nodes(values: Iterable[str], between: str = " ") -> str:
    return between.join(_node(value) for value in values)


def _node(value: str) -> str:
    short = application().prefixes.shorten(value)
    return short if not short.startswith("<") else str(NamedNode(value))


def _indented(text: str, by: int) -> str:
    return "\n".join(" " * by + line for line in text.splitlines())


def prefixed(query: str) -> str:
    """A query with the prefixes that questions are written with."""
    return f"{_prefixes()}\n{query}"


def _prefixes() -> str:
    prefixes = application().prefixes
    used: Sequence[str] = ("tc", "tcs", "id", "vocab", "rdfs", "skos", "dcterms")
    return "\n".join(f"PREFIX {name}: <{prefixes[name]}>" for name in used if name in prefixes) + "\n"
