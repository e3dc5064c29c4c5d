"""Things that a sentence calls by words of their titles, such as "the Turin donor meeting"."""

from __future__ import annotations

from tcgraph.questions.in_words.function_words import IN, OF, WITH
from tcgraph.questions.in_words.known_names import TITLED, Names
from tcgraph.questions.in_words.lexicon import MINOR, Lexicon, Meaning
from tcgraph.questions.in_words.phrases import Phrase
from tcgraph.questions.in_words.word_tokens import WordToken

_LONGEST = 9
_FEWEST = 2
_COUNTRY = Meaning("shows", ("country",))


def titled(phrases: list[Phrase], words: list[WordToken], lexicon: Lexicon, names: Names) -> list[Phrase]:
    """The phrases of a sentence; in place of those within words that only one title has, one for that thing."""
    found: list[Phrase] = []
    at = 0
    while at < len(phrases):
        found.append(_title_at(phrases, at, words, lexicon, names) or phrases[at])
        end = found[-1].end
        at += 1
        while at < len(phrases) and phrases[at].start < end:
            at += 1
    return found


def _title_at(phrases: list[Phrase], at: int, words: list[WordToken], lexicon: Lexicon, names: Names) -> Phrase | None:
    """The one thing that is called by a noun such as "meeting" with words beside it, from one phrase on."""
    start = phrases[at].start
    for end in range(min(len(words), start + _LONGEST), start + 1, -1):
        if any(p.start < end < p.end or (p.start, p.end) == (start, end) for p in phrases):
            continue
        said = [token for token in words[start:end] if token.word not in OF | IN | MINOR | WITH | lexicon.stop]
        heads = [token for token in said if _is_head(token, lexicon)]
        if len(said) < _FEWEST or not heads or words[end - 1] is not said[-1] or words[start] is not said[0]:
            continue
        if names.things(tuple(token.word for token in said)):
            continue
        turning = (m for p in phrases if start <= p.start < end for m in p.meanings if m.role == "operator")
        if any(m.value != ("nothing",) for m in turning):
            continue  # "the Turin Centre in this plan"
        if any(_COUNTRY in one.meanings and start <= one.start < end for one in phrases):
            continue  # "project countries" are countries, and no project
        things = names.titled(frozenset(token.word for token in said))
        if len(things) == 1:
            return Phrase(start, end, (Meaning("names", things),))
    return None


def _is_head(token: WordToken, lexicon: Lexicon) -> bool:
    """Whether a word is the noun of a title, and of one thing."""
    meanings = lexicon.phrases.get((token.word,), ())
    one = not token.typed.endswith(("s", "x"))
    sort = any(meaning.role == "sort" and meaning.value[0] in TITLED for meaning in meanings)
    return one and (sort or token.word in lexicon.heads)
