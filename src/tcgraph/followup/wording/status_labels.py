"""What status columns say in three languages, from "Closed" to "en cours", as a status of the scheme.

The table is read from the top: a word of refusal or of part decides before the word that it goes with, so that
"not implemented" and "implemented in part" are not taken for "implemented".
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from tcgraph.followup.folded_text import any_of, plain_words

SURE: Final = 0.95
LIKELY: Final = 0.8
UNSURE: Final = 0.5
"""Below what is filled in: the word is a status, but says little about how far things have come."""


# French and Spanish words stand without accents, as they are compared, with every ending of theirs.
_PART: Final = any_of(r"""
    partly|partial(?:ly)?|part(?= (?:implement|complet|achiev|fulfil|met|done)\w*)|in part
    in (?:some|most|many|several) respects|substantially|largely|mostly|nearly|almost
    limited (?:implementation|compliance)|(?:limited|substantial)$|incomplete?s?|incomplet[oa]s?
    (?:substantiel(?:le)?s?|limitee?s?|sustancial(?:es)?|limitad[oa]s?)$
    partiellement|partielle?s?|en partie|parcial(?:es|mente)?|en parte
""")
_DONE: Final = any_of(r"""
    implemented|completed?|done|taken|closed|achieved|finali[sz]ed|finished|fulfilled|resolved|discharged|met|satisfied
    executed|delivered|launched|adopted|enacted|in (?:force|place|effect)
    kept(?=\W*$| (?:promises?|in part|partly|partially|mostly|largely)\b)
    addressed(?! to)|actioned|ratified|reali[sz]ed(?! that)
    (?:fixed|traitee?s?|(?:full|complete|total\w*)(?: implementation)?|fully)$
    (?:mise?s?|mettre) en oeuvre|realisee?s?|acheve(?:e?s?)|terminee?s?|executee?s?|appliquee?s?|close?s?|cloturee?s?
    faite?s?|tenue?s?|respectee?s?|honoree?s?|aboutie?s?|adoptee?s?|votee?s?|en vigueur|finalisee?s?|accomplie?s?
    soldee?s?|satisfaite?s?|suivie?s? d'effets?|ratifiee?s?
    se (?:termino|cumplio|realizo|ejecuto|concluyo|finalizo)
    (?:cumpl|conclu)id[oa]s?|adoptad[oa]s?|en vigor
    (?:aplic|termin|ejecut|realiz|implement|finaliz|complet|subsan|solvent|ratific)ad[oa]s?|cerrad[oa]s?|atendid[oa]s?
""")
_NOT_BEGUN: Final = any_of("""
    not (?:yet )?(?:been )?(?:started|begun|initiated|acted)|none|nil|nothing (?:done|yet)|unimplemented
    (?:(?:insufficient|little) or )?no (?:action|progress|implementation)|pending decision|broken|failed|never
    (?:pas|non) (?:encore )?(?:commencee?s?|entamee?s?|demarree?s?|engagee?s?|lancee?s?|initiee?s?|amorcee?s?|suivie?s?)
    aucune (?:action|mesure|suite)|neant
    rompue?s?
    (?:no|sin) (?:(?:inici|comenz|empez)ad[oa]s?|efecto)|ningun[oa]|sin (?:accion(?:es)?|medidas|avances?)
    sin (?:inici|comenz|implement|ejecut|cumpl|atend|realiz|aplic)[aei]r
    incumplid[oa]s?|rot[oa]s?|unfulfilled|unmet|not kept
""")
_REJECTED: Final = any_of(r"""
    reject(?:ed)?|declined?|not? (?:accepted|agreed|supported|approved)|disagreed?|risk accepted|refused?
    do(?:es)? not (?:accept|agree|concur)|non concur\w*|(?:kept|left) as (?:it )?is|non utiles?
    rejet(?:ee?s?)?|refusee?s?|refus|(?:pas|non) (?:acceptee?s?|approuvee?s?|retenue?s?)
    rechazad[oa]s?|no (?:se acepta|(?:aceptad|aprobad)[oa]s?)|denegad[oa]s?|desestimad[oa]s?
""")
_CANCELLED: Final = any_of("""
    cancell?ed|abandoned|dropped|discontinued|withdrawn|scrapped|terminated
    annulee?s?|abandonnee?s?|retiree?s?|supprimee?s?
    (?:anul|cancel|retir|abandon|suprim)(?:ad|id)[oa]s?
""")
_OVERTAKEN: Final = any_of("""
    superseded|overtaken|obsolete|lapsed|moot|no longer (?:applicable|relevant|valid|required)
    not (?:applicable|relevant)
    caduc|caduque|(?:devenue?s? )?sans objet|sans suite|remplacee?s?|depassee?s?|non applicable|plus d'actualite
    sin objeto|sustituid[oa]s?|obsolet[oa]s?|(?:ya )?no aplica(?:ble)?|inaplicable
