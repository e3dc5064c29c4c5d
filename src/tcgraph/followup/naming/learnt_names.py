"""Names that a pipeline has learnt to see and nothing in their form tells: places, bodies called by plain words.

What was learnt errs on headings and on what begins a sentence, so it counts only where the text itself bears it out: a
place stands behind a word of place, and has the capitals of a name inside a sentence.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from tcgraph.followup.folded_text import just_before
from tcgraph.followup.naming.english_names import NameInText
from tcgraph.followup.naming.english_names import kind_of as english_kind
from tcgraph.followup.naming.name_words import ANY, ANY_ROMANCE, NO_NAMES, ORGANISATION, PARTS, PLACE, POSTS, STARTERS
from tcgraph.followup.naming.romance_names import kind_of
from tcgraph.followup.wording.parsing import LearntName

_PLACES: Final = {"GPE", "LOC"}
_KINDS: Final = {"ORG": ORGANISATION}
_ARTICLE: Final = re.compile(r"^(?:the|The|la|La|le|Le|les|el|El|los|las|l'|L')\s*")
_AT: Final = re.compile(
    r"\b(?:in|at|near|across|throughout|from|to|of|between|around|outside|within"
    r"|en|à|au|aux|dans|vers|entre|depuis|desde|hacia|hasta)\s+(?:the\s+|la\s+|el\s+|les\s+|los\s+)?$"
    r"|\bà l'$",
    re.IGNORECASE,
)
"""Before a place: "in Nairobi", "à Mopti", "en Loreto"."""
_AND: Final = re.compile(r"(?:,|\band|\bor|\bet|\bou|\by|\be|\bo|/)\s*(?:the\s+|à\s+|en\s+|de\s+|d')?$")
_NAME: Final = re.compile(
    r"[A-ZÀ-ÖØ-Þ][\w'’.-]*[a-zà-ÿ](?:[\s-]+(?:(?:de|del|du|des|la|le|les|los|las|of|and|the|sur|au|en|y)\s+){0,2}"
    r"[A-ZÀ-ÖØ-Þ][\w'’-]*[a-zà-ÿ])*"
)
_WORD: Final = re.compile(r"[A-ZÀ-ÖØ-Þ][a-zà-ÿ]{3,}")
_OFTEN: Final = 3
_QUOTES: Final = re.compile(r"[\"“”«»]")
_DIRECTIONS: Final = {"north", "south", "east", "west", "northern", "southern", "eastern", "western", "upper", "lower",
                      "greater", "new", "central"}  # fmt: skip


def places(text: str, learnt: Iterable[LearntName], taken: Iterable[NameInText]) -> Iterator[NameInText]:
    """The places that a text names.

    Args:
        text: with straight apostrophes.
        learnt: what a pipeline sees in it.
        taken: names whose form tells what they are of; what stands within them is no place of its own.
    """
    spans = [(one.start, one.end) for one in taken if one.kind]
    last = -2
    for one in learnt:
        lead = _ARTICLE.match(one.words)
        start = one.start + (lead.end() if lead else 0)
        words = text[start : one.end].removesuffix("'s")
        if one.label not in _PLACES or _NAME.fullmatch(words) is None or _is_thing(words):
            continue
        if any(a < one.end and start < b for a, b in spans):
            continue
        if len(_QUOTES.findall(text[: one.start])) % 2:
            continue  # a part of what is quoted
        before = just_before(text, start)
        if not before.strip() or before.rstrip()[-1] in ".:;!?•":
            continue  # there a capital tells nothing
        listed = last >= 0 and _AND.search(before) is not None and start - last < 12
        if _AT.search(before) or listed:
            last = start + len(words)
            yield NameInText(words, start, PLACE)


def _is_thing(words: str) -> bool:
    """Whether words are built around a noun of a body, a text or a part of the table, or are somebody's post."""
    parts = words.lower().split()
    if parts[0] in STARTERS - _DIRECTIONS or any(part in PARTS | POSTS | NO_NAMES for part in (parts[0], parts[-1])):
        return True
    own = [part for part in parts if part not in ANY | ANY_ROMANCE and part not in _DIRECTIONS]
    return not own or bool(kind_of(parts[0]) or english_kind(parts[-1]))


def kinds_learnt(found: Counter[tuple[str, str]], words: str) -> str | None:
    """What most of what was learnt takes a run of capitals for; None where nothing was learnt of it.

    Args:
        found: how often each name got each label.
        words: the run.
    """
    labels = Counter({label: n for (name, label), n in found.items() if name == words})
    if not labels:
        return None
    label, count = labels.most_common(1)[0]
    return _KINDS.get(label, "") if 2 * count > labels.total() else None


def single_bodies(found: Counter[tuple[str, str]]) -> Iterator[str]:
    """Single words that were taken for a body's name time and again, and for hardly anything else: "Fujitsu".

    Args:
        found: how often each name got each label.
    """
    labels: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for (name, label), times in found.items():
        labels[name][label] += times
    for name, given in labels.items():
        low = name.lower()
        if _WORD.fullmatch(name) is None or low in PARTS | POSTS | NO_NAMES | STARTERS | ANY | ANY_ROMANCE:
            continue
        if english_kind(low) or kind_of(low) or english_kind(low.removesuffix("s")):
            continue
        if given["ORG"] >= _OFTEN and given["ORG"] >= 0.75 * given.total():
            yield name


def without_article(words: str) -> str:
    """A name without the article before it."""
    return _ARTICLE.sub("", words)
