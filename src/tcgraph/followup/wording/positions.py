"""How those who were asked stand to it, in sentences that tell no deed; and where sentences of a reply end."""

from __future__ import annotations

import re
from typing import Final

from tcgraph.followup.folded_text import plain_words
from tcgraph.followup.wording.verb_meanings import BEGIN, CONTINUE, DEEDS, TRY

_WHO: Final = r"(?:the |la |le |el |l')?(?:[\w'-]+ ){0,4}?"
_POSITION: Final = re.compile(
    rf"(?:yes|{_WHO}(?:agree[ds]?(?: to| with)?|accept(?:s|ed)?|supports?|concur(?:s|red)?(?: with)?))"
    r"(?: (?:this|the|these|all(?: of)? the)(?: [\w-]+ (?:and|in) the)? recommendations?)?"
    r"(?: in (?:the|this) report)?\W*"
    r"|recommendations? (?:(?:is|are|was|were) )?(?:accepted|agreed|supported)\W*"
    r"|(?:oui|d'accord|(?:recommandations? )?(?:est |sont )?acceptée?s?"
    r"|(?:\w+[ ']){1,4}(?:accepte|approuve|appuie|souscrit à|est d'accord avec)"
    r"(?: (?:la|cette|les|ces) recommandations?)?)\W*"
    r"|(?:sí|de acuerdo|(?:recomendaci(?:ón|ones) )?aceptad[oa]s?"
    r"|(?:se|\w+(?: \w+){0,4}) (?:acepta|apoya|comparte|está de acuerdo con)"
    r"(?: (?:la|esta|las|estas) recomendaci(?:ón|ones))?)\W*",
    re.IGNORECASE,
)
_TO_DO: Final = re.compile(
    r"\b(?:to be (?:taken|done|undertaken|implemented)|planned|key actions?|action plans?|next steps|deliverables?"
    r"|commitments?|engagements?|compromisos?|a (?:prendre|realiser|mettre en oeuvre)|actions? cles?|prevue?s?"
    r"|plans? d.action|por (?:adoptar|realizar|tomar)|accion(?:es)? claves?|plan(?:es)? de accion|previst[oa]s?)\b"
)
_LEAD: Final = re.compile(
    r"^\s*(?:\(?(?:\d{1,2}|[ivx]{1,4}|[a-h])(?:\.\d{1,2})*[.):]?(?<=[\d.):])\s+)?"
    r"(?:(?P<label>[A-ZÀ-Þ][\w'/ -]{2,40}):\s+)?(?=\S)"
)
_NUMBER: Final = re.compile(r"\(?(?:\d{1,2}(?:\.\d{1,2})*|[a-h]|[ivx]{1,4})[.):]+")
"""The number of an entry in a list, which is no sentence of its own."""
_DENYING: Final = re.compile(
    r"\b(?:no|not|non|pas|sin|sans|without|reject\w*|declin\w*|rechaz\w*|refus\w*)\b", re.IGNORECASE
)
_HEDGED: Final = re.compile(
    r"\b(?:in principle|in part|part(?:ly|ially)|en principe|en partie|partiellement|en principio|en parte|parcialmente"
    r"|not(?:es?|ed)|takes? note|prend note|toma nota)\b",
    re.IGNORECASE,
)
_LAPSED: Final = re.compile(
    r"\bno longer (?:be )?(?:appropriate|relevant|applicable|required|necessary|needed|valid)\b"
    r"|\b(?:n'est|ne sont|n'a) plus (?:lieu|pertinente?s?|nécessaires?|applicables?|d'actualité)\b"
    r"|\bya no (?:es|son|resulta|resultan) (?:pertinentes?|necesari[oa]s?|aplicables?|relevantes?)\b|\bya no procede\b",
    re.IGNORECASE,
)


_RESERVED: Final = re.compile(
    r"\b(?:accept|agree|support|endorse|concur|approuve|soutient|souscrit|acept|apoya)\w*\b(?:\W+\w+){0,3}?\W+"
    r"(?:in (?:principle|part)|partially|en (?:principe|partie|principio|parte)|partiellement|parcialmente)\b",
    re.IGNORECASE,
)


def is_reserved_position(text: str) -> bool:
    """Whether the first sentence of a reply accepts in part or in principle only."""
    return _RESERVED.search(next(iter(sentences(text)), "")) is not None


