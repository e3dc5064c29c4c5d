"""Names in French and Spanish that no list has: a noun that stands first, and what it is the noun of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from tcgraph.followup.folded_text import just_before
from tcgraph.followup.naming.english_names import NameInText
from tcgraph.followup.naming.name_words import (
    ALONE,
    ALSO_DEEDS,
    ANY_ROMANCE,
    INSTRUMENT,
    KINDS,
    ORGANISATION,
    PARTS,
    PLACE,
    POSTS,
    PROGRAMME,
    ROMANCE,
    SMALL,
    SMALL_WORDS,
)

_CAP: Final = r"[A-ZÀ-ÖØ-Þ][\w'&-]*"
_HEAD: Final = re.compile(r"(?<![\w-])[A-Za-zÀ-ÖØ-öø-ÿ][\w-]+(?![\w'-])")
_OF: Final = r"(?:de\s+la|de\s+l'|de\s+los|de\s+las|(?:del|des|du|de)(?!\w)|d')"
_FOR: Final = (
    r"(?:pour\s+(?:la|le|les|l')|para\s+(?:la|el|los|las)|(?:pour|para)(?!\s+(?:\w+(?:er|ir|re|[aei]r(?:l[aeo]s?|se)?)\b|mieux|que))|sur\s+(?:la|le|les|l')|sur|sobre\s+(?:la|el|los|las)"
    r"|sobre|contre\s+(?:la|le|les|l')|contre|contra\s+(?:la|el|los|las)|contra|en\s+matière\s+de|en\s+materia\s+de"
    r"|relative\s+(?:à\s+la|aux?|à)|relativa\s+a(?:l|\s+la|\s+los|\s+las)?|à\s+l'|à\s+la|aux)"
)
_LINK: Final = rf"(?:{_OF}|{_FOR})"
_ADJECTIVE: Final = (
    r"(?!(?:publica|indica|aplica|comunica|explica|dedica|\w+ifica)\b)"
    r"(?:\w+(?:al|ale|aux|ales|elle?|els?|elles|ique|iques|aire|aires|ive|ifs?|ives|ière?|iers|ienne?|iennes|ain|aine|aines"
    r"|eure?|eures|ado|ada|ados|adas|ivo|iva|ivos|ivas|ico|ica|icos|icas|ario|aria|arios|arias|onal|onales|ano|ana|anos"
    r"|anas|és|esa|iado|iste|ista|ente|entes|ante|antes|ande|andes|able|ables|ible|ibles)|(?!jamais|désormais|\w*fois)\w{3,}(?:ai|oi)se?s?|suprême|publique?s?|públic[oa]s?|militar|escolar|familiar|popular|nuclear"
    r"|suprem[oa]|mondiale?s?|maritim[eoa]s?|durable|sostenible|rapide|libre|jeune|humains?|human[oa]s?|civil[es]*)(?![\w-])"
)
_TO_DO: Final = r"(?:\w{3,}(?:iser|quer|ner|ger|cer|ter|rer|ser|dre|ttre|zar|car|tar|nar|rar|ecer|uir)\b)"
"""After "de", a verb: whom somebody charges to do it is named before it."""
_WORD: Final = (
    rf"(?!{_TO_DO})(?!(?:cett?e|ces|ses|leurs?|notre|nos|est[eao]s?|es[eao]s?|sus?|que|une?|un[ao]s?|tou(?:s|te?s?)|tod[ao]s?)\b)"
    r"[a-zà-ÿ][\w-]{2,}"
)
_AND: Final = r"(?:et|y|e|ou|o|u|&)"
_NUMBER: Final = r"(?:(?:[nN](?:o|[°º.])+|núm\.)\s*)?\d(?:[\w./-]*\w)?"
_PROPER: Final = re.compile(
    rf"(?:(?:,?\s+(?:{_LINK}\s*|{_AND}\s+(?:{_LINK}\s*|(?:la|le|el|los|las)\s+)?(?![A-Z]{{3,}}\b))|,?[ \t]+)"
    rf"(?![IVX]+\b){_CAP}"
    rf"|\s+{_ADJECTIVE}|\s+{_NUMBER}|\s+(?:de\s+)?\d{{4}}\b)"
)
"""One more part in capitals, an adjective or a number."""
_PLAIN: Final = re.compile(rf"\s+(?:{_AND}\s+)?{_LINK}\s*{_WORD}|\s+(?:{_AND}\s+)?{_ADJECTIVE}")
"""One more part in small letters: "de la pêche", "maritime", "et d'alerte"."""
_LISTED: Final = re.compile(rf",\s+{_CAP}(?:\s+{_CAP})*(?=(?:,\s+{_CAP}(?:\s+{_CAP})*)*\s+(?:et|y|e|ou|o)\s+{_CAP})")
_BEGINS: Final = re.compile(r"(?:^|[.:;!?•\n\t|]\s*|[\"“«(]\s*|^\s*[-–*]\s*|\b\d+[.)]\s*)$")
_OF_LAW: Final = {"code", "código", "constitution", "constitución"}
_FOR_RE: Final = re.compile(rf"\s+(?:{_FOR}|relati[fv]\w*|relativ\w*|en|à)\b")
_NUMERAL: Final = re.compile(r"(?<!\w)[IVX]+e?\s+$")
_AND_THE: Final = re.compile(r"\s+(?:et|y|e)\s+(?:la|le|les|el|los|las)\s")
_AND_FIRST: Final = re.compile(r"\s+(?:et|y|e)\s+(?:la|le|les|el|los|las|du|des|del)\s")
_ARTICLED: Final = re.compile(r"\b(?:la|las|los|des|du|del)\s|l'")
_CITED: Final = re.compile(r"\d$")
_AND_MORE: Final = re.compile(r"\s+(?:et|y|e)\s")
_DANGLING: Final = re.compile(rf"(?:\s+(?:{_LINK}|{_AND}))+\s*$")
_THAT: Final = re.compile(r"\bqu(?:e\s+(?:l[aeo]s?|el)\s+|e\s+l'|')$", re.IGNORECASE)
_OBJECT: Final = re.compile(
    r"\s+(?:l'|(?:un[aeo]?s?|el|l[aeo]s?|sus?|s[ao]n?|ses|leurs?|al?|aux?|des?|du|en|dans|con|avec|cada|chaque|tous)(?!\w))"
)
_LAST: Final = re.compile(r"\s+[a-zà-ÿ]+$")
_ABOUT_THE: Final = re.compile(r"\b(?:sobre|sur|para|pour|contra|contre)\s+(?:el|los|las?|les?|l')\s*$")
_THE: Final = r"(?:de\s+la\s+|de\s+l'|du\s+|des\s+)"
_MATTER: Final = rf"[A-Za-zÀ-ÿ][\w-]{{2,}}(?:\s+{_ADJECTIVE})?"
_PORTFOLIO: Final = re.compile(
    rf"(?<!\w)[Mm]inist[eè]re\s+(?:(?:en\s+)?chargée?\s+)?{_THE}{_MATTER}(?:(?:,\s+|\s+et\s+){_THE}{_MATTER})*"
)
"""What a ministry is for, in small letters or in capitals: "le ministère du travail, de l'emploi et de la santé"."""
_RUN: Final = re.compile(rf"{_CAP}(?:[ \t]+{_CAP})+")


def romance_names(text: str, language: str) -> Iterator[NameInText]:
    """Names that their form tells, and runs of capitals whose form tells nothing (with no kind).

    Args:
        text: with straight apostrophes.
        language: ``fr`` or ``es``.
    """
    done = 0
    ministries = {found.start(): found for found in (_PORTFOLIO.finditer(text) if language == "fr" else ())}
    for head in _HEAD.finditer(text):
        if head.start() < done:
            continue
        if (ministry := ministries.get(head.start())) is not None:
            done = ministry.end()
            yield NameInText(ministry[0], head.start(), ORGANISATION)
            continue
        found = _at_noun(text, head, language)
        if found is not None:
            done = found.end
            yield found
            continue
        run = _RUN.match(text, head.start()) if head[0][0].isupper() else None
        if run is not None and head[0].lower() not in POSTS | PARTS | SMALL_WORDS and kind_of(head[0].lower()) == "":
            words = run[0].rstrip("'-&")
            done = head.start() + len(words)
            yield NameInText(words, head.start(), "", _BEGINS.search(just_before(text, head.start())) is not None)


def kind_of(noun: str) -> str:
    """What a noun makes its name a name of; "" where it is none of these nouns."""
    return next((kind for kind in KINDS if noun in ROMANCE[kind]), "")


def _at_noun(text: str, head: re.Match[str], language: str) -> NameInText | None:
    """The name that begins with a noun; None where it is none."""
    noun, capital = head[0].lower(), head[0][0].isupper()
    kind = kind_of(noun)
    if not kind or (not capital and kind != PLACE and noun not in SMALL) or (head[0].isupper() and len(head[0]) > 1):
        return None
    begins = _BEGINS.search(just_before(text, head.start())) is not None
    end, proper = _end(text, head.end(), kind, plain=capital and kind != PLACE and not (begins and noun in ALSO_DEEDS))
    own = _own_words(text[head.end() : end])
    if kind == PLACE and not proper:
        return None
    if not capital and not proper:
        return None
    if noun in _OF_LAW and (about := _FOR_RE.search(text, head.end(), end)):
        end = about.start()  # "les dispositions du Code pénal relatives à…"
    end = len(_DANGLING.sub("", text[:end]))
    if _THAT.search(just_before(text, head.start())) and _OBJECT.match(text, end):
        end = len(_LAST.sub("", text[:end]))  # "que la Secretaría Ejecutiva presente un informe"
    if end == head.end():
        alone = noun in ALONE[language] and capital and not begins
        return NameInText(head[0], head.start(), kind, begins) if alone else None
    # "Plan d'action", "Comité technique": anybody's
    numbered = kind == PROGRAMME and _NUMERAL.search(just_before(text, head.start())) is not None
    if not numbered and own < (1 if proper or kind == ORGANISATION else 2 if kind == PROGRAMME else 1):
        return None
    if kind != ORGANISATION and not proper and begins and noun in ALSO_DEEDS:
        return None
    numeral = _NUMERAL.search(just_before(text, head.start())) if kind == PROGRAMME else None
    start = head.start() - len(numeral[0]) if numeral else head.start()  # "IV Plan de Acción"
    return NameInText(text[start:end], start, kind, begins)


def _end(text: str, at: int, kind: str, *, plain: bool) -> tuple[int, bool]:
    """Where a name ends, and whether a part of it is in capitals or a number; small letters only if plain."""
    proper, small, stop, cited = False, 0, _next_noun(text, at, kind), False
    end = at
    while True:
        part = _LISTED.match(text, end, stop) if proper else None
        part = part or _PROPER.match(text, end, stop)
        if part is not None and kind != ORGANISATION and (_AND_THE if not cited else _AND_MORE).match(part[0]):
            part = None  # "el Plan de Trabajo y los Términos de Referencia", "la Ley 3/2018 y el Real Decreto": two
        if part is not None and _AND_FIRST.match(part[0]) and (end == at or not _ARTICLED.search(text, at, end)):
            part = None  # "gobierno y del Estado"; "Ministerio de Educación y la Liga": another one
        if part is not None and part[0][0] == ",":
            part = _LISTED.match(text, end)
        if part is not None:
            capital = re.search(rf"{_CAP}|\d", part[0]) is not None
            if capital or plain:
                proper, end = proper or capital, part.end()
                cited = cited or _CITED.search(part[0]) is not None
                continue
        part = (
            _PLAIN.match(text, end, stop)
            if (plain or (proper and kind == INSTRUMENT)) and small < 4 and not cited
            else None
        )
        if part is None:
            return end, proper
        small, end = small + 1, part.end()


def _next_noun(text: str, after: int, kind: str) -> int:
    """Where the next body's noun stands in capitals, which begins a name of its own; or the end."""
    heads = (one for one in _HEAD.finditer(text, after) if one[0][0].isupper())
    wanted = ROMANCE[ORGANISATION] if kind == ORGANISATION else ROMANCE[ORGANISATION] | ROMANCE[INSTRUMENT]
    return next(
        (
            one.start()
            for one in heads
            if one[0].lower() in wanted
            or (kind_of(one[0].lower()) and _ABOUT_THE.search(just_before(text, one.start())))
        ),
        len(text),
    )


def _own_words(tail: str) -> int:
    words = [word.lower() for word in re.findall(r"[\w-]{3,}", tail)]
    small = {"des", "del", "los", "las", "pour", "para", "sur", "sobre", "une", "contre", "contra", "the"}
    return sum(word not in ANY_ROMANCE | PARTS | small and kind_of(word) == "" for word in words)
