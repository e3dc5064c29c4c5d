"""What a reply says of money: who pays for what it tells, and how much; what a state owes itself is no such payment."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Final, TypeVar

from tcgraph.followup.folded_text import any_of
from tcgraph.followup.naming.who_acts import lists_of
from tcgraph.followup.wording.positions import sentences

T = TypeVar("T")
_GIFT: Final = any_of(r"""
    fund(?:s|ing)|financing|grants?|donations?|pledges?|loans?|financial (?:support|assistance|contributions?)
    contributions?|financements?|fonds|dons?|subventions?|prêts?|(?:appui|soutien|concours|aide) financi(?:er|ère)
    financiación|financiamiento|fondos|aport(?:es?|aci[óo]n(?:es)?)|contribuci[óo]n(?:es)?|donaci[óo]n(?:es)?|donativos?
    subvenci[óo]n(?:es)?|préstamos?|apoyo financiero
""")
_COST: Final = r"costs?|expenses?|budget|money|resources|coûts?|frais|dépenses|ressources|cost[oe]s?|gastos|presupuesto"
_LIKE: Final = r"(?: (?:vol[ou]nt\w+|extra-?budg\w+|generous|fin[ae]nci[eè]re?s?|extraordinari[ao]s?))?"
_SUM: Final = r"[\s,(]*(?:¤[\s,)]*)?"
_GIVEN: Final = any_of(r"""
    provided|made available|mobili[sz]ed|secured|received|given|borne|met|covered|absorbed|assumed|promised|pledged
    prise?s? en charge|supportée?s?|assumée?s?|couverte?s?|fournie?s?|accordée?s?|promise?s?|versée?s?|allouée?s?
    octroyée?s?|apportée?s?|annoncée?s?|consentie?s?|débloquée?s?
    proporcionad[oa]s?|aportad[oa]s?|asumid[oa]s?|cubiert[oa]s?|prometid[oa]s?|concedid[oa]s?|otorgad[oa]s?|facilitad[oa]s?