def is_position(sentence: str) -> bool:
    """Whether a sentence says no more than that those who were asked accept it, without reserve."""
    return _POSITION.fullmatch(sentence.strip()) is not None and _DENYING.search(sentence) is None


def is_to_do(heading: str) -> bool:
    """Whether a column, by its heading, holds what is to be done."""
    return _TO_DO.search(plain_words(heading)) is not None


def begins_with_deed(words: str) -> str:
    """The verb in its first form that an entry of such a column begins with, "Publish the list"; "" where none is."""
    first = re.match(r"[\w-]+", without_lead(words))
    lemma = first[0].lower() if first is not None else ""
    return lemma if lemma in DEEDS | BEGIN | CONTINUE | TRY and not _DENYING.search(words) else ""


def without_number(sentence: str) -> str:
    """A sentence without the number that stands before it in a list."""
    found = _NUMBER.match(sentence.lstrip())
    rest = sentence.lstrip()[found.end() :] if found is not None else ""
    return rest.lstrip() if rest[:1].isspace() and rest.strip() else sentence


def without_lead(sentence: str) -> str:
    """A sentence without the number and the label that stand before it: "1.2 Reply: The list was published"."""
    found = _LEAD.match(sentence)
    if found is None or (found["label"] and _DENYING.search(found["label"])):
        return sentence
    rest = sentence[found.end() :]
    return rest if len(rest.split()) > 3 or not found["label"] else sentence


def is_hedged(sentence: str) -> bool:
    """Whether it is accepted in part or in principle, or only noted."""
    return _HEDGED.search(sentence) is not None


def goes_on_since(sentence: str) -> bool:
    """Whether it tells since when something goes on, which is somebody's deed and no view."""
    return re.search(r"\b(?:since|depuis|desde)\b", sentence, re.IGNORECASE) is not None


def has_lapsed(sentence: str) -> str:
    """The words that say that what was asked is no longer called for; "" where none do."""
    found = _LAPSED.search(sentence.replace("’", "'"))
    return found[0] if found is not None else ""


_FIT: Final = (
    r"(?:appropriate|necessary|desirable|feasible|helpful|justified|needed|proportionate|practicable|practical|useful"
    r"|required|possible|right|warranted|advisable|worthwhile)"
)
_FIT_FR: Final = (
    r"(?:nécessaires?|opportune?s?|appropriée?s?|utiles?|souhaitables?|justifiée?s?|possibles?|indiqué[es]*"
    r"|pertinente?s?)"
)
_FIT_ES: Final = (
    r"(?:necesari[oa]s?|oportun[oa]s?|convenientes?|adecuad[oa]s?|útil(?:es)?|deseables?|justificad[oa]s?|posibles?"
    r"|pertinentes?|apropiad[oa]s?|procedentes?)"
)
_UNWILLING: Final = re.compile(
    rf"\b(?:do|does|did) not (?:believe|consider|think|feel|regard|judge|see)\b"
    rf"(?:\s+(?!not\b)[\w'-]+){{0,6}}?\s+{_FIT}\b"
    r"|\b(?:is|are|was|were|remains?) not (?:persuaded|convinced|minded|inclined)\b"
    r"|\bsees? no (?:need|reason|case|merit)\b|\b(?:has|have) no (?:plans?|intention)\b"
    rf"|\bne (?:juge|considère|estime|croit|pense|trouve)(?:nt)? pas\b(?:\s+[\w'-]+){{0,5}}?\s+{_FIT_FR}\b"
    r"|\bne voi(?:t|ent) (?:pas|aucune?) (?:la |l')?(?:nécessité|utilité|intérêt|raison)\b"
    r"|\bn'(?:entend|envisage)(?:ent)? pas\b"
    rf"|\bno (?:considera|cree|estima|juzga|ve)n?\b(?:\s+[\w'-]+){{0,4}}?\s+{_FIT_ES}\b"
    r"|\b(?:is|are|falls?|lies) (?:[\w]+ )?(?:beyond|outside(?: of)?|out of) (?:the |our )?(?:present )?scope\b"
    r"|\b(?:est|sont|sort) (?:en )?(?:hors|dehors) du (?:cadre|champ|périmètre)\b"
    r"|\b(?:está|queda)n? fuera del (?:alcance|ámbito)\b"
    r"|\b(?:is|are) not acceptable\b|\bdo(?:es)? not enjoy (?:the|its|our) support\b"
    r"|\b(?:n'est|ne sont) pas acceptables?\b|\bne recueill\w+ pas (?:l'(?:appui|adhésion)|son (?:appui|adhésion))"
    r"|\bno (?:es|son|resultan?) aceptables?\b|\bno (?:cuenta|goza)n? (?:con|de) (?:el|su) apoyo\b"
    r"|\bno (?:hizo|hicieron|hacen?|han? hecho) suy[ao]s?\b|\bn'(?:a|ont) pas faite? siennes?\b"
    r"|\bno ven? (?:la )?(?:necesidad|razón)\b|\bno tienen? (?:la )?(?:intención|previsto)\b",
    re.IGNORECASE,
)


