"""Questions made of parts: what is shown, and what has to hold; each part is a piece of one SPARQL query."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from tcgraph.questions.condition_patterns import inner_of, nodes, prefixes, subject_of, within
from tcgraph.questions.kinds import OWN, Kind
from tcgraph.rdf import Literal, NamedNode

ANY = "*"
"""The value of a chip that asks for some thing of its kind, whichever it is."""

_NOT_ASKED = frozenset(("status", "only", "role", "when", "done"))
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
        none: whether it is said of a thing that is shown as a whole: nothing tells of it with all such parts together.
    """

    key: str
    values: tuple[str, ...]
    names: tuple[str, ...] = ()
    without: bool = False
    typed: str = field(default="", compare=False)
    none: bool = False

    def __post_init__(self) -> None:
        """Refuse a condition without a value, which everything would fulfil."""
        if not all(value.strip('" ') for value in self.values or ("",)):
            raise ValueError(f"{self.key}: a condition has to have a value")

    @property
    def some(self) -> bool:
        """Whether it asks for some thing of its kind, whichever it is."""
        return ANY in self.values

    @property
    def told(self) -> str:
        """The values in words; the kind, where any thing of it does."""
        return self.key if self.some and self.names in ((), (ANY,)) else ", ".join(self.names or self.values)


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

    def with_chip(self, chip: Chip, other: Chip) -> Question:
        """The same question with another chip in the place of one that it has."""
        return replace(self, chips=tuple(other if one is chip else one for one in self.chips))


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
    return f"{prefixes()}\n{head}\nWHERE {{\n{body}\n}}\n{tail}\n"


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
        "?action tc:addresses ?recommendation ; tc:summary ?first_told ; tc:hasObservation ?observation .",
        'FILTER(LANG(?first_told) = "en")',
        "# The last that was reported of it.",
        f"?observation tc:asOf ?told ; tc:status/skos:notation ?status .{day}",
        f"FILTER NOT EXISTS {{ ?action tc:hasObservation/tc:asOf ?later . FILTER(?later > ?told{later}) }}",
        "# In the words of the report that says so, where that is a later one.",
        "OPTIONAL { ?observation tc:basis ?again",
        "  FILTER(EXISTS { ?action tc:hasObservation/tc:asOf ?before_it FILTER(?before_it < ?told) }",
        '    && (LANG(?again) = "en" || NOT EXISTS { ?observation tc:basis ?put FILTER(LANG(?put) = "en") })) }',
        "BIND(COALESCE(?again, ?first_told) AS ?summary)",
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
        lines += [f"FILTER(?{by.variable} != <{by.top}>)"] if by.top else []
    lines += [line for chip in each_of(question) for line in _held(chip, kinds, "action", shown, of_whole=whole)]
    lines += [f"MINUS {{ {having} }}"] if shown and (having := having_all(question, kinds, shown)) else []
    return "\n".join(lines)


def each_of(question: Question) -> tuple[Chip, ...]:
    """What has to hold row by row."""
    return tuple(chip for chip in question.chips if not chip.none)


def having_all(question: Question, kinds: Mapping[str, Kind], shown: Kind) -> str:
    """The query for the things of which anything tells all that must be told of none; empty where that is nothing.

    Donors none of whose payments is for a framework are asked for so, and not the payments that are for something else.
    """
    denied = [replace(chip, without=False) for chip in question.chips if chip.none]
    branches = []
    for of in ("action", "recommendation") if askable(Question(question.shows, tuple(denied)), kinds) else ("action",):
        path = shown.action if of == "action" else shown.cited or shown.recommendation
        pattern = f"{shown.shown} ." if shown.shown and of == "action" else f"?{of} {path} ?{shown.variable} ."
        held = [line for chip in denied for line in (_standing(chip) or _held(chip, kinds, of, shown))]
        branches.append(" ".join([pattern, *held]))
    body = " UNION ".join(f"{{ {branch} }}" for branch in branches)
    return f"SELECT DISTINCT ?{shown.variable} WHERE {{ {body} }}" if denied else ""


def _of_recommendations(question: Question, kinds: Mapping[str, Kind]) -> str:
    whole = question.shows == "recommendation"
    lines = ["?recommendation a tc:Recommendation ; tc:number ?number ; tc:inSection/tc:number ?section ."]
    shown = kinds.get(question.shows)
    lines += _shown(shown, question, "recommendation", kinds) if shown else _LABEL_OF_RECOMMENDATION
    lines += [
        line for chip in each_of(question) for line in _held(chip, kinds, "recommendation", shown, of_whole=whole)
    ]
    lines += [f"MINUS {{ {having} }}"] if shown and (having := having_all(question, kinds, shown)) else []
    return "\n".join(lines)


