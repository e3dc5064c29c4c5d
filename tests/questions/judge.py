"""Whether a question in words was understood, against a person's reading of it.

A reading names the kind of thing wanted and the filters that hold (``tests/questions/*.json``). It counts as right when

- the answer shows the kind wanted (an answer about actions also tells their recommendations and statuses), and
- every filter is there: a thing by any of its names, a status, section, number or time by its value; of words that no
  other filter expresses, half of them in a part of the question, and
- nothing else restricts the answer but words that the asker used.

Of a bare name ("netherlands") it is not judged which kind is wanted, since readers differ.

A question that the document cannot answer counts as right when it is not answered as if it could be.
"""

from __future__ import annotations

from typing import Any

from tcgraph.questions.chips import Chip
from tcgraph.questions.in_words.answering import QuestionInterpreter
from tcgraph.questions.in_words.lexicon import MINOR, stems
from tcgraph.questions.in_words.tried_reading import Found

_ROMAN = {"I": "1", "II": "2", "III": "3", "IV": "4", "V": "5"}
_THINGS = ("organisations", "countries", "regions", "donors", "instruments", "frameworks", "themes")
_BASE = {"actions", "recommendations", "status", "passage"}
_TELLS = {
    "action": _BASE,
    "status": _BASE,
    "recommendation": {"recommendations", "actions"},
    "donor": {"donors", "projects", *_BASE},
    "organisation": {"organisations", *_BASE},
    "doer": {"organisations", *_BASE},
    "receiver": {"organisations", *_BASE},
    "place": {"countries", *_BASE},
    "country": {"countries", *_BASE},
    "region": {"regions", *_BASE},
    "instrument": {"instruments", *_BASE},
    "framework": {"frameworks", *_BASE},
    "theme": {"themes", *_BASE},
    "sector": {"sectors", "themes", *_BASE},
    "product": {"products", *_BASE},
    "agreement": {"agreements", *_BASE},
    "project": {"projects", *_BASE},
    "event": {"events", *_BASE},
    "figure": {"figures", *_BASE},
    "target": {"figures", *_BASE},
    "date": {"dates", *_BASE},
}
_NAMED = {
    "recommendation-actions": {"recommendations", *_BASE},
    "follow-up-matrix": {"recommendations", "count"},
    "nothing-taken": {"recommendations"},
    "unanswered": {"recommendations", "elements"},
    "dated-commitments": {"dates", *_BASE},
    "obligations": {"dates"},
    "events": {"events"},
    "coming-events": {"events"},
    "figures": {"figures"},
    "targets": {"figures"},
    "sectors": {"sectors", "themes"},
    "products": {"products"},
    "projects": {"projects"},
    "documents-cited": {"documents"},
    "where-to-check": {"passage"},
    "hedges": {"hedges", "passage"},
    "conditions": {"conditions"},
    "ratified-by": {"countries", "yes/no"},
    "earmarks": {"donors"},
    "since-when": {"dates", *_BASE},
    "overdue-promises": {"actions", "dates"},
    "promises-kept": {"actions", "status"},
}
_PHRASED = {"nothing-taken", "unanswered", "promises-kept", "sections", "themes", "hedges"}
"""Named questions that say by themselves what the reader put in words."""
_LIKE = {"count": {"count", "actions", "recommendations"}, "beneficiaries": {"organisations", "countries"}}


def judged(asking: QuestionInterpreter, case: dict[str, Any]) -> tuple[bool, bool, str]:
    """Whether the first reading is right, whether it is sure, and what is wrong with it."""
    found = asking.ask(case["text"], "en")
    if not found:
        return case["answerable"] == "no", False, "nothing understood"
    first = found[0]
    sure = first.reading.sure
    if case["answerable"] == "no":
        return not sure, sure, "answered as if it could be" if sure else ""
    wrong = _wrong(asking, first, case)
    return not wrong, sure, wrong


def _wrong(asking: QuestionInterpreter, found: Found, case: dict[str, Any]) -> str:
    wanted = case["reading"]
    reading = found.reading
    kinds = _NAMED.get(reading.name) or _TELLS.get(reading.question.shows, set())
    if reading.name and reading.name not in _NAMED:
        shown = {use.shows for use in asking.reader.uses if use.question == reading.name}
        kinds = {reading.name, *(kind for one in shown for kind in _TELLS.get(one, ()))}
    bare = _is_bare(asking, wanted["filters"], case["text"])
    if not bare and not kinds & ({wanted["wanted"]} | _LIKE.get(wanted["wanted"], set())):
        return f"shows {reading.name or reading.question.shows}, wanted {wanted['wanted']}"
    chips = reading.question.chips
    said = [_said(asking, reading.name, chip) for chip in chips]
    told = (
        {word for words in said for word in words}
        | _kind_words(asking, reading)
        | {*stems(reading.name.replace("-", " ")), *stems(reading.question.shows)}
    )
    expected: set[str] = set()
    for name, value in wanted["filters"].items():
        missing = _missing(asking, name, value, chips, told, reading.name, reading.question.shows)
        if missing:
            return missing
        values = value if isinstance(value, list) else [value]
        expected |= {word for one in values for word in stems(str(one))}
    return _extra(asking, chips, said, wanted["filters"], expected, reading.name)


