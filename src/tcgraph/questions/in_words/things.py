"""The things that a sentence names, as what has to hold: who pays, who acts together, and which of several."""

from __future__ import annotations

from dataclasses import replace

from tcgraph.questions.chips import Chip
from tcgraph.questions.in_words.function_words import ASKING, IN, OF, RELATIVE, SMALL, THE
from tcgraph.questions.in_words.knowledge import KnownTerms, Named
from tcgraph.questions.in_words.lexicon import MINOR, Lexicon, key
from tcgraph.questions.in_words.reading import AMBIGUOUS
from tcgraph.questions.in_words.word_tokens import AND, OR, WordToken

_BOTH = frozenset(("theme", "framework"))
_ACTING = frozenset(("doer", "receiver"))
_PLACES = frozenset(("country", "place"))
_LETTERS = 2
_TOLD = 4
"""Names of things that are told where any of them is meant."""


class Things:
    """What a sentence names.

    Attributes:
        named: in the order in which they are named.
        both: the word that says that all of them have to be there; empty for none.
        either: the place after an "or"; 0 where none has been.
        doubts: what makes less sure what is meant.
    """

    def __init__(self, reader: KnownTerms, words: list[WordToken], lexicon: Lexicon, language: str) -> None:
        self._reader = reader
        self._words = words
        self._lexicon = lexicon
        self._language = language
        self.named: list[Named] = []
        self.both = ""
        self.either = 0
        self.doubts: list[float] = []

    def add(self, named: Named) -> None:
        """Things that were named; what "or" stands between is one choice, of whichever kinds."""
        last = self.named[-1] if self.named else None
        if last and last.without and not named.without and self._goes_on(last, named):
            named = replace(named, without=True)  # "except ACTRAV and ACT/EMP": neither
        if last and self._begins_name(last, named):
            self.named[-1] = replace(named, start=last.start)
        elif last and (joined := self._joined(last, named)):
            self.named[-1] = Named(joined, last.start, named.end, last.without)
        elif last and self._chosen(last, named) and last.without == named.without:
            self.named[-1] = Named((*last.things, *named.things), last.start, named.end, named.without)
        else:
            self.named.append(named)

    def _goes_on(self, last: Named, named: Named) -> bool:
        """Whether no more than an "and" or an "or" stands between two things that are named, or a comma."""
        return {token.word for token in self._words[last.end : named.start]} <= AND | THE

    def _begins_name(self, last: Named, named: Named) -> bool:
        """Whether what stands before is no name but the first letters of this one: "TC master plan"."""
        typed = "".join(token.typed for token in self._words[last.start : last.end])
        if last.end != named.start or not typed.isupper() or len(typed) < _LETTERS or last.without != named.without:
            return False
        names = self._reader.names
        said = [token.word for token in self._words[named.start : named.end] if token.word.isalnum()]
        labels = [key(text) for thing in named.things for text in names.label.get(thing, {}).values()]
        return any(
            "".join(word[0] for word in words[: len(typed)]) == typed.casefold()
            and list(words[len(typed) : len(typed) + len(said)]) == said
            for words in labels
        )

    def _joined(self, last: Named, named: Named) -> tuple[str, ...]:
        """The one thing whose name has those of both, as workers' organizations in donor countries has."""
        between = [token.word for token in self._words[last.end : named.start]]
        if last.without != named.without or not all(word in OF | IN for word in between):
            return ()
        return self._reader.names.joined(last.things, named.things)

    def _chosen(self, last: Named, named: Named) -> bool:
        """Whether an "or" and no more than small words stand between: "for employers or for workers"."""
        between = (token.word for token in self._words[self.either : named.start])
        return last.end == self.either - 1 and self.either <= named.start and all(word in SMALL for word in between)

    def chips(self, shows: str, *, money: bool) -> list[Chip]:
        """What has to hold for them."""
        money = money or shows in ("donor", "project")
        found: dict[tuple[str, bool, int], Chip] = {}
        apart = 0
        for place, named in enumerate(self.named):
            key, values, called = self._key_of(named, money=money, places=shows in _PLACES)
            if named.without and key == "organisation" and shows in _ACTING:
                key = shows  # who acts beside one is another, also where both act together
            # One thing by two of its names; two that have some in common may be asked for together.
            before, here = {*(self.named[place - 1].things if place else ())}, {*named.things}
            again = place and ((before >= here or before <= here) if self.both else before & here)
            apart = apart if again else place if shows != key and self._holds_apart(key, place) else 0
            at = (key, named.without, apart)
            old = found.get(at)
            if old is None:
                found[at] = Chip(key, values, (called,), named.without, self._typed(named))
                continue
            names = (*old.names, *((called,) if called not in old.names else ()))
            found[at] = replace(old, values=tuple(dict.fromkeys((*old.values, *values))), names=names, typed="")
        return list(dict.fromkeys(found.values()))

    def _typed(self, named: Named) -> str:
        """The words that named it, without the minor ones, to search for."""
        words = (token.typed for token in self._words[named.start : named.end] if token.word not in MINOR)
        return " ".join(word for word in words if word.isalnum())

    def _key_of(self, named: Named, *, money: bool, places: bool) -> tuple[str, tuple[str, ...], str]:
        """By which key named things are asked for, which of them, and what they are called."""
        names = self._reader.names
        payers = tuple(dict.fromkeys(names.payers[thing] for thing in named.things if thing in names.payers))
        if payers and money:
            return "donor", payers, names.called(payers[0], self._language)
        values = named.things
        if len({names.kind(thing) == "country" for thing in values}) > 1 and not payers:
            # MDG is a code of a country, too; those are seldom meant beside a name.
            values = tuple(thing for thing in values if names.kind(thing) != "country")
            self.doubts.append(AMBIGUOUS)
        elif payers:
            # Where it is not about money, a country is meant and not its government.
            governing = {names.payers.get(thing) for thing in values if names.kind(thing) == "country"}
            values = tuple(thing for thing in values if thing not in governing)
        key = names.kind(values[0]) or "instrument"
        if key == "country":
            values = tuple(thing for thing in values if names.kind(thing) == key)
        if places:  # a country of Asia and the Pacific need not be one of Asia
            wider = {one for value in values for one in names.regions_called(value)}
            values = tuple(value for value in values if value not in wider)
        else:
            more = (one for value in values for one in (*names.regions_called(value), *names.longer(value)))
            values = tuple(dict.fromkeys((*values, *more)))
        called = dict.fromkeys(names.called(thing, self._language) for thing in values[:_TOLD])
        return key, values, ", ".join(called)

    def _holds_apart(self, key: str, place: int) -> bool:
        """Whether it has to hold beside the one before of its kind, and not instead: "training on HIV" is both."""
        if self.both and place and self.named[place - 1].end > self.either:
            return True
        if key == "organisation":
            return self._holds_with(place)
        if key == "country":
            return self._holds_there(place)
        between = self._words[self.named[place - 1].end : self.named[place].start] if place else []
        said = {token.word for token in between if token.word.isalnum()}
        return key in _BOTH and not said & AND and bool(said - OF or (place and not between))

    def _holds_there(self, place: int) -> bool:
        """Whether a country is where it is done, and one before is not: "what became of Sweden's project in Kenya"."""
        if place == 0:
            return False
        before, here = self.named[place - 1], self.named[place]
        between = {token.word for token in self._words[before.end : here.start]}
        return not between & AND and self._after_in(here) and not self._after_in(before)

    def _after_in(self, named: Named) -> bool:
        at = named.start - 1
        while at >= 0 and self._words[at].word in THE:
            at -= 1
        return at >= 0 and self._words[at].word in IN

    def _holds_with(self, place: int) -> bool:
        """Whether one who acts is named together with the one before: "ACTRAV and ACT/EMP" act both."""
        if place == 0:
            return False
        before, here = self.named[place - 1], self.named[place]
        between = [token.word for token in self._words[before.end : here.start]]
        said = [word for word in between if word.isalnum()]
        asks = ASKING if set(said) & AND else ASKING - RELATIVE  # "the committees that oversee IPEC" are both
        if any(word in OR | asks for word in said):
            return False  # "what for employers and what for workers" asks for each
        return bool(self.both or said)  # a list without words between is of any of them