_XSD_DATE = NamedNode("http://www.w3.org/2001/XMLSchema#date")
_LABEL_OF_RECOMMENDATION = ["?recommendation rdfs:label ?label .", 'FILTER(LANG(?label) = "en")']


def _shown(kind: Kind, question: Question, of: str, kinds: Mapping[str, Kind]) -> list[str]:
    """The things that are shown; those that a chip of the same kind names are the only ones."""
    name = kind.variable
    chips = [chip for chip in question.chips if chip.key == kind.name and not chip.without and not chip.some]
    given = [f"VALUES ?{name} {{ {nodes(chip.values)} }}" for chip in chips]
    others = others_of(kind, question, kinds)
    path = kind.action if of == "action" else kind.cited or kind.recommendation
    pattern = f"{kind.shown} ." if kind.shown and of == "action" else f"?{of} {path} ?{name} ."
    only = [] if given or not kind.folder else [f'FILTER(STRSTARTS(STR(?{name}), "{kind.folder}"))']
    label = f'OPTIONAL {{ ?{name} rdfs:label|skos:prefLabel ?label . FILTER(LANG(?label) = "en") }}'
    return [*given, pattern, *only, *([f"FILTER(?{name} NOT IN ({nodes(others, ', ')}))"] if others else []), label]


def others_of(kind: Kind, question: Question, kinds: Mapping[str, Kind]) -> list[str]:
    """Who is named in another part: whoever works with UNDP is not UNDP."""
    alike = [chip for chip in question.chips if chip.key in kinds and chip.key != kind.name and not chip.without]
    named = [chip for chip in alike if kind.apart and kinds[chip.key].folder == kind.folder]
    return [value for chip in named for value in chip.values if value != ANY]


def somewhere(chip: Chip, kinds: Mapping[str, Kind]) -> str:
    """That something is so of a recommendation, or of anything that was done on it."""
    stands = " ".join(_standing(chip)) or inner_of(chip, kinds, "action", None)
    done = f"{{ {{ {stands} }} ?action tc:addresses ?recommendation }}"
    asked = chip.key == "words" or (chip.key in kinds and kinds[chip.key].recommendation)
    either = f"{done} UNION {{ {inner_of(chip, kinds, 'recommendation', None)} }}" if asked else done
    return f"SELECT DISTINCT ?recommendation WHERE {{ {either} }}"


def _standing(chip: Chip) -> list[str]:
    """How a deed stands, where that is what has to hold."""
    codes = ", ".join(str(Literal(value)) for value in chip.values)
    so = f"?action tc:currentStatus/skos:notation ?stands . FILTER(?stands IN ({codes}))"
    return [so] if chip.key == "status" else []


def _held(chip: Chip, kinds: Mapping[str, Kind], of: str, shown: Kind | None, *, of_whole: bool = False) -> list[str]:
    """What has to hold of ``?action`` or ``?recommendation``."""
    if shown and chip.key == shown.name and not chip.without and not chip.some:
        return []  # said where it is shown
    if shown and chip.key == shown.name and not chip.some:
        # Donors other than one are the others, also of what it pays for together with them.
        return [f"FILTER(?{shown.variable} NOT IN ({nodes(chip.values, ', ')}))"]
    if chip.without and of_whole and _of_whole(chip) and chip.key not in ("number", "section"):
        return [f"MINUS {{ {somewhere(chip, kinds)} }}"]
    if chip.key in ("status", "section", "number"):
        values = ", ".join(value if chip.key != "status" else str(Literal(value)) for value in chip.values)
        return [f"FILTER(?{chip.key} {'NOT ' if chip.without else ''}IN ({values}))"]
    if chip.key == "when" and shown and shown.name == "date" and not chip.without:
        return [f"FILTER({within(chip)})"]
    inner = inner_of(chip, kinds, of, shown)
    if chip.without:
        return [f"MINUS {{ {inner} }}"]
    return [f"{{ SELECT DISTINCT {subject_of(chip, of, shown)} WHERE {{ {inner} }} }}"]


def _indented(text: str, by: int) -> str:
    return "\n".join(" " * by + line for line in text.splitlines())
