"""What a reply says of its deed beside the deed: who pays and how much, how sure it is, on what condition.

All of it is proposed by words alone and shown in the review: a person sees it before it is taken over.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from tcgraph.followup.dates import END, MONTHS, names_no_day, read_date, times_in
from tcgraph.followup.folded_text import any_of, plain_words
from tcgraph.followup.wording import verb_meanings as means
from tcgraph.followup.wording.clauses import Clause, Tree
from tcgraph.followup.wording.deed_clauses import is_perfect
from tcgraph.followup.wording.parsing import parse
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
_PASSIVE: Final = any_of(r"""
    (?:funded|financed|paid(?: for)?|donated|co-?financed|sponsored|underwritten) by
    (?:fund(?:s|ing)|financing|grants?|contributions?|donations?|financial support|pledges?|loans?) (?:from|of|by)
    (?:co)?(?:financée?s?|payée?s?) par|(?:financement|fonds|dons?|contributions?|subventions?) (?:de|du|des)
    (?:co)?(?:financiad[oa]s?|pagad[oa]s?|sufragad[oa]s?|costead[oa]s?) por|(?:con el )?apoyo financiero de
    (?:appui|soutien|concours) financier (?:de|du|des)
    (?:financiación|fondos|aportes?|aportación|contribución|contribuciones|donación|donaciones) (?:de|del)
