"""What verbs, and words beside them, mean for the progress of a deed, by their lemmas in English, French and Spanish.

The lists, and what each is for, are in ``../data/verbs.toml``. A verb of deeds told in the past of somebody's work says
that something was done. Any other verb in the past may tell of figures, events or opinions ("Unemployment exceeded 42
per cent"), which nobody did: a status for it is left to a person.
"""

from __future__ import annotations

from typing import Final

from tcgraph.followup.word_catalogue import word_lists

_LISTS: Final = word_lists("verbs")
_WORDS: Final = {name: frozenset(words.split()) for name, words in _LISTS.items()}

FAIL: Final = _WORDS["fail"]
REJECT: Final = _WORDS["reject"]
CANCEL: Final = _WORDS["cancel"]
OVERTAKE: Final = _WORDS["overtake"]
POSTPONE: Final = _WORDS["postpone"]
REMAIN: Final = _WORDS["remain"]
BEGIN: Final = _WORDS["begin"]
END: Final = _WORDS["end"]
CONTINUE: Final = _WORDS["continue"]
PLAN: Final = _WORDS["plan"]
SAY: Final = _WORDS["say"]
DOUBT: Final = _WORDS["doubt"]
NOTICE: Final = _WORDS["notice"]
ACCEPT: Final = _WORDS["accept"]
ANNOUNCE: Final = _WORDS["announce"]
CONSIDER: Final = _WORDS["consider"]
TRY: Final = _WORDS["try"]
COMMIT: Final = _WORDS["commit"]
STATE: Final = _WORDS["state"]
USE: Final = _WORDS["use"]
KEEP: Final = _WORDS["keep"]
HAPPEN: Final = _WORDS["happen"]
MOVE: Final = _WORDS["move"]
FIND: Final = _WORDS["find"]
PROCESS: Final = _WORDS["process"]
PARTLY: Final = _WORDS["partly"]
WIDELY: Final = _WORDS["widely"]
REST: Final = _WORDS["rest"]
VERIFY: Final = _WORDS["verify"]
TOLD: Final = _WORDS["told"]
GIVE: Final = _WORDS["give"]
FULLY: Final = _WORDS["fully"]
STILL: Final = _WORDS["still"]
NOT: Final = _WORDS["not"]
NOBODY: Final = _WORDS["nobody"]
BUT: Final = _WORDS["but"]
AILING: Final = _WORDS["ailing"]
IF: Final = _WORDS["if"]
EVER_MORE: Final = _WORDS["ever-more"]
USUALLY: Final = _WORDS["usually"]
DONE: Final = _WORDS["done"]
EDIT: Final = _WORDS["edit"]
TEXT: Final = _WORDS["text"]
ASKED: Final = _WORDS["asked"]
CLOSE: Final = _WORDS["close"]
FILED: Final = ASKED | _WORDS["filed"]
FOUND: Final = _WORDS["found"]
EFFECT: Final = _WORDS["effect"]
THINGS: Final = _WORDS["things"]
AIM: Final = _WORDS["aim"]
FULFIL: Final = DONE | _WORDS["fulfil"]
SHARE: Final = _WORDS["share"]
SOME: Final = _WORDS["some"]
DEEDS: Final = DONE | FULFIL | HAPPEN | _WORDS["deeds"]
SPANISH: Final = frozenset(verb for verb in DEEDS if verb.endswith(("ar", "er", "ir", "ír")))
"""Of those, the Spanish ones; French and English ones in these letters tell by their own form."""
ONCE: Final = _WORDS["once"]
NAMED: Final = _WORDS["named"]
TALK: Final = _WORDS["talk"]
PASSIVE_STATES: Final = _WORDS["passive-states"]
PROVIDED: Final = _WORDS["provided"]
ACTORS: Final = _WORDS["actors"]
ACTING: Final = (ACTORS | _WORDS["acting"]) - _WORDS["works"]
LAWS: Final = _WORDS["laws"]
WORK: Final = _WORDS["work"]
ROUTINE: Final = _WORDS["routine"]
