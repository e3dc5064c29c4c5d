"""What a reply says of its deed beside the deed: who pays and how much, how sure it is, on what condition.

All of it is proposed by words alone and shown in the review: a person sees it before it is taken over.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from tcgraph.followup.dates import END, MONTHS, days_after, names_no_day, read_date, times_in
from tcgraph.followup.drafts.money_told import amounts_in, payers_of
from tcgraph.followup.folded_text import any_of, plain_words
from tcgraph.followup.naming.who_acts import READ
from tcgraph.followup.wording import verb_meanings as means
from tcgraph.followup.wording.clauses import Clause, Tree
from tcgraph.followup.wording.deed_clauses import is_perfect
from tcgraph.followup.wording.parsing import Word, parse
from tcgraph.followup.wording.positions import sentences

_DOUBT: Final = any_of(r"""
    (?<!\d )(?-i:may)(?= [a-z])|might|would|possibly|perhaps|probably|tentatively|reportedly
    (?:is|are) (?:un)?likely|(?:it|there) is (?:a )?possib(?:le|ility) that
    (?:pour|se|au|dev|semble)rai(?:t|ent)|peut-être|éventuellement|probablement|il (?:se peut|est possible) que
    (?:pod|se|hab|debe|parece)rían?|posiblemente
    doubts? (?:that|whether)|doute(?:nt)? que|dudan? (?:de )?que
    in all (?:likelihood|probability)|selon toute (?:vraisemblance|probabilité)|con toda probabilidad
    se (?!(?:(?:re)?quer|adquir|(?:re|pre|trans|con|di)fer|suger)ían?\b)\w{2,}[aei]rían?|quizás?|tal vez|probablemente
    (?:es|sería) posible que|cabe la posibilidad|puede que|tienen? la intención