""")
_SHARED: Final = r"shared|split|divided|réparti\w*|partagée?\w*|repart\w+|compart\w+|dividi\w+"
_PASSIVE: Final = any_of(rf"""
    (?:funded|financed|paid(?: for)?|donated|co-?financed|sponsored|underwritten)(?: \w+ly| in (?:full|part))?{_SUM}by
    (?:co)?(?:financ|pay|subventionn)ée?s?(?: \w+ment| en partie)?{_SUM}par
    (?:co)?(?:financiad|pagad|sufragad|costead)[oa]s?(?: \w+mente| en parte)?{_SUM}por
    (?:{_GIFT}){_LIKE}{_SUM}(?:from|of|by|des?|du|del|d['’])
    (?:{_GIFT}|{_COST})\b[^.;]{{0,60}}?\b(?:{_GIVEN})(?: (?:pour|por|for) \w+)?{_SUM}(?:by|from|par|por)
    (?:{_GIFT}|{_COST})\b[^.;]{{0,40}}?\b(?:c[oa]mes? from|(?:prov(?:ien|en)|proced)\w+ (?:des?|du|del))
    (?:{_COST}|{_GIFT})\b[^.;]{{0,80}}?\b(?:{_SHARED})\b[^.;]{{0,30}}?\b(?:between|among|by|entre|par|por)
    (?:with|con|avec|grâce à|gracias a|thanks to)\s*¤\s*(?:from|of|des?|du|del|d['’])
    at the expense of|aux frais (?:de|du|des|d['’])|a expensas del?|à la charge (?:de|du|des|d['’])|con cargo al?
""")
_THE: Final = r"(?:the|l['’]|le|la|les|el|los|las)?"
_PAID_BY: Final = re.compile(rf"(?<!\bnot )(?<!\bpas )(?<!\bno )\b(?:{_PASSIVE})\s*{_THE}\s*$", re.IGNORECASE)
_BEFORE: Final = any_of(r"""
    has|have|had|having|will|would|may|might|could|also|generously|possibly|a|ont|ayant|va|vont|pourrait|pourraient
    ha|han|habiendo|podría|podrían|s['’]est|se
""")
_WHO: Final = r"que|qui|quien|which|who|lequel|laquelle|lesquel(?:le)?s|(?:el|la) cual|l[oa]s cuales"
_ACTIVE: Final = any_of(rf"""
    pledge[sd]?|contribut(?:es?|ed|ing)|financ(?:es?|ed|ing)|fund(?:s|ed)|donate[sd]?|pa(?:ys?|id) for|co-?financ\w+
    contribu(?:er|era|é)|finance(?:r|ra)?|financé|financiar?á?|financi[óa]|aport(?:ó|ará|a|ar|ado)
    contribu(?:yó|irá|ir|ido)|engagée?s? à (?:verser|financer)|comprometi(?:ó|do) a (?:aportar|financiar|sufragar|pagar)
    fait don|don[óa]|donar[áo]n?|sufrag\w+|coste[óa]|pr(?:ise?|end) (?:à sa charge|en charge)
    (?:cover|bear|bore|met|meet|absorb|couvr|couvert|support|assum|cubri|cubre|corr[eií])\w*[^.;]{{0,40}}?\b(?:{_COST})\b
    (?:gave|give|made?|make|grant|award|provid|accord|octroy|fourni|conced|otorg|entreg|hizo|brind)\w*[^.;]{{0,20}}?\b(?:{_GIFT})\b
    (?:gave|grant|award|provid|releas|disburs|allocat|committ?|earmark|transferr?|paid|vers|débloqu|décaiss|accord|octroy
    allou|fourni|apport|consacr|desembols|conced|otorg|asign|destin|entreg|proporcion|pag|abon|comprom|renew|renouvel|renuev|renov)\w*[^.;,]{{0,60}}?¤
""")
_LEADING: Final = re.compile(
    r"(?:à hauteur de|(?:d['’]un |por (?:un )?|de un )?(?:montant|valor|importe|monto) de|in the amount of|worth|up to"
    r"|\b(?:of|for|de|por|pour))\s*¤|\bd['’]¤",
    re.IGNORECASE,
)
"""What leads to an amount, which stands as a mark."""
_SUBJECT: Final = re.compile(rf"(?:^|[.;:])\s*{_THE}\s*$", re.IGNORECASE)
_ALSO_PAYS: Final = re.compile(
    rf"[^.;,]{{1,80}}? (?:and|et|y) (?:(?:{_BEFORE})\s+)*(?:{_ACTIVE})(?!\w| (?:by|par|por)\b)", re.IGNORECASE
)
"""What a subject does besides: "The Trust trained 88 operators and paid for them"."""
_PAYS: Final = re.compile(
    rf"^\W{{0,2}}(?:\([^)]{{1,20}}\)\s*)?(?:,?\s*(?:{_WHO})\s+)?(?:(?:{_BEFORE})\s+)*(?:{_ACTIVE})",
    re.IGNORECASE,
)
_OWED: Final = re.compile(
    "|".join(
        (
            r"\barrears\b|\bdues\b|\bquotas?\b|\b(?:assessed|statutory|mandatory|annual|outstanding) contributions?",
            r"\bcontributions? (?:to the (?:regular|general|core) budget|for (?:19|20)\d\d)|\boutstanding balance",
            r"\barriérés?\b|\bcotisations?\b|\bquotes?-parts?\b|\bredevables?\b|\bsolde de (?:ses|leurs) contributions",
            r"\bcontributions? (?:statut|obligat|annuel|mise|due|au budget|pour (?:l['’]exercice )?(?:19|20))",
            r"\batrasos\b|\bcuotas?\b|\badeud\w+|\bsaldo de sus contribuciones",
            r"\bcontribuci[óo]n(?:es)? (?:obligatori|señalad|prorratead|pendient|anual|estatutari|al presup|corresp)",
        )
    ),
    re.IGNORECASE,
)
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


def is_owed(words: str) -> bool:
    """Whether words tell of what members owe: assessed contributions, arrears, quotas. Who pays these funds nothing."""
    return _OWED.search(words) is not None


def payers_of(words: str, named: Iterable[tuple[int, str, T]], *, alone: bool = False) -> list[T]:
    """Who pays for something by a text, or may pay; of a list, all.

    Args:
        words: the text.
        named: bodies and countries that it names: offset, the words, and what the review calls them.
        alone: leave out those of whom it tells something else before: "The Trust trained operators and paid for them".
    """
    masked, found = _masked(words), list[T]()
    for group in lists_of(words, [(start, start + len(surface), called) for start, surface, called in named]):
        start, end = group[0][0], group[-1][1]
        pays = _PAID_BY.search(masked, 0, start) or _PAYS.search(masked[end:])
        if not alone:
            pays = pays or (_SUBJECT.search(masked[:start]) and _ALSO_PAYS.match(masked, end))
        inside = words[:start].rpartition(". ")[2] + next(iter(sentences(words[start:])), "")
        if pays and not is_owed(inside):
            found += [called for _, _, called in group]
    return list(dict.fromkeys(found))


def _masked(words: str) -> str:
    """A text with one mark for each amount and the words that lead to it, as long as before."""
    for pattern in _AMOUNTS:
        words = pattern.sub(lambda found: "¤".ljust(len(found[0])), words)
    return _LEADING.sub(lambda found: "¤".rjust(len(found[0])), words)


def amounts_in(words: str) -> list[str]:
    """The amounts of money that a text names, each as :data:`WRITTEN`."""
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
