"""Names in English that no list has: runs of words in capitals, and the noun that tells what each is the name of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise, takewhile
from typing import Final

from tcgraph.followup.folded_text import just_before
from tcgraph.followup.naming.name_words import (
    ALONE,
    ANY,
    ENGLISH,
    INSTRUMENT,
    KINDS,
    NO_NAMES,
    ORGANISATION,
    PARTS,
    PLACE,
    POSTS,
    PROGRAMME,
    STARTERS,
)
from tcgraph.followup.naming.short_forms import is_introduced
from tcgraph.followup.wording.verb_meanings import ACTORS, DEEDS, TRY

_TOKEN: Final = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿ][\w'&-]*|&|\d[\w.-]*")
_JOINS: Final = {"of", "for", "on", "against", "and", "&", "to", "in"}
_FOLLOWS_HEAD: Final = {"for", "on", "against", "to", "in"}
"""These, and "in", go on with a name only after its noun: "Committee on Fisheries", but no "Ministers on Friday"."""
_STOP: Final = re.compile(r"[.;:!?•\n\t()\[\]{}\"“”«»|/,–—]")
_INTRODUCED: Final = re.compile(r"in [A-Z]\w+(?: [A-Z]\w+){0,3} \([A-Z]{2}")
_NUMERAL: Final = re.compile(r"[IVX]+|[A-Z]")
_BEGINS: Final = re.compile(r"(?:^|[.:;!?•\n\t|]\s*|[\"“(\[]\s*|^\s*[-–*]\s*|\b\d+[.)]\s*)$")
_NUMBERED_ELSEWHERE: Final = {"convention", "resolution", "protocol"}
"""Their numbers are read by what is known of them."""
_LONG: Final = 3
"""More words in capitals are a name, however general each of them: "Corporate Project Management Office"."""
_NUMBER: Final = re.compile(r" of (?:19|20)\d\d\b|\s(?:[Nn]os?\.?\s*)?\d[\d./-]*\d\b|\s(?:[Nn]o\.?\s*)\d")
"""What numbers a law, an order or a circular."""


@dataclass(frozen=True, slots=True)
class NameInText:
    """A name as it stands in a text.

    Attributes:
        surface: its words.
        start: offset in the text.
        kind: what it is taken for; "" where its form does not tell.
        begins: whether it stands where a sentence, line or cell begins, so that its capital need not be its own.
    """

    surface: str
    start: int
    kind: str
    begins: bool = False

    @property
    def acts(self) -> bool:
        """Whether it is a body's name."""
        return self.kind == ORGANISATION

    @property
    def end(self) -> int:
        """Offset after its last character."""
        return self.start + len(self.surface)


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    start: int
    begins: bool

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def low(self) -> str:
        return self.text.lower().removesuffix("'s").rstrip("'")

    @property
    def capital(self) -> bool:
        return self.text[0].isupper() and self.low not in NO_NAMES


def english_names(text: str) -> Iterator[NameInText]:
    """Names that their form tells, and runs of capitals whose form tells nothing (with no kind).

    Args:
        text: with straight apostrophes.
    """
    tokens = [
        _Token(
            found[0].rstrip("-'&") or found[0], at := found.start(), _BEGINS.search(just_before(text, at)) is not None
        )
        for found in _TOKEN.finditer(text)
    ]
    at = 0
    while at < len(tokens):
        if not tokens[at].capital or (tokens[at].begins and tokens[at].low in STARTERS):
            at += 1
            continue
        stop = _run(text, tokens, at)
        for piece in _pieces(tokens[at:stop]):
            yield from _names(text, piece, tokens[stop : stop + 1])
        at = stop


def _run(text: str, tokens: list[_Token], at: int) -> int:
    """Where a run of capitals that begins at a word ends."""
    here = at + 1
    while here < len(tokens):
        if _apart(text, tokens[here - 1], tokens[here]) and not _lists(text, tokens, at, here):
            break
        if tokens[here].capital:
            here += 1
            continue
        ahead = _past_join(text, tokens, here)
        if ahead is None:
            break
        join = tokens[here].low
        heads = tokens[at:here] if join == "against" else tokens[here - 1 : here]
        if join in _FOLLOWS_HEAD and not any(map(_is_head, heads)):
            break
        here = ahead + 1
    return here


def _past_join(text: str, tokens: list[_Token], here: int) -> int | None:
    """The word in capitals after "of", "for the", "and"; None where none follows."""
    count = 0
    if tokens[here].text == "in" and not _INTRODUCED.match(text, tokens[here].start):
        return None  # but "the Harbour Support Mission in Libya (HSML)"
    while here < len(tokens) and count < 3 and (tokens[here].text in _JOINS or (count and tokens[here].text == "the")):
        if here + 1 >= len(tokens) or _apart(text, tokens[here], tokens[here + 1]):
            return None
        here, count = here + 1, count + 1
    return here if count and here < len(tokens) and tokens[here].capital else None