""")
_GOES_ON: Final = any_of("""
    on[- ]?going|under ?way|in (?:progress|process|hand|the works)|started|commenced|initiated|continuing
    in (?:the )?course of|work in progress|wip|being implemented|advancing
    (?:under|in) (?:implementation|development|preparation|construction|discussion|consultation|negotiation|legislation)
    en (?:cours|(?:bonne )?voie|marche|legislation|chantier|preparation|elaboration|construction|discussion|progression)
    commencee?s?|entamee?s?|engagee?s?|demarree?s?|lancee?s?|initiee?s?|amorcee?s?|continue
    en (?:curso|proceso|progreso|ejecucion|marcha|tramite|desarrollo|implementacion|elaboracion|construccion)
    (?:inici|comenz)ad[oa]s?
""")
_TO_COME: Final = any_of(r"""
    planned|scheduled|to be (?!verified|confirmed|determined|assessed)\w+|to ?do|foreseen|envisaged
    will be (?:implemented|completed|done|addressed)|pending (?=\w)|not (?:yet )?due|planning stage|preparations? for
    planifiee?s?|prevue?s?|programmee?s?|envisagee?s?|en attente (?=\w)|a (?:venir|faire)
    a (?:mettre en oeuvre|realiser|lancer|engager|finaliser|executer|planifier)
    non echue?s?
    pendientes?|por (?:hac|realiz|inici|implement|ejecut|cumpl|atend)[aei]r|(?:planific|program)ad[oa]s?|previst[oa]s?
""")
_STANDING: Final = any_of("""
    standing|continuous|permanent|recurrent|regular practice|business as usual|bau
    permanente?s?|continu|continua|recurrente?s?
""")
# These say that the recommendation is not settled, and nothing of what was done about it.
_LIVE: Final = any_of("""
    open|outstanding|live|active|pending
    ouverte?s?|en suspens|en attente|active?s?|abiert[oa]s?|activ[oa]s?|vigentes?
""")
# These say how the work stands, and not whether it was begun.
_SLOW: Final = any_of("""
    delayed|at risk|off track|stalled|on hold|blocked
    behind(?: schedule)?|retardee?s?|bloquee?s?|retrasad[oa]s?|estancad[oa]s?|paralizad[oa]s?
""")
# What whoever recommended makes of the answer. That it does not satisfy them is not yet that nothing was done.
_ENOUGH: Final = r"satisfactory|satisfaisante?s?|satisfactori[oa]s?"
_WHOLLY: Final = any_of("""
    fully|(?:entire|whole|complete)ly|(?:entiere|pleine|totale|integrale|complete)ment
    (?:plena|total|completa|integra)mente
""")
_UNJUDGED: Final = any_of(r"""
    unable to (?:be )?assess(?:ed)?|not (?:yet )?(?:been )?(?:assessed|evaluated|rated)
    impossible a evaluer|(?:pas|non) (?:encore )?evaluee?s?
    no (?:se )?(?:puede|pudo) evaluar(?:se)?|(?:sin|no) evalua(?:r|d[oa]s?)
""")
_LATE: Final = any_of("""
    overdue|announced|proposed|annoncee?s?|proposee?s?|anunciad[oa]s?|propuest[oa]s?
    accept(?:ed)?|agreed?|supported?|concur(?:red)?
    en retard|acceptee?s?|soutenue?s?|atrasad[oa]s?|vencid[oa]s?|aceptad[oa]s?|apoyad[oa]s?|superad[oa]s?
""")

# How those who are asked stand to it, which is no progress; "noted" is mostly said of what is not accepted.
_POSITION: Final = any_of("""
    accept(?:ed)?|agree[ds]?|supported|approved
    acceptee?s?|soutenue?s?|aceptad[oa]s?|apoyad[oa]s?