def is_unwilling(sentence: str) -> str:
    """The words that tell, without a word of refusal, that those who were asked will not do it; "" where none do.

    "The Council does not consider it necessary to …", "n'entend pas", "no ve la necesidad".
    """
    found = _UNWILLING.search(sentence.replace("’", "'"))
    return found[0] if found is not None else ""


_REFUSAL: Final = re.compile(
    r"(?:NOK|(?i:not (?:accepted|agreed|approved)|rejected|refused|(?:kept|left) as (?:it )?is"
    r"|non (?:utile|retenue?s?|acceptée?s?)|refusée?s?|rejetée?s?|no aceptad[oa]s?|rechazad[oa]s?))"
    r"(?=(?: unanimously| à l['’]unanimité| por unanimidad)?\s*(?:$|[.,;:(–-]|https?:|[A-ZÀ-Þ«\"“(])"
    r"|\s+(?:because|as|since|car|parce|porque|ya que)\b)"
)
_TURNED: Final = re.compile(
    r"\b(?:but|later|then|subsequently|however|mais|puis|ensuite|pero|luego|después)\b", re.IGNORECASE
)

_PENDING: Final = re.compile(
    r"\b(?:pending|to do|outstanding|en attente|en suspens|à (?:faire|finir|compléter)|pendientes?|por hacer)\b",
    re.IGNORECASE,
)
_MATTER: Final = re.compile(
    r"\s*(?:refus|rejet|refusal|rejection|rechazo)\s+(?!\W*(?:(?:d[eu]s?|la|les?|l['’]|el|of|to|the|this|cette|est[ae]|by"
    r"|par|por)\s*)*(?:recom|deman|propos|propues|request|g[oou]+[bv]er|[ée]tat|estado|state|minist|council|cons[ei]))\w",
    re.IGNORECASE,
)
_HOPED: Final = re.compile(
    r"\b(?:hop(?:e|es|ed|ing|efully)|espérons|espère|espérant|esperamos|esperando|ojalá)\b", re.IGNORECASE
)


def leading_refusal(text: str) -> str:
    """The verdict that a reply begins with, where it is one of refusal and the rest tells why: "Not accepted. …".

    Returns:
        Its words; "" where there is none.
    """
    found = _REFUSAL.match(text.lstrip())
    return found[0] if found is not None else ""


def may_be_otherwise(text: str, status: str) -> bool:
    """Whether a text is but hoped for or said aside, or beside what was done something pends, or refusing was asked."""
    aside = text.strip().startswith("(") and text.strip(" .").endswith(")")
    pends = status == "taken" and _PENDING.search(text) is not None
    matter = status == "rejected" and _MATTER.match(text) is not None
    return aside or pends or matter or _HOPED.search(text) is not None


def is_turned(text: str) -> bool:
    """Whether what follows a verdict may turn it round: "Rejected, but later adopted"."""
    return _TURNED.search(text) is not None


_ABBREVIATED: Final = re.compile(
    r"\b(?:No|Nos|e\.g|i\.e|art|arts|paras?|párrs?|parr|recs?|recom|págs?|cap|cf|vol|Mr|Ms|Dr|GB|inter|núm|n)\.$",
    re.IGNORECASE,
)
_BOUNDARY: Final = re.compile(r"(?<=[.;!?])[\"”’)]*\s+(?=[\"“‘«(¿¡]?[A-ZÀ-ÖØ-Þ0-9])")


def sentences(text: str) -> list[str]:
    """Split a text into sentences; abbreviations do not end one."""
    parts: list[str] = []
    for part in _BOUNDARY.split(text):
        if not part.strip():
            continue
        if parts and (_ABBREVIATED.search(parts[-1]) or _NUMBER.fullmatch(parts[-1])):
            parts[-1] += f" {part.strip()}"
        else:
            parts.append(part.strip())
    return parts