def _apart(text: str, one: _Token, other: _Token) -> bool:
    if len(one.text) == 1 and one.text.isupper() and text[one.end : other.start] == ". ":
        return False  # "Anna R. Lind Harbour Act"
    return _STOP.search(text, one.end, other.start) is not None


def _lists(text: str, tokens: list[_Token], at: int, here: int) -> bool:
    """Whether a comma goes on with what a body is for: "Department of Harbours, Docks and Quays"."""
    if text[tokens[here - 1].end : tokens[here].start].strip() != "," or not tokens[here].capital:
        return False
    if tokens[here - 1].low in POSTS:
        return False
    if not any(map(_is_head, tokens[at : here - 1])) and _ends_in_noun(text, tokens, here):
        return True
    if _is_head(tokens[here]):
        return False
    if not any(one.low in ("of", "for", "on") for one in tokens[at:here]) or not any(map(_is_head, tokens[at:here])):
        return False
    for after in range(here + 1, min(here + 6, len(tokens) - 1)):
        if _is_head(tokens[after]) and tokens[after + 1].low in ("of", "for", "on"):
            return False  # another body begins
        if tokens[after].text in ("and", "&"):
            more = takewhile(lambda one: one.capital, tokens[after + 1 : after + 4])
            return tokens[after + 1].capital and not any(map(_is_head, more))
        if not tokens[after].capital:
            return False
    return False


def _ends_in_noun(text: str, tokens: list[_Token], here: int) -> bool:
    """Whether a list of capitals ends in one body's noun: "Strategic Policy, Planning and Foreign Affairs Branch"."""
    for at in range(here, min(here + 5, len(tokens) - 1)):
        if tokens[at].text in ("and", "&"):
            last = list(takewhile(lambda one: one.capital, tokens[at + 1 : at + 6]))
            whole = last and not any(_apart(text, one, other) for one, other in pairwise(last))
            return bool(whole) and last[-1].low in ENGLISH[ORGANISATION] and len(last) > 1
        if not tokens[at].capital or _is_head(tokens[at]):
            return False
    return False


def _is_head(token: _Token) -> bool:
    return token.capital and kind_of(token.low) not in ("", PLACE)  # "Harbour Commission", "Port and Docks Act"


def kind_of(noun: str) -> str:
    """What a noun makes its name a name of; "" where it is none of these nouns."""
    return next((kind for kind in KINDS if noun in ENGLISH[kind]), "")


def _pieces(run: list[_Token]) -> Iterator[list[_Token]]:
    """A run, cut at "and" where both sides are names of their own."""
    for at, token in enumerate(run):
        if token.text not in ("and", "&") or at == 0:
            continue
        before, after = run[:at], run[at + 1 :]
        if not after:
            continue
        article = after[0].text == "the"
        first_of = next((i for i, one in enumerate(after) if one.low in ("of", "for", "on", "and", "&")), len(after))
        other = any(_is_head(one) or one.low in POSTS for one in after[:first_of])
        ended = (
            (len(before) > 1 or before[0].low in ALONE["en"])
            and _is_head(before[-1])
            and not any(one.low in ("of", "for", "on") for one in before)
        )
        own = other and any(map(_is_head, before)) and (ended or first_of < len(after) or after[0].text.isupper())
        if article or own or ended or (before[-1].text.isupper() and after[0].text.isupper()):
            yield before
            yield from _pieces(after[1:] if article else after)
            return
    yield run