""")
_NOTED: Final = any_of("noted|notee?s?|prise? en note|anotad[oa]s?|tomad[oa]s? nota")

_LABELS: Final = tuple(
    (re.compile(pattern), status, confidence)
    for status, confidence, pattern in (
        ("rejected", SURE, rf"^(?:{_REJECTED})\b"),
        ("cancelled", SURE, rf"^(?:{_CANCELLED})\b"),
        ("overtaken", SURE, rf"^(?:{_OVERTAKEN})\b"),
        ("not-taken", SURE, rf"^(?:{_NOT_BEGUN})\b"),
        ("", SURE, r"^(?:n/?a|[-–—]+)$"),
        ("", SURE, rf"^(?:{_UNJUDGED})\b"),
        ("taken", LIKELY, rf"^(?:{_WHOLLY}) (?:{_ENOUGH})\b|^(?:{_ENOUGH}) (?:{_WHOLLY})\b"),
        ("partly-taken", LIKELY, rf"^(?:{_ENOUGH}) (?:{_PART})\b"),
        ("planned", LIKELY, rf"^(?:{_ENOUGH}) inten(?:t|cion)\b|^(?:intention|intencion) (?:{_ENOUGH})\b"),
        ("not-taken", UNSURE, rf"^(?:un|in|not |non |no )(?:{_ENOUGH})\b"),
        (
            "partly-taken",
            SURE,
            rf"^(?:not|non|no) (?:yet )?(?:{_WHOLLY})\b",
        ),
        (
            "not-taken",
            SURE,
            rf"^(?:not|no|non|pas)(?: \w+){{0,2}} (?:{_DONE})\b|^closed?\W+(?:\w+ )?(?:not|without|unimplemented)\b",
        ),
        ("planned", UNSURE, rf"^(?:{_PART}) (?:{_POSITION})\b|^(?:{_POSITION}) (?:{_PART})"),
        ("rejected", UNSURE, rf"^(?:{_NOTED})\b"),
        ("under-way", UNSURE, rf"^(?:{_DONE}) (?:in principle|en principe|en principio)\b"),
        ("under-way", SURE, rf"^(?:{_PART}) (?:{_GOES_ON})\b"),
        ("partly-taken", SURE, rf"^(?:{_PART})\b|^(?:{_DONE}) (?:{_PART})\b"),
        ("under-way", SURE, rf"\bis being (?:taken|undertaken|implemented)|^(?:{_GOES_ON})\b"),
        ("under-way", LIKELY, r"^(?:on track|(?:well )?advanced|progress(?:ing)?)\b"),
        ("taken", SURE, rf"^(?:(?:{_WHOLLY}) )?(?:{_DONE})\b"),
        ("taken", SURE, r"^action has been taken\b"),
        ("planned", SURE, rf"^(?!pendientes?$)(?:{_TO_COME})\b"),
        ("planned", LIKELY, r"^(?:deferred|postponed|reportee?s?|differee?s?|aplazad[oa]s?|pospuest[oa]s?)\b"),
        ("standing", SURE, rf"^(?:{_STANDING})\b"),
        ("partly-taken", LIKELY, r"^compromised?\b"),
        ("taken", LIKELY, r"^(?:yes|oui|si)$"),
        ("not-taken", LIKELY, r"^(?:no|non)$"),
        ("planned", UNSURE, r"^(?:pending|en attente|pendientes?)$"),
        ("under-way", UNSURE, rf"^(?:{_LIVE}|{_SLOW})\b"),
        ("planned", UNSURE, rf"^(?:{_LATE})\b"),
    )
)

_DEGREE: Final = rf"{_PART}|{_GOES_ON}|{_TO_COME}|{_DONE}|{_REJECTED}|{_CANCELLED}|not|non|pas"
_SUBJECT: Final = re.compile(
    r"^(?:[^\w(%+<>−–-]+|currently |actuellement |actualmente |confirmed |verified (?:and |as )?"
    r"|(?:recomm[ae]ndation|recomendacion|promise|promesse|promesa|commitment|engagement|compromiso|medida|mesure)"
    r" (?=\w)"
    r"|(?:actions?|work|implementation|mises? en oeuvre|realisation|execution|application|travaux"
    rf"|accion(?:es)?|implementacion|ejecucion|cumplimiento|aplicacion|avance|completion):?"
    rf" (?!clos|clotur|cerrad)(?=(?:{_DEGREE})\b))"
)
"""What a label may say first, of which it then says how far it has come: "Mise en œuvre en cours"."""
_FILE: Final = r"(?:action|item|point|task|issue|recomm[ae]ndation|recomendacion|mesure|medida|accion|punto)?"
_FILED: Final = re.compile(
    rf"^(?:{_FILE} ?closed?(?!\W+\w* ?(?:not|without|unimplemented)\b)\W+|(?:open|active)\W+"
    r"|(?:accepted|agreed|acceptee?s?|aceptad[oa]s?)(?: and| et| y|,|;|/| -)+ (?=\w))"
)
"""What is only said of the file, or of the answer, before how far things have come."""
_TURNS: Final = re.compile(
    rf"\b(?:{_REJECTED}|{_CANCELLED}|{_NOT_BEGUN}|{_OVERTAKEN}|replaced (?:by|with)|not"
    r"|no(?! (?:further|more))|but|mais|pero)\b"
)
"""After a word for what was done these leave open whether it was: "Complete overhaul refused"."""
_BELOW: Final = re.compile(r"[-−–]\s?\d+(?:[.,]\d+)?\s*%")
"""A rate below nothing: further away than at the start."""
_PERCENT: Final = re.compile(r"^(\d{1,4})(?:[.,]\d+)?\s*(?:%|per ?cent\b|pour cent\b|por ciento\b)")


_STATED: Final = re.compile(
    r"(?:^|(?<=[.;:)\]] ))(?:current )?(?:status|state|statut|état|etat|estado|situación)\s*:\s+"
    r"(?P<label>[^.;:]{2,60}?)(?=\s*(?:[.;]|$|\s[A-ZÀ-Þ][\w ]{2,30}:))",
    re.IGNORECASE,
)


def stated_label(text: str) -> str:
    """What a text says of its own status, as in "Status: implemented"; "" where it says nothing that is known."""
    said = [found["label"] for found in _STATED.finditer(text) if read_label(found["label"]) is not None]
    return said[0] if len(said) == 1 else ""


_LINK: Final = re.compile(r"https?://\S+")
_RESERVE: Final = rf"(?:{_PART}|in principle|en principe|en principio|with (?:conditions|modifications|reservations))"


def is_acceptance(text: str) -> bool:
    """Whether a label says that it was accepted, be it in part, which tells nothing of how far it has come."""
    words = plain_words(_LINK.sub("", text))
    return re.fullmatch(rf"(?:{_RESERVE} )?(?:{_POSITION})(?:,? {_RESERVE})?\W*", words) is not None


def tells_answer(heading: str, words: Iterable[str]) -> bool:
    """Whether a column tells how those who were asked stand to it: "Partial" beside "Accept" is accepted in part.

    Args:
        heading: the column's.
        words: what its cells say.
    """
    labels = {plain_words(text) for text in (*words, *re.split(r"[(/,|)]", heading))}
    said = [label for label in labels if label]
    if not any(map(is_acceptance, said)):
        return False
    # A word of progress among them tells that the scale is one of progress, whatever else is in it.
    read = [found for label in said if not is_acceptance(label) and (found := read_label(label)) is not None]
    return all(status in ("rejected", "partly-taken", "") or confidence <= UNSURE for status, confidence, _ in read)


def is_part(text: str) -> bool:
    """Whether a label begins with a word for a part."""
    return re.match(rf"(?:{_PART})\b", plain_words(text)) is not None


def is_live(text: str) -> bool:
    """Whether a label says only that the recommendation is not settled ("Active"), and nothing of a deed."""
    return re.fullmatch(rf"(?:{_LIVE})\W*", _SUBJECT.sub("", plain_words(text))) is not None


def tells_of_deed(text: str) -> bool:
    """Whether a label tells how far it has come, and not only how the file stands ("Closed") or who accepts it."""
    filed = is_live(text) or is_acceptance(text) or is_closed(text)
    return not filed and read_label(text) is not None


def is_closed(text: str) -> bool:
    """Whether words say only that a file, or something asked, is closed: it may be so with nothing done."""
    return (
        re.fullmatch(rf"(?:{_FILE}) ?(?:closed?|fermee?s?|close?s?|cloturee?s?|cerrad[oa]s?)\W*", plain_words(text))
        is not None
    )


def is_reserved(text: str) -> bool:
    """Whether a label says that it was accepted in part or in principle only."""
    return is_acceptance(text) and re.search(rf"\b{_RESERVE}", plain_words(text)) is not None


@lru_cache(maxsize=16384)
def read_label(text: str) -> tuple[str, float, str] | None:
    """Read what a status column says.

    Returns:
        The status's notation ("" where the label says nothing of it), how sure that is, and the words that
        decided; None where the text is no label that is known.
    """
    if (below := _BELOW.match(text.strip())) is not None:
        return "not-taken", SURE, below[0]
    words = plain_words(text.replace("_", " ").replace("-", " ") if len(text.split()) < 4 else text)
    words = _SUBJECT.sub("", words)
    # "Closed superseded", "Accepted and implemented": what follows tells what came of it.
    follows = _FILED.match(words)
    if follows is not None and (came := read_label(words[follows.end() :])) is not None and came[0]:
        return came[0], came[1], words
    if (found := _PERCENT.match(words)) is not None:
        share = int(found[1])
        status = "taken" if share >= 100 else "under-way" if share else "not-taken"
        return status, SURE, found[0]
    for pattern, status, confidence in _LABELS:
        if (found := pattern.search(words)) is not None:
            turned = status in ("taken", "standing") and _TURNS.search(words, found.end()) is not None
            return status, UNSURE if turned else confidence, found[0].strip()
    return None