""")
_PAID_BY: Final = re.compile(rf"\b(?:{_PASSIVE})\s*(?:the|l['’]|le|la|les|el|los|las)?\s*$", re.IGNORECASE)
_BEFORE: Final = any_of(r"""
    has|have|had|will|would|may|might|could|also|generously|possibly|a|ont|va|vont|pourrait|pourraient
    ha|han|podría|podrían|s['’]est|se
""")
_ACTIVE: Final = any_of(r"""
    pledge[sd]?|contribut(?:es?|ed|ing)|financ(?:es?|ed|ing)|fund(?:s|ed)|donate[sd]?|pa(?:ys?|id) for|co-?financ\w+
    contribu(?:er|era|é)|finance(?:r|ra)?|financé|financiar?á?|financi[óa]|aport(?:ó|ará|a|ar|ado)
    contribu(?:yó|irá|ir|ido)|engagée? à (?:verser|financer)|comprometi(?:ó|do)
""")
_PAYS: Final = re.compile(
    rf"^\W{{0,2}}(?:\([^)]{{1,20}}\)\s*)?(?:,?\s*(?:que|qui|which|who)\s+)?(?:(?:{_BEFORE})\s+)*(?:{_ACTIVE})\b",
    re.IGNORECASE,
)
_WITHIN: Final = (
    r"(?:(?:course|cours|courant|curso|transcurso|session|sesion|reunion|meeting|conference|conferencia|asamblea|assemblee)"
    r"(?: \w+)? (?:of|del?|du|d')(?: (?:the|la|el|l'))?)?"
)
_WHEN: Final = re.compile(
    r"(?:^\W*|(?<![\w'])(?P<by>by|not later than|at the latest|au plus tard|d'ici|a mas tardar|para|jusqu\w+|hasta)"
    r"|(?<![\w'])(?:(?P<before>before|avant|antes del?)(?P<ends> (?:que )?(?:finali|termin)\w+)?"
    r"|in|on|from|until|till|to|for|during|within|throughout|en|aux?|a|le|pour|des|pendant|durante?|courant|dans"
    r"|lors de|el|al|desde|a partir (?:del?|du|d')|a compter (?:du|de)))"
    rf"(?: (?:a|au?x?|en|in|on|by|for|the|le|la|el|l'|s[aou]n?|its))*\s*{_WITHIN}\s*$|\($"
)
"""What stands before a time at which something is done; before a noun's ("the budget of 2027") there is another."""
_ENDS: Final = re.compile(END)
_DAY: Final = re.compile(rf"\d{{1,2}}\D{{0,5}} {_MONTH}|{_MONTH} \d{{1,2}},|\d[./-]\d|{END}")
_SIGNS: Final = {"us$": "USD", "$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "fr.": "CHF"}
_NAMED: Final = {
    "euro": "EUR", "euros": "EUR", "us dollars": "USD", "dollars": "USD", "dólares": "USD",
    "dollars des états-unis": "USD",
    "swiss francs": "CHF", "francs suisses": "CHF", "francos suizos": "CHF", "pounds": "GBP", "yen": "JPY",
}  # fmt: skip
_CODES: Final = "USD|EUR|GBP|CHF|JPY|CAD|AUD|SEK|NOK|DKK|CNY|KRW|INR|BRL|MXN|ZAR|KES|XOF|XAF"
_DIGITS: Final = r"\d{1,3}(?:[ ,.\u00a0\u202f]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,2})?"
_THOUSANDS: Final = "thousand|million(?:s|es)?|mill[oó]n(?:es)?|billion|mille|mil millones|milliards?"
_SCALE: Final = rf"(?:\s*(?P<scale>{_THOUSANDS}|m(?!\w)|k(?!\w)))?"
_AMOUNTS: Final = (
    re.compile(rf"(?P<unit>US\$|[$€£¥]|\b(?:{_CODES}))\s*(?P<digits>{_DIGITS}){_SCALE}", re.IGNORECASE),
    re.compile(
        rf"\b(?P<digits>{_DIGITS}){_SCALE}\s*(?:de |d['’])?"
        rf"(?P<unit>US\$|[€£]|(?:{_CODES})\b|(?:{'|'.join(sorted(_NAMED, key=len, reverse=True))})\b)",
        re.IGNORECASE,
    ),
)
_TIMES: Final = {"t": 3, "k": 3, "b": 9, "milliard": 9, "mil millones": 9, "mille": 3}
WRITTEN: Final = re.compile(r"(?P<unit>[A-Z]{3})\s*(?P<number>\d{1,15}(?:\.\d{1,2})?)")
"""An amount as a cell of the review has it: the currency's code and digits, "EUR 4000000"."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What goes with a deed; "" for what is not told.

    Attributes:
        payer: who pays or may pay, as the review names them, with ``; `` between.
        amount: how much, as :data:`WRITTEN`; told only where one pays and one amount is named.
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
    payers = [
        called
        for start, surface, called in named
        if _PAID_BY.search(words[:start]) or _PAYS.search(words[start + len(surface) :])
    ]
    payers = list(dict.fromkeys(payers))
    amounts, condition = _amounts(words), _condition(words)
    return Terms(
        "; ".join(payers),
        amounts[0] if len(payers) == 1 and len(amounts) == 1 else "",
        "hedged" if condition or _HEDGE.search(words) else "",
        condition,
    )


def expected(due: str, status: str, words: str, language: str) -> str:
    """By when something is expected: as the words of what is still to be done say, else as a column does.

    A column of deadlines says by when it was asked for: nothing of what is done or refused, and nothing against the
    answer's own words, also where these name a time that we do not read.

    Args:
        due: what a column says by when it is done; a limit that was set to those who were asked is none of this.
        status: how far it is, as proposed.
        words: what is told of it.
        language: what the words are written in.
    """
    if status not in ("", *_AWAITED):
        return ""
    same = all(time in plain_words(due) for time in _TIME.findall(plain_words(words)))
    return due_in(words, language) or (due if same and not names_no_day(due) else "")


def due_in(words: str, language: str) -> str:
    """By when something is to be done, as its words tell it; "" where they name no time, or several.

    Not when something was done, when what is cited was adopted, or when that is to be which another clause tells of.

    Args:
        words: what is announced.
        language: what they are written in; where they are not parsed, only what is to be done by a time counts.
    """
    found: dict[datetime.date | None, str] = {}
    for sentence in sentences(words):
        for start, end, time in times_in(sentence):
            parsed = parse(sentence, language)
            before = plain_words(sentence[:start]) + " " * sentence[:start].endswith(" ")
            named = _is_when(before, plain_words(time), sentence[end : end + 1], by=parsed is None)
            if named and (parsed is None or _is_to_come(Tree(sentence, parsed), start, end)):
                found.setdefault(read_date(time), time)
    return next(iter(found.values())) if len(found) == 1 else ""


def _is_when(before: str, time: str, after: str, *, by: bool) -> bool:
    """Whether a time is when something is done, by what stands before and behind it; or by when, where that counts."""
    when = _WHEN.search(before)
    if when is None:
        return not by and _ENDS.match(time) is not None
    inside = before.endswith("(") and after != ")"
    early = when["before"] and not when["ends"] and _DAY.match(time) is None
    return not inside and not early and (not by or bool(when["by"]))


_APART: Final = {"acl", "advcl", "amod", "relcl"}
_LED: Final = re.compile(r"\W*\w+(?:ée?s?|[ai]d[oa]s?|ed)\b[^,;]*")
"""What begins a sentence by telling of another deed: "Adopted in May 2026, the plan …"."""


def _is_to_come(tree: Tree, at: int, end: int) -> bool:
    """Whether a word belongs to what a main clause says to be done, and not to what another clause tells of."""
    main: dict[int, Clause] = {}
    for clause in tree.clauses():
        head = clause.outer or clause.verb
        main |= {one.index: clause for one in (head, clause.verb, *tree.done_in_it(head))}
    word = next(one for one in tree.sentence if one.end > at)
    while word.index not in main and word.head != word.index:
        word = tree.sentence[word.head]
        apart = word.dep in _APART and word.pos != "NOUN" and word.form.get("VerbForm") != "Inf"
        if apart and word.index not in main:
            return False
        if word.lemma == "for" and tree.sentence[word.head].pos in ("NOUN", "PROPN"):
            return False  # "the plan for 2027"
    if word.index not in main:
        return True  # a heading or a label: "June 2027: the list"
    clause, first = main[word.index], tree.sentence[0].lemma
    led = tree.text[end : end + 1] == "," and _LED.fullmatch(tree.text, 0, at) is not None
    if clause.denied or (led and first not in means.PLAN | means.POSTPONE):
        return False
    if clause.time not in ("past", "progress"):
        return True
    meant = {clause.verb.lemma, clause.outer.lemma if clause.outer else ""}
    planned = is_perfect(tree, clause) or not tree.auxiliaries(clause.verb)
    return not meant.isdisjoint(means.POSTPONE) or (planned and not meant.isdisjoint(means.PLAN))


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


def _amounts(words: str) -> list[str]:
    found = {}
    for pattern in _AMOUNTS:
        for match in pattern.finditer(words):
            unit = match["unit"].lower()
            code = _SIGNS.get(unit) or _NAMED.get(unit) or match["unit"].upper()
            found[match.start("digits")] = f"{code} {_number(match['digits'], match['scale'] or '')}"
    return list(dict.fromkeys(found.values()))


def _number(digits: str, scale: str) -> str:
    """The number that digits and a word after them say; the last mark followed by one or two digits is the decimal."""
    whole, decimals = re.fullmatch(r"(.*?)(?:[.,](\d{1,2}))?", digits.strip()).groups()  # type: ignore[union-attr]
    number = Decimal(re.sub(r"\D", "", whole) + (f".{decimals}" if decimals else ""))
    word = scale.lower()
    power = next((power for start, power in _TIMES.items() if word.startswith(start)), 6) if word else 0
    return f"{(number * 10**power).normalize():f}"