def _missing(
    asking: QuestionInterpreter,
    name: str,
    value: Any,
    chips: tuple[Chip, ...],
    told: set[str],
    question: str,
    shows: str,
) -> str:
    if name in _THINGS:
        for one in value:
            words = {word for word in stems(one) if word not in MINOR}
            if not (len(words - told) * 3 <= len(words) or _is_there(asking, one, chips)):
                return f"{name} {one} is missing"
    elif name == "words" and question not in _PHRASED:
        words = {word for word in stems(value) if word not in MINOR}
        if sum(any(_same(word, other) for other in told) for word in words) * 2 < len(words):
            return f"words {value!r} are missing"
    elif name == "status":
        if value == ["planned only"]:
            return "" if _values(chips, "only") == {"planned"} else "status is missing"
        if shows == "date" or question == "dated-commitments":
            return ""  # what has a deadline is planned
        # What is being prepared is under way, and not all that is under way is being prepared.
        if value == ["under way"] and '"being prepared"' in _values(chips, "words"):
            return ""
        if not {one.replace(" ", "-") for one in value} <= _values(chips, "status"):
            return f"status {value} is missing"
    elif name == "section":
        return "" if {_ROMAN[one] for one in value} == _values(chips, "section") else f"section {value} is missing"
    elif name == "recommendations":
        numbers = {str(one) for one in value}
        # What a row is about can be asked for by its words as well.
        if numbers != _values(chips, "number") and all(chip.key != "words" for chip in chips):
            return f"recommendations {value} are missing"
    elif name == "date":
        if not (_values(chips, "when") or question in ("dated-commitments", "obligations")):
            return f"date {value} is missing"
        start = value.removeprefix("after ").removeprefix("before ")[:7]
        if not any(one.startswith((start, start[:4])) or start[:4] in one for one in _values(chips, "when")):
            return f"date {value} is missing"
    return ""


def _extra(
    asking: QuestionInterpreter,
    chips: tuple[Chip, ...],
    said: list[set[str]],
    filters: dict[str, Any],
    expected: set[str],
    name: str,
) -> str:
    for chip, words in zip(chips, said, strict=True):
        allowed = {
            # "Promised for November": whether that is a status or only the verb, readers differ.
            "status": "status" in filters or ("date" in filters and chip.values == ("planned",)),
            "section": "section" in filters,
            "number": "recommendations" in filters,
            "when": "date" in filters or any(word.isdigit() for word in expected),
            "role": True,
            # The asker's own words, found in the text, and the sort that they name.
            "words": True,
            "called": True,
            "at": True,
            "sort": True,
            "only": "status" in filters,
        }.get(chip.key)
        if allowed is None:
            # That the ILO is none of those it works with goes without saying.
            itself = chip.without and chip.values[0].endswith("/organisation/ilo")
            allowed = itself or any(_same(word, other) for word in words for other in expected)
        if not allowed:
            return f"{chip.key} {chip.told} was not asked"
    return ""


def _values(chips: tuple[Chip, ...], key: str) -> set[str]:
    return {value for chip in chips if chip.key == key for value in chip.values}


def _said(asking: QuestionInterpreter, name: str, chip: Chip) -> set[str]:
    """All words by which what a chip holds is known."""
    names = asking.reader.names
    words = {word for value in chip.names for word in stems(value)}
    for value in chip.values:
        words |= {word for label in names.label.get(value, {}).values() for word in stems(label)}
        words |= set(stems(value.rpartition("/")[2].replace("-", " ")))
    words |= {word for things in _names_of(names, chip.values) for word in things}
    for lexicon in asking.reader.lexicons.values():
        for said, meanings in lexicon.phrases.items():
            if any(meaning.role == "names" and set(meaning.value) & set(chip.values) for meaning in meanings):
                words |= set(said)
    return words - MINOR


def _names_of(names: Any, values: tuple[str, ...]) -> list[tuple[str, ...]]:
    return [words for words, things in names._things.items() if set(things) & set(values)]


def _is_there(asking: QuestionInterpreter, name: str, chips: tuple[Chip, ...]) -> bool:
    things = set(asking.reader.names.things(tuple(word for word in stems(name) if word not in MINOR)))
    return any(things & set(chip.values) for chip in chips)


def _same(a: str, b: str) -> bool:
    b = b.rstrip("*")
    return a == b or (len(b) > 3 and a.startswith(b)) or (len(a) > 4 and b.startswith(a[:-1]))


def _is_bare(asking: QuestionInterpreter, filters: dict[str, Any], text: str) -> bool:
    """Whether a text only names one thing."""
    if set(filters) & set(_THINGS) != set(filters) or len(filters) != 1:
        return False
    return bool(asking.reader.names.things(tuple(word for word in stems(text) if word not in MINOR)))


def _kind_words(asking: QuestionInterpreter, reading: Any) -> set[str]:
    """The words by which people ask for the kind that is shown."""
    shown = {use.shows for use in asking.reader.uses if use.question == reading.name} | {reading.question.shows}
    roles = {("shows", (kind,)) for kind in shown} | ({("funding", ("words",))} if "donor" in shown else set())
    return {
        word
        for said, meanings in asking.reader.lexicons["en"].phrases.items()
        if any((meaning.role, meaning.value) in roles for meaning in meanings)
        for word in said
    }