""")
_AWAITED: Final = ("planned", "under-way", "partly-taken")
_MONTH: Final = rf"\b(?:{'|'.join(MONTHS)})\b"
_TIME: Final = re.compile(rf"(?:\d{{1,2}}[a-z]{{0,2}} (?:of |de )?)?{_MONTH}(?: (?:de )?\d{{4}})?|\b(?:19|20)\d\d\b")
_HEDGE: Final = re.compile(rf"\b(?:{_DOUBT})\b", re.IGNORECASE)
"""Words of doubt, and verbs in the conditional, which tells what others say or what depends; "May" is a month."""
_FIRST: Final = any_of(r"""
    subject to|provided(?: that|(?= the\b))|on (?:the )?condition (?:that|of)|depending (?:up)?on
    (?:contingent|conditional) (?:up)?on
    sous réserve (?:de |du |des |d['’]|que |qu['’])|à (?:la )?condition (?:de |d['’]|que |qu['’])|pour autant que
    siempre (?:que|y cuando)|con sujeción a|a reserva de|supeditad[oa]s? al?|a condición de(?: que)?
    once (?=the\b)|dès que|en cas d['’e] ?|dans la mesure où|une fois que
    una vez que|en caso de(?: que)?|en la medida en que
    within the limits? of|dans (?:la|les) limites? (?:de |du |des |d['’])|dentro de (?:los límites|las posibilidades) de
    à moins que|a menos que|unless
    (?<!\w)de (?=(?:aprob|cont|dispon|obten|confirm|recib)\w*[aei]rse\b)
""")
_CONDITION: Final = re.compile(rf"\b(?:{_FIRST})\s*(?P<what>[^.;]{{4,200}})", re.IGNORECASE)
_IF: Final = re.compile(
    r"(?:^|[.;:,]\s+|\d\s+)(?:if|si)(?! (?:not|any|so|possible|necessary|needed|required|applicable|appropriate|only"
    r"|besoin|nécessaire|possible|bien|tant|peu|fuera|es necesario|procede|bien)\b)\s+"
    r"(?P<what>(?:(?!\bhad\b|avaie?n?t\b|\bhubie)(?:[^.;]|\.(?=\d))){4,200})(?=[.;]|$)",
    re.IGNORECASE,
)
"""What is not so, or was to be, is no condition: "si le quorum avait été atteint"."""
_DECIDED: Final = re.compile(
    r"\b(?:approv|decid|decisi|adopt|endors|accept|agree|approb|décisi|accord|acept|aprob|acuerd)\w*", re.IGNORECASE
)
_WITHIN: Final = (
    r"(?:(?:course|cours|courant|curso|transcurso|session|sesion|reunion|meeting|conference|conferencia|asamblea|assemblee)"
    r"(?: \w+)? (?:of|del?|du|d')(?: (?:the|la|el|l'))?)?"
)
_WHEN: Final = re.compile(
    r"(?:^\W*|(?<![\w'])(?P<by>by|not later than|at the latest|au plus tard|d'ici|a mas tardar|para|jusqu\w+|hasta)"
    r"|(?:(?<![\w'])|(?<=\bqu'))(?:(?P<before>before|avant|antes del?)(?P<ends> (?:que )?(?:finali|termin)\w+)?"
    r"|in|on|from|until|till|to|for|during|within|throughout|en|aux?|a|le|pour|des|pendant|durante?|courant|dans"
    r"|lors de|el|al|desde|a partir (?:del?|du|d')|a compter (?:du|de)))"
    rf"(?: (?:a|au?x?|en|in|on|by|for|the|le|la|el|l'|s[aou]n?|its))*\s*{_WITHIN}\s*$|\($"
)
"""What stands before a time at which something is done; before a noun's ("the budget of 2027") there is another."""
_ENDS: Final = re.compile(END)
_DAY: Final = re.compile(rf"\d{{1,2}}\D{{0,5}} {_MONTH}|{_MONTH} \d{{1,2}},|\d[./-]\d|{END}")


@dataclass(frozen=True, slots=True)
class Terms:
    """What goes with a deed; "" for what is not told.

    Attributes:
        payer: who pays or may pay, as the review names them, with ``; `` between.
        amount: how much, as :data:`~.money_told.WRITTEN`; told only where one pays and one amount is named.
        sure: ``hedged`` where a word of doubt stands in it, or what has to hold first.
        condition: what has to hold first, in its own words.
    """

    payer: str = ""
    amount: str = ""
    sure: str = ""
    condition: str = ""


def terms_of(words: str, named: Iterable[tuple[int, str, str]]) -> Terms:
    """Read what a reply says of money, doubt and conditions.

    Args:
        words: the reply, or a part of it.
        named: bodies and countries that it names: offset, the words, and what the review calls them.
    """
    payers, amounts, condition = payers_of(words, named), amounts_in(words), _condition(words)
    return Terms(
        "; ".join(payers),
        amounts[0] if len(payers) == 1 and len(amounts) == 1 else "",
        "hedged" if condition or _HEDGE.search(words) else "",
        condition,
    )


def expected(due: str, status: str, words: str, language: str, as_of: datetime.date | None = None) -> str:
    """By when something is expected: as the words of what is still to be done say, else as a column does.

    A column of deadlines says by when it was asked for: nothing of what is done or refused, and nothing against the
    answer's own words, also where these name a time that we do not read.

    Args:
        due: what a column says by when it is done; a limit that was set to those who were asked is none of this.
        status: how far it is, as proposed.
        words: what is told of it.
        language: what the words are written in.
        as_of: the day that what is told holds for, if that is known.
    """
    awaited = status in ("", *_AWAITED)
    told = due_in(words, language, as_of, besides=not awaited)
    same = all(time in plain_words(due) for time in _TIME.findall(plain_words(words)))
    return told or (due if awaited and same and not names_no_day(due) else "")


def due_in(words: str, language: str, as_of: datetime.date | None = None, *, besides: bool = False) -> str:
    """By when something is to be done, as its words tell it; "" where they name no time, or several.

    Not when something was done, when what is cited was adopted, or when that is to be which another clause tells of,
    unless no other tells of any ("before the Committee, which intends to adopt it in May 2027").

    Args:
        words: what is announced.
        language: what they are written in; where they are not parsed, only what is to be done by a time counts.
        as_of: the day that they hold for. What is before it is no time to come; a day without a year is the next one
            after it, which is our reading, and told with :data:`~tcgraph.followup.naming.who_acts.READ`.
        besides: whether they tell first of what is over: then only what they say to be still to come counts.
    """
    found: dict[bool, dict[datetime.date, str]] = {True: {}, False: {}}
    for sentence in sentences(words):
        parsed = parse(sentence, language)
        tree = Tree(sentence, parsed) if parsed is not None else None
        for start, end, day, time in _times(sentence, as_of):
            before = plain_words(sentence[:start]) + " " * sentence[:start].endswith(" ")
            written = plain_words(sentence[start:end])
            if (as_of and day < as_of) or not _is_when(before, written, sentence[end : end + 1], by=not tree):
                continue
            told = _told_to_come(tree, start, end, besides=besides) if tree else "main"
            if told:
                found[told == "main"].setdefault(day, time)
    times = found[True] or ({} if besides else found[False])
    return next(iter(times.values())) if len(times) == 1 else ""


def _times(sentence: str, as_of: datetime.date | None) -> Iterator[tuple[int, int, datetime.date, str]]:
    """The times of a sentence, with the day that each ends on; of days without a year, those after another day."""
    dated = [(start, end, day, time) for start, end, time in times_in(sentence) if (day := read_date(time))]
    yield from dated
    for start, end, day in days_after(sentence, as_of) if as_of else ():
        if not any(begin < end and start < stop for begin, stop, _, _ in dated):
            yield start, end, day, f"{READ} {day}"


def _is_when(before: str, time: str, after: str, *, by: bool) -> bool:
    """Whether a time is when something is done, by what stands before and behind it; or by when, where that counts."""
    when = _WHEN.search(before)
    if when is None:
        return not by and _ENDS.match(time) is not None
    inside = before.endswith("(") and after != ")"
    early = when["before"] and not when["ends"] and _DAY.match(time) is None
    return not inside and not early and (not by or bool(when["by"])) and not _SINCE.search(before)


_SINCE: Final = re.compile(r"\b(?:since|depuis|desde)(?: (?:le|la|el|the|l'))?\s*$")
_APART: Final = {"acl", "advcl", "amod", "relcl"}
_LED: Final = re.compile(r"\W*\w+(?:ée?s?|[ai]d[oa]s?|ed)\b[^,;]*")
"""What begins a sentence by telling of another deed: "Adopted in May 2026, the plan …"."""
_ONLY: Final = re.compile(r"\bqu['’]\w*\s*$")
_AT_FIRST: Final = {"initialement", "initially", "originally", "inicialmente", "originalmente", "previously", "d'abord"}
_AWAITS: Final = (
    means.PLAN | means.POSTPONE | {"due", "attendre", "compte", "devoir", "ready", "prêt", "disposer", "dispuesto"}
)
_INTENT: Final = {"intention", "intención", "propósito"}


def _told_to_come(tree: Tree, at: int, end: int, *, besides: bool) -> str:
    """Whether a word belongs to what is said to be done: by a "main" clause, "aside" by another one; "" for neither."""
    main: dict[int, Clause] = {}
    for clause in tree.clauses():
        head = clause.outer or clause.verb
        main |= {one.index: clause for one in (head, clause.verb, *tree.done_in_it(head))}
    word, to_do = next(one for one in tree.sentence if one.end > at), False
    while word.index not in main and word.head != word.index:
        word = tree.sentence[word.head]
        apart = word.dep in _APART and word.pos != "NOUN" and word.lemma not in means.END
        if apart and word.index not in main and not tree.is_infinitive(word):
            finite = word.form.get("VerbForm") == "Fin" or tree.auxiliaries(word)
            joined = finite and word.dep == "advcl" and not tree.below(word, "mark")
            return ("main" if joined else "aside") if _awaits_aside(tree, word) else ""
        to_do = to_do or (word.index not in main and word.pos == "VERB" and tree.is_infinitive(word))
        if word.lemma == "for" and tree.sentence[word.head].pos in ("NOUN", "PROPN"):
            return ""  # "the plan for 2027"
    if word.index not in main:
        return "" if besides else "main"  # a heading or a label: "June 2027: the list"
    clause, first = main[word.index], tree.sentence[0].lemma
    led = tree.text[end : end + 1] == "," and _LED.fullmatch(tree.text, 0, at) is not None
    if (clause.denied and not _ONLY.search(tree.text, 0, at)) or (led and first not in means.PLAN | means.POSTPONE):
        return ""
    meant = {clause.verb.lemma, clause.outer.lemma if clause.outer else "", clause.said_by}
    meant |= {one.lemma for one in tree.below(clause.verb, "acomp")}
    if clause.time == "progress" and to_do:
        return "aside"  # "is preparing the report, to be issued in 2027"
    if clause.time not in ("past", "progress"):
        intends = not meant.isdisjoint(_AWAITS) or any(one.lemma in _INTENT for one in tree.all_below(clause.verb))
        return "main" if not besides or intends or clause.time in ("future", "would") else ""
    planned = is_perfect(tree, clause) or not tree.auxiliaries(clause.verb)
    awaited = not meant.isdisjoint(means.POSTPONE) or (planned and not meant.isdisjoint(means.PLAN | means.COMMIT))
    return "main" if awaited else ""


def _awaits_aside(tree: Tree, word: Word) -> bool:
    """Whether a clause beside the main one tells of what is to come: "which will decide", "planned for"."""
    if any(one.lemma in _AT_FIRST for one in tree.below(word)):
        return False
    if word.form.get("VerbForm") == "Part" and not tree.auxiliaries(word):
        return word.lemma in means.PLAN | means.POSTPONE | {"attendre"}
    clause = tree.clause(word)
    meant = {clause.verb.lemma, clause.outer.lemma if clause.outer else word.lemma}
    return not clause.denied and (
        clause.time in ("future", "would")
        or (clause.time == "present" and not meant.isdisjoint(_AWAITS))
        or (clause.time == "past" and not meant.isdisjoint(means.POSTPONE))
    )


def kind_of_condition(words: str) -> str:
    """The code of the kind of a condition: somebody's decision, or what has to be so for it to be possible."""
    return "decision" if _DECIDED.search(words) else "need"


def _condition(words: str) -> str:
    """What has to hold first; a condition that begins a sentence ends with its comma."""
    found = _CONDITION.search(words) or _IF.search(words)
    if found is None:
        return ""
    what = " ".join(found["what"].split())
    begins = not words[: found.start()].rstrip(" \n•–-") or words[: found.start()].rstrip().endswith((".", ";", ":"))
    return (what.partition(",")[0] if begins else what).rstrip(" ,")