def _names(text: str, run: list[_Token], following: list[_Token]) -> Iterator[NameInText]:
    if len(run) > 1 and run[0].low in PARTS and _NUMERAL.fullmatch(run[1].text):
        return  # "Phase II of the Project"
    run = _without_beginning(run)
    while run and not run[-1].capital:
        run = run[:-1]
    if not run:
        return
    join = next((i for i, one in enumerate(run) if one.low in _JOINS - {"and", "&"}), len(run))
    noun = run[:join]
    if any(one.low in POSTS for one in noun[-1:]) and not _is_head(noun[-1]):
        rest = run[join + 1 :]  # "Head of Nursing for the Harbour Board": whom somebody's post is of
        yield from _names(text, rest[1:] if rest and rest[0].text == "the" else rest, following)
        return
    end = run[-1].end - (2 if run[-1].text.endswith("'s") else 0)
    cited = _NUMBER.match(text, run[-1].end) if kind_of(run[-1].low) == INSTRUMENT else None
    dated = cited is not None and cited[0].startswith(" of") and len(run) > 1  # "Harbour Dues Amendment Act of 2013"
    if cited is not None and (dated or (run[-1].low not in _NUMBERED_ELSEWHERE and not cited[0].startswith(" of"))):
        run = run[1:] if len(run) > 1 and run[0].begins and run[0].low in DEEDS else run
        yield NameInText(text[run[0].start : cited.end()], run[0].start, INSTRUMENT)
        return
    # "the Serious Incident Accreditation scheme": the noun in small letters after a name of its own
    beside = following and not _apart(text, run[-1], following[0]) and following[0].start - run[-1].end == 1
    small = kind_of(following[0].low) if beside and not following[0].capital else ""
    if small and _own_words(run) > 1 and not following[0].low.endswith("s"):
        yield NameInText(text[run[0].start : following[0].end], run[0].start, small, run[0].begins)
        return
    kind = _kind(run, join)
    if kind is None and is_introduced(text, run[0].start, end):
        kind = ""  # "the Curriculum Review (CR)": whatever its noun, it is given a short form
    if kind is None:
        return
    yield NameInText(text[run[0].start : end], run[0].start, kind, run[0].begins)


def _without_beginning(run: list[_Token]) -> list[_Token]:
    """A run without the verb or the small word that its sentence begins with."""
    while run and (not run[0].capital or _NUMERAL.fullmatch(run[0].text)):
        run = run[1:]  # "II of the Project", "B and Regulation": what numbers the thing before
    owner = run[0].text.removesuffix("'s") if len(run) > 1 and run[0].text.endswith("'s") else ""
    if owner and (run[0].low in ACTORS or (owner.isupper() and len(owner) > 1)):
        return _without_beginning(run[1:])  # "the Government's Harbour Strategy"
    if len(run) < 2 or not run[0].begins:
        return run
    first, rest = run[0].low, run[1:]
    done = first in DEEDS | TRY or (first.endswith(("ing", "ed")) and first != "united")
    if first in STARTERS or (
        done
        and not (len(rest) == 1 and rest[0].low in ENGLISH[ORGANISATION] and run[0].start)
        and rest[0].low not in _JOINS
    ):
        return _without_beginning(rest) if rest[0].begins else rest
    return run


def _own_words(run: list[_Token]) -> int:
    """How many words of a run say which of its kind is meant."""
    return sum(one.capital and one.low not in ANY and one.low not in PARTS and not _is_head(one) for one in run)


def _kind(run: list[_Token], join: int) -> str | None:
    """What a run is the name of, "" where its form does not tell, None where it is no name."""
    head = run[join - 1]
    if len(run) == 1:
        return ORGANISATION if head.low in ALONE["en"] and not head.begins else None
    if head.low == "government" and _own_words(run) and not any(one.low in (*_JOINS, "open") for one in run):
        return ORGANISATION  # "the Welsh Government"
    if head.low in PARTS or run[0].low in POSTS:
        return None
    noun = head if kind_of(head.low) else run[-1] if kind_of(run[-1].low) and not _after_join(run) else None
    if noun is None and (plural := _singular(head.low)) and kind_of(plural):
        # "United Nations Agencies", "Regional Offices": any of them, unless a short name says whose
        return kind_of(plural) if run[0].text.isupper() and len(run[0].text) > 1 else None
    if noun is None:
        return ""
    kind, own = kind_of(noun.low), _own_words(run)
    about = run[join + 1 :] if noun is head else []
    long = sum(one.capital for one in run[:join]) > _LONG
    if not own and not long and not _names_one(about):
        return None
    if (
        kind == PROGRAMME
        and own + sum(one.capital for one in about) < 2
        and not long
        and noun.low in ("plan", "system", "platform", "portal", "framework", "agenda")
    ):
        return None if not any(one.text.isupper() and len(one.text) > 1 for one in run) else kind
    return kind


def _names_one(rest: list[_Token]) -> bool:
    capitals = [one.low for one in rest if one.capital]
    return len(capitals) > 1 or any(one not in ANY for one in capitals)


def _after_join(run: list[_Token]) -> bool:
    """Whether the last word belongs to what the name is about: "State of the Union"."""
    joins = [i for i, one in enumerate(run) if one.low in _JOINS - {"and", "&"}]
    return bool(joins) and joins[-1] >= len(run) - 3 and _is_head(run[joins[0] - 1])


def _singular(noun: str) -> str:
    return f"{noun[:-3]}y" if noun.endswith("ies") else noun[:-1] if noun.endswith("s") else ""
