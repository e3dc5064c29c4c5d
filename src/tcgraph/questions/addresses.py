"""A question made of parts as the parameters of an address, and back: the same address for the same question."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from tcgraph.errors import BadParameter
from tcgraph.namespaces import application
from tcgraph.queries import is_date
from tcgraph.questions.chips import ANY, Chip, Question
from tcgraph.questions.kinds import OWN, PLAIN, Kind

NOT, NONE = "not.", "none."
"""What stands before a key that must not hold: of a row, or of a thing that is shown as a whole."""
_SIGNS = {"": (False, False), NOT: (True, False), NONE: (True, True)}
_BETWEEN = ","
_TIME = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_NUMBER = re.compile(r"\d{1,4}")
_CODE = re.compile(r"[\w./-]+")
_TEXT = ("words", "called", "at")
GROUPS = ("status", "section", "number")
"""What answers can be counted by, beside the things that are shown and, where actions are, the things they name."""


def to_parameters(question: Question, kinds: Mapping[str, Kind]) -> dict[str, str]:
    """The parameters that say a question."""
    found = {"show": question.shows} if question.shows != "action" else {}
    for chip in question.chips:
        key = (NONE if chip.none else NOT if chip.without else "") + chip.key
        said = (_short(value, kinds.get(chip.key)) for value in chip.values)
        values = _BETWEEN.join(value.replace(_BETWEEN, " ").replace(";", " ") for value in said)
        # Two chips of one key both have to hold; in an address they stand one after the other.
        found[key] = f"{found[key]};{values}" if key in found else values
    if question.as_of:
        found["asOf"] = question.as_of
    if question.group:
        found["group"] = question.group
    return found


def from_parameters(given: Mapping[str, str], kinds: Mapping[str, Kind], statuses: Sequence[str] = ()) -> Question:
    """The question that parameters say; those that are none of a question's are passed over.

    Args:
        given: the parameters of an address.
        kinds: what there is to ask for and by.
        statuses: those that there are, where others are to be refused.

    Raises:
        BadParameter: a value is none that there can be.
    """
    shows = given.get("show", "") or "action"
    if shows not in ("action", "recommendation") and shows not in kinds:
        raise BadParameter(f"show={shows!r} is not known; it is action, recommendation, {', '.join(kinds)}.")
    chips = []
    for key in (*PLAIN, *OWN, *kinds):
        for sign, (without, none) in _SIGNS.items():
            for part in given.get(sign + key, "").split(";"):
                values = tuple(value.strip() for value in part.split(_BETWEEN) if value.strip())
                if values:
                    chips.append(replace(_chip(key, values, kinds, without=without), none=none and shows in kinds))
    for chip in chips if statuses else ():
        if chip.key in ("status", "only") and not set(chip.values) <= set(statuses):
            raise BadParameter(
                f"{chip.key}={', '.join(chip.values)!r} is not known; it is one of {', '.join(statuses)}."
            )
    group = given.get("group", "")
    if group and group not in (*GROUPS, *(kind.variable for kind in kinds.values())):
        raise BadParameter(f"group={group!r} is not known; it is one of {', '.join(GROUPS)}, or a kind of thing.")
    if group and group not in GROUPS and shows != "action" and not (shows in kinds and kinds[shows].variable == group):
        group = ""
    as_of = given.get("asOf", "")
    if as_of and not is_date(as_of):
        raise BadParameter(f"asOf={as_of!r} is not a date such as 2006-11-30.")
    return Question(shows, tuple(chips), as_of, group)


def joined(given: Mapping[str, str]) -> dict[str, str]:
    """The parameters that a form sets by its further lists: what may hold beside a value, or has to hold with it.

    Args:
        given: of the address; ``or.KEY`` and ``and.KEY`` are of those lists.

    Returns:
        Those to change; an empty text removes one. Nothing where no such list was used.
    """
    changes: dict[str, str] = {}
    for sign, between in (("or.", _BETWEEN), ("and.", ";")):
        for name, value in given.items():
            key = name.removeprefix(sign)
            if key != name:
                known = changes.get(key) or given.get(key, "")
                changes |= {key: f"{known}{between}{value}" if known else value, name: ""}
    return changes


def _chip(key: str, values: tuple[str, ...], kinds: Mapping[str, Kind], *, without: bool) -> Chip:
    if ANY in values and key in kinds:
        return Chip(key, (ANY,), (), without)
    if key in ("section", "number") and not all(_NUMBER.fullmatch(value) for value in values):
        raise BadParameter(f"{key}={', '.join(values)!r} is not a number.")
    if key in ("when", "done"):
        values = tuple(_time(value) for value in values)
    elif key not in _TEXT and not all(_CODE.fullmatch(value) for value in values):
        raise BadParameter(f"{key}={', '.join(values)!r} is not a code.")
    if key in kinds:
        values = tuple(_whole(value, kinds[key]) for value in values)
    if key in ("own", "sort"):
        values = tuple(_addressed(value) for value in values)
    if key in _TEXT:
        values = tuple(dict.fromkeys(_searched(value) for value in values))
    return Chip(key, values, (), without)


def _searched(value: str) -> str:
    """Words as they are searched for, all of them or, in quotes, one after the other."""
    words = " ".join(re.findall(r"[^\W_]+\*?", value)[:6]) or "?"
    return f'"{words}"' if value.startswith('"') else words


def _addressed(value: str) -> str:
    """The address that a short form stands for."""
    things = application().things
    return (things.removesuffix("id/") if value.startswith("vocab/") else things) + value


def _time(text: str) -> str:
    start, slash, end = text.partition("/")
    end = end if slash else start
    if not (_TIME.fullmatch(start) and _TIME.fullmatch(end)):
        raise BadParameter(f"when={text!r} is not a year, a month or two with a slash between, such as 2006-11.")
    return f"{start}/{end}"


def _short(value: str, kind: Kind | None) -> str:
    if kind and kind.folder and value.startswith(kind.folder):
        return value.removeprefix(kind.folder)
    things = application().things
    if value.startswith(things.removesuffix("id/")):
        return value.removeprefix(things).removeprefix(things.removesuffix("id/"))
    start, slash, end = value.partition("/")
    return start if slash and start == end and kind is None else value


def _whole(value: str, kind: Kind) -> str:
    if "/" not in value:
        return kind.folder + value
    return _addressed(value)
