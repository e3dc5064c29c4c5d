"""Whether what a reply says was done is what was asked: the same act on the same thing, or its being fulfilled.

Of a sentence alone nobody can say so: "The bill was voted down" and "The funds were returned" tell of deeds that are
done, too. So nothing is sure to be done but the act that was asked, which its own words name again.
"""

from __future__ import annotations

import re
from typing import Final

from tcgraph.followup.folded_text import plain_words
from tcgraph.followup.wording import verb_meanings as means

_STEM: Final = 4
"""Forms of a word share so many letters: publish, publication; former, formés."""
_SMALL: Final = frozenset(
    re.findall(
        r"[a-z]+",
        """
        the and for with from that this was were has have had been being are will its their all any his her our not
        les des une aux dans pour par sur est sont ont ete sera qui que ses son leur
        los las una del por para con fue fueron han sido sus
        """,
    )
)
_DONE: Final = frozenset(plain_words(word)[:_STEM] for word in means.DONE - {"conclude", "concluir", "settle"})
_ASKED: Final = frozenset(plain_words(word)[:_STEM] for word in means.ASKED)
_EARLIER: Final = re.compile(
    r"\b(?:last|latest|previous|former|dernier|derniere|precedent|ancien|ultim[oa]|anterior)\b"
)
"""Before the verb they tell that another one is spoken of: "The last report was published in 2015."."""


_SOME_OF_THEM: Final = re.compile(
    r"\b(?:\d+|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|forty|fifty|sixty|eighty|hundred"
    r"|deux|trois|quatre|cinq|dix|quinze|vingt|trente|quarante|cinquante|cent"
    r"|dos|tres|cuatro|cinco|diez|quince|veinte|treinta|cuarenta|cincuenta|cien)"
    r"\s*(?:\.|$|(?:were|have|has|had|are|ont|sont|han|fueron)\b)"
)
"""A number alone counts what was asked about: "Train pilots." "Forty were trained."."""


def is_act_asked(basis: str, words: str, asked: str) -> bool:
    """Whether a deed is the one that was asked.

    Args:
        basis: the words that tell of it, its verb among them.
        words: the whole part of the reply.
        asked: what it answers.
    """
    told = basis.strip("“”")
    if _EARLIER.search(plain_words(words.partition(told)[0])):
        return False
    act, wanted = _stems(told), _stems(asked)
    rest = _stems(words) - act
    same_thing = bool(rest & wanted) or _SOME_OF_THEM.search(plain_words(words)) is not None
    return bool(act & wanted and same_thing) or bool(act & _DONE and (same_thing or rest & _ASKED))


def _stems(text: str) -> set[str]:
    return {word[:_STEM] for word in re.findall(r"[a-z]{3,}", plain_words(text)) if word not in _SMALL}
