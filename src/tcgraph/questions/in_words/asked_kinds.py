"""Which kind of thing a sentence asks for: in so many words, by who or where, or by what it is about."""

from __future__ import annotations

import re

from tcgraph.questions.chips import ANY, Chip
from tcgraph.questions.in_words import modifiers
from tcgraph.questions.in_words.asked_clauses import (
    COLLECTED,
    may_pay,
    members,
    names_payer,
)
from tcgraph.questions.in_words.function_words import (
    BEFORE_WHO,
    BY,
    GETS,
    IS,
    PARTICIPLE,
    WHERE,
    WHICH,
    WHO,
)
from tcgraph.questions.in_words.lexicon import stem
from tcgraph.questions.in_words.reading import AMBIGUOUS, PARTIAL
from tcgraph.questions.in_words.understanding import SentenceReader

_NAMED_ANYHOW = frozenset(("country", "organisation"))
"""Kinds of things that are shown whatever they have to do with a deed."""
_UNCOUNTED = frozenset(("figure", "date", "since"))
"""What is no kind of thing that can be counted one by one."""
_SHOWN = ("action", "recommendation", "status", "count")
"""What is asked for beside the kinds of a project."""
_AGENTS = frozenset(("organisation", "doer", "receiver", "donor", "country", "grouping"))
_STANDING = frozenset(("project", "product", "event", "agreement"))
_HAPPENING = "happening"
"""What happened, of which it is not said whether it is an event."""
_ACTING = frozenset(("act", "acts", "acting", "agit", "agissent", "actua", "actuan", "interviene", "intervienen"))
_MONTH = re.compile(r"(\d{4}-\d\d)/\1")


class AskedKinds(SentenceReader):
    """Tells which kind a sentence asks for."""

    def _shown(self) -> str:
        """The kind asked for: the first that is named, but a count counts what comes after it."""
        # "What happened" is a deed; at a time it is what took place then.
        dated = any(chip.key == "when" for chip in self._chips)
        kinds = ["event" if kind == _HAPPENING and dated else kind for kind in self._shows]
        stands = {"status"} if _STANDING & {*kinds} else set()  # "status of the agreement", which is told with it
        shows = [kind for kind in kinds if kind in (*self._reader.kinds, *_SHOWN) and kind not in stands]
        shows = shows[-1:] if shows[-1:] == ["country"] and modifiers.is_head(self._words, self._phrases) else shows
        gets = any(token.word in GETS for token in self._words)
        # Money is told by who gives it, and a country that is named is not always one that gets something.
        self._doubts += [AMBIGUOUS] if gets and (self._funding or set(shows) & _NAMED_ANYHOW) else []
        if self._funding and self._asks_who() and not gets:
            return "donor"
        payers = may_pay(self._phrases, self._reader.names) & self._reader.names.payers.keys()
        if self._funding and self._whether and payers:
            return "donor"  # "is it certain that Norway pays for the workshops"
        if not shows and "amount" in self._cannot and not self._questions:
            return "donor"  # of money it is told who gives it
        if not shows:
            self._asked_for_kind = bool(asked := self._asked_for())
            return asked or self._by_default()
        named = {self._reader.names.kind(one.things[0]) for one in self._things.named}
        names = self._reader.names
        pays = "donor" in shows or (self._funding and not names_payer(self._words, self._phrases, names))
        if shows[0] == "country" and not gets and pays:
            if not modifiers.lies_in(self._words, self._phrases, self._things.named, names):
                said = next((typed for kind, typed in self._further if kind == "country"), "")
                if said and not (named or may_pay(self._phrases, names)):
                    self._add(Chip("donor", names.governments, (said,), typed=said))  # and no banks
                return "donor"  # "countries that pay"
            self._add(Chip("donor", (ANY,), (ANY,)))  # "countries in Europe that pay", which lie there themselves
            return "country"
        if shows[0] == "date" and "event" in (*shows, *named):
            return "event"  # "when was the meeting": its own time
        if "organisation" in shows[:2] and "doer" in self._reader.kinds and _ACTING & {one.word for one in self._words}:
            return "doer"  # "how many organisations act"
        of_all = shows[0] == "figure" and len(shows) > 1 and shows[1] in ("action", "recommendation")
        if of_all and any(chip.key == "status" for chip in self._chips):
            # "What percentage is done": how many stand so, and how many otherwise.
            self._chips = [chip for chip in self._chips if chip.key != "status"]
            self._group = "status"
            return "action"
        if shows[0] == "count":
            # "How many actions" are those actions; "how many offices" is a figure, if the document gives it.
            if counted := modifiers.counts_other(self._words, self._phrases, self._lexicon):
                self._left += [counted] if stem(counted) in self._lexicon.counted else []
                return "figure"
            countable = {"action", "recommendation", *self._reader.kinds} - _UNCOUNTED
            return next((kind for kind in shows[1:] if kind in countable), "figure")
        if self._asks_who() and shows[0] not in _AGENTS:
            self._doubts.append(AMBIGUOUS)
            return self._who()
        return shows[0]

    def _who(self) -> str:
        """Who does it, or for whom it is done."""
        passive = len(self._words) > 2 and self._words[1].word in IS and PARTICIPLE.search(self._words[2].typed)
        gets = any(token.word in GETS for token in self._words[1:3])  # "who received it", "qui a reçu"
        asked = "receiver" if self._words[0].word in BEFORE_WHO - BY or passive or gets else "doer"
        return asked if asked in self._reader.kinds else "organisation"

    def _asks_who(self) -> bool:
        start = 1 if self._words[0].word in BEFORE_WHO and len(self._words) > 1 else 0
        return self._words[start].word in WHO

    def _asked_for(self) -> str:
        """What a question without a kind asks for by its first word: "who", or "which" before a name."""
        if self._asks_who():
            who = self._who()
            verb = next((one for one in self._words[1:] if one.word not in self._lexicon.stop), self._words[0])
            if who == "doer" and any(chip.key == "words" and chip.told == verb.typed for chip in self._chips):
                self._doubts.append(AMBIGUOUS)  # "who trains": the doer, or whom it is done to
            return who
        if self._words[0].typed.casefold() in WHERE:  # where it is told are the rows of the document
            return "recommendation" if self._of_texts else "country"
        named = any(meaning.role == "names" for meaning in self._phrases[0].meanings) if self._phrases else False
        if self._words[0].word in WHICH and named and self._things.named and self._phrases[0].start == 1:
            kind = self._reader.names.kind(self._things.named[0].things[0])
            if kind not in COLLECTED:
                return ""
            self._left.append(self._reader.names.called(self._things.named.pop(0).things[0], self._language))
            return members(kind, funded=bool(self._funding))
        if any(chip.key == "words" and chip.names[0].isdigit() for chip in self._chips):
            return "figure"
        return ""

    def _by_default(self) -> str:
        kinds = {self._reader.names.kind(named.things[0]) for named in self._things.named}
        if called := [kind for kind in self._sorts if kind in kinds]:
            self._doubts.append(PARTIAL)
            return called[0]
        if any(chip.key == "when" and _MONTH.fullmatch(chip.values[0]) for chip in self._chips) and not self._said():
            # Of a month one asks what happened then, or what was done.
            self._doubts.append(AMBIGUOUS)
            return "event"
        if kinds & {"product", "event"}:
            self._doubts.append(PARTIAL)
        return "recommendation" if modifiers.asks_for_rows(self._words, self._chips, named=bool(kinds)) else ""

    def _said(self) -> bool:
        """Whether something is said that holds of actions only."""
        return any(chip.key in ("status", "role", "words") for chip in self._chips)
