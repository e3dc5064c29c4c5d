"""Names of bodies and texts that no list has, told by their form: capitals around "Office", "Cour", "Ministerio".

What a body is called in a table of its own is known to nobody else. It is told to the reviewer, and never linked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from tcgraph.followup.verb_deeds import DEEDS
from tcgraph.followup.verb_meanings import TRY


def _words(lines: str) -> frozenset[str]:
    return frozenset(lines.split())


_ENGLISH: Final = _words("""
    academy agency assembly association authority bank board bureau centre center college commission commissioner
    committee confederation congress corporation council division court department directorate embassy federation force
    administration alliance branch foundation forum fund hospital inspectorate institute institution ministry mission
    office ombudsman organisation
    organization parliament police registry secretariat senate service society tribunal trust union unit university
""")
_ENGLISH_TEXTS: Final = _words("act agreement bill charter code constitution summit treaty")
_ENGLISH_PLANS: Final = _words("agenda framework initiative plan programme program roadmap strategy")
"""Of two words these are rather anybody's ("Action Plan"); of more they are a name."""
_ROMANCE: Final = _words("""
    académie agence assemblée association autorité banque bureau caisse centre comité commission confédération conseil
    congrès cour direction département fédération fondation fonds gendarmerie haut-commissariat hôpital inspection
    institut ligue médiateur ministère observatoire office organisation parlement secrétariat service société sénat
    système tribunal union université
    academia agencia asamblea asociación autoridad banco caja cancillería cámara centro comisión comité confederación
    consejo congreso contraloría corte defensoría departamento dirección facultad federación fiscalía fondo fundación
    gabinete hospital inspección instituto ministerio observatorio oficina organización parlamento policía procuraduría
    registro secretaría senado servicio sistema sociedad superintendencia tribunal universidad unión
""")
_ROMANCE_TEXTS: Final = _words("""
    accord agenda arrêté cadre charte code constitution décret déclaration loi ordonnance pacte plan programme
    règlement sommet stratégie traité
    acuerdo agenda carta constitución cumbre código declaración decreto estatuto estrategia ley marco pacto plan
    programa reglamento tratado
""")
"""Laws, plans and the like."""
_BY_CAPITALS: Final = _words("""
    accord agenda arrêté cadre décret ordonnance pacte plan programme règlement stratégie traité
    acuerdo carta declaración decreto estrategia marco pacto programa reglamento tratado
""")
"""Of those, the ones that need a number or a name in capitals: "Plan d'action" is anybody's."""
_ALSO_DEEDS: Final = _ROMANCE_TEXTS | _words(
    "association direction fonds inspection inspección mission office organisation organización registro service"
    " servicio sistema système union unión"
)
"""At the start of a sentence these may be something that was done, and no body."""
_ALONE: Final = _words("contraloría congreso senado parlamento fiscalía procuraduría defensoría sénat parlement")
_ALONE_ENGLISH: Final = re.compile(r"(?<=[a-z,] )(?:Congress|Parliament|Senate)\b(?! [A-Z])")
"""With a capital in a sentence these are the country's own."""
_ANY: Final = _words("""
    executive standing steering drafting technical advisory regional local general joint main new each such other
    first second third federal provincial relevant competent select special ad-hoc
""")
"""Before a body's noun these make no name: "the Executive Board" is the one of whoever speaks."""
_ARTICLES: Final = {"the", "a", "an", "this", "its", "our"}

_CAP: Final = r"[A-ZÀ-ÖØ-Þ][\w'&-]*"
_JOIN: Final = r"(?:of|for|on|and|&|against)"
_MORE: Final = rf"(?:,?[ \t]+(?:{_JOIN}\s+(?:the\s+)?){{0,2}}(?!(?:The|This|It|In|A|An)\b){_CAP})"
_RUN: Final = re.compile(rf"{_CAP}{_MORE}+")
_WITHIN: Final = re.compile(rf"(?:[\w'&-]+\s+)+?of\s+(?:the\s+)?(?P<body>{_CAP}.*)")
"""What stands before a body's own name: "third session of the Committee on Fisheries"."""

_TEXTS: Final = r"(?:Convention|Covenant|Protocol|Treaty|Charter|Statute|Declaration)s?"
_WHOSE: Final = r"(?:International|European|American|African|Inter-American|United Nations|Council of Europe)"
_PROTOCOL: Final = r"(?:(?:Second|First)\s+)?Optional\s+Protocols?\s+to\s+(?:the\s+)?"
_INSTRUMENTS: Final = (
    re.compile(
        rf"\b(?:{_PROTOCOL})?(?:{_WHOSE}\s+)?{_TEXTS}\s+(?:on|against|for|relating to|concerning|of)\s+(?:the\s+)?"
        rf"{_CAP}{_MORE}*"
    ),
    re.compile(rf"\b{_PROTOCOL}{_CAP}"),
    re.compile(
        r"\b(?:[Rr]esolutions?|[Rr]ésolutions?|[Rr]esoluci(?:ón|ones))\s+(?:(?:No\.?|n°|núm\.?)\s*)?"
        r"(?:\d{1,3}/\d{1,4}|\d{3,4}\s*\(\d{4}\)|[A-Z]+/\d[\w./]*)"
    ),
    re.compile(r"\bA/RES/\d+/\d+|\bS/RES/\d+(?:\s*\(\d{4}\))?"),
    re.compile(
        r"\b(?:Directive|Regulation|Règlement|Directiva|Reglamento)\s+(?:\((?:EU|EC|UE|CE)\)\s*)?(?:No\.?\s*|n°\s*)?"
        r"\d{2,4}/\d{2,4}(?:/(?:EU|EC|UE|CE))?"
    ),
)
"""Treaties by what they are called, and what is cited by number."""

_ENGLISH_CITED: Final = re.compile(
    r"\b(?:(?:Public|Organic|Federal)\s+)?(?:Law|Act|Decree(?:-Law)?|Executive Order|Ordinance)\s+"
    r"(?:No\.?\s*)?\d[\d./-]*\w"
)
_LAWS: Final = (" Bill", " Act", " Law", " Plan", " Committee")

_ACTS: Final = (
    r"(?:should|shall|must|will|would|has|have|had|agreed|is|are|was|were|did|does|continues?|plans?|doit|devra|devrait|va"
    r"|a|ont|est|debe|deberá|ha|han|va|agrees|accepts|notes|supports|considers|conducts|provides|recogni[sz]es)"
)
_ACRONYM: Final = re.compile(
    rf"(?<![\w(/'.-])(?P<name>[A-Z]{{3,8}}|[A-Z][a-z]+[A-Z][a-z]+)\s+{_ACTS}\s+[a-zà-ÿ]"
    r"|(?:(?:^|[.;:•\n]\s+)(?:The\s+)?|\bthe\s+)(?P<told>[A-Z]{3,8})\s+(?:\w+ly\s+)?[a-z]{3,}ed\b"
)
_ONE: Final = r"(?:the\s+|l'|la\s+|le\s+|les\s+|el\s+)?[A-Z]{3,8}\b(?![/(-])"
_BESIDE: Final = re.compile(
    rf"\b(?:with|avec|con|by|par|por)\s+{_ONE}(?:(?:,\s+(?:and\s+)?|\s+(?:and|et|y|e)\s+){_ONE})*"
)
"""Acronyms of those with whom, or by whom, something is done."""
_NO_BODIES: Final = _words("""
    GDP GNP VAT HIV AIDS COVID ICT TB SDG SDGS MDG MDGS LDC LDCS NGO NGOS CSO CSOS SME SMES PPP GBV FGM KPI KPIS CPI ETS
    GHG NDC TOR MOU RFP PIB TVA VIH SIDA ODD OMD ONG PME IVA ODS TIC PYME PIN PDF URL FAQ
""")
"""Acronyms of things that are no bodies, whatever they do."""

_OF_WORDS: Final = r"(?:de la|de l'|de los|de las|del|des|du|de|d'|para la|para los|para|pour la|pour le|pour)"
_ADJECTIVE: Final = (
    r"(?:\w+(?:al|ale|aux|ales|elle?|els?|ique|iques|aire|aires|ive|ifs?|ière?|ienne?|ain|aine|eure?|ado|ada|ivo|iva|ico"
    r"|ica|icos|icas|ario|aria|onal|ano|ana|és|esa)|suprême|publique|militar|escolar|familiar|popular|nuclear|suprem[oa]|mondiale?|maritim[eoa]s?)(?![\w-])"
)
_TAIL: Final = re.compile(
    rf"(?:\s+{_ADJECTIVE})?"
    rf"(?:\s+(?:(?:et|y)\s+)?{_OF_WORDS}\s*[\wÀ-ÿ-]{{4,}}(?:(?:\s+(?:et\s+|y\s+)?{_ADJECTIVE}){{0,2}})){{0,3}}"
)
_MANY: Final = rf"(?:(?:,\s+{_CAP}(?:\s+{_CAP})*)+\s+(?:et|y|e)\s+(?:{_OF_WORDS}\s*)?{_CAP}(?:\s+{_CAP})*)?"
"""What more a body is for: "Secretaría de Medio Ambiente, Cambio Climático y Agua"."""
_CAPS_TAIL: Final = re.compile(rf"(?:\s+(?:(?:{_OF_WORDS}|et|y)\s*)?(?:{_OF_WORDS}\s*)?(?![IVX]+\b){_CAP})+{_MANY}")
_CITED: Final = r"(?:(?:[nN](?:o|[°º.])+|núm\.)\s*)?\d[\d./-]*\w*"
_TEXT_TAIL: Final = re.compile(
    rf"(?:(?:\s+{_CAP}|\s+(?:orgánica|general|nacional|supremo|organique|nationale?))*\s+{_CITED})?"
    rf"(?:\s+(?:(?:{_OF_WORDS}|et|y|sobre|sur|contra|contre)\s*)?(?:{_OF_WORDS}\s*)?(?![IVX]+\b){_CAP})*"
)
"""After "Ley" or "Loi": its number, and what it is called in capitals."""
_DANGLING: Final = re.compile(rf"(?:\s+(?:{_OF_WORDS}|et|y|e))+\s*$")
_HEAD: Final = re.compile(r"(?<![\w-])[A-ZÀ-ÖØ-Þ][\w-]+(?![\w'-])")
_END: Final = re.compile(r"[.;:!?•\n]\s*[\"“«(]*$|^\s*[\"“«(]*$")


@dataclass(frozen=True, slots=True)
class Formed:
    """A name as it stands in a text, and whether it is a body's."""

    surface: str
    start: int
    acts: bool


def names_by_form(text: str, language: str) -> Iterator[Formed]:
    """Names of bodies, treaties, resolutions and acts of the European Union that a text names, told by their form.

    Args:
        text: with straight apostrophes.
        language: what it is written in.
    """
    for pattern in _INSTRUMENTS:
        # "The Treaty Principles Bill" is a law's name, and no treaty's.
        texts = (found for found in pattern.finditer(text) if not found[0].endswith(_LAWS))
        yield from (Formed(found[0].rstrip("'"), found.start(), False) for found in texts)
    yield from _english(text) if language == "en" else _romance(text)
    if language == "en":
        yield from (Formed(found[0], found.start(), False) for found in _ENGLISH_CITED.finditer(text))


def acting_acronyms(text: str) -> Iterator[str]:
    """Acronyms that do or have to do something in a text, and so stand for bodies."""
    acting = [found["name"] or found["told"] for found in _ACRONYM.finditer(text)]
    acting += [name for found in _BESIDE.finditer(text) for name in re.findall(r"[A-Z]{3,8}\b", found[0])]
    yield from (name for name in acting if name not in _NO_BODIES)


def _english(text: str) -> Iterator[Formed]:
    yield from (Formed(found[0], found.start(), True) for found in _ALONE_ENGLISH.finditer(text))
    for run in _RUN.finditer(text):
        for found in _pieces(run[0]):
            start = run.start() + found.start()
            words, at = found[0], start
            first, _, rest = words.partition(" ")
            begins = _END.search(text[:start]) is not None
            if first.lower() in _ARTICLES or (begins and first.lower() in DEEDS | TRY):
                words, at = rest, start + len(first) + 1
            # "The third session of the Committee on Fisheries": the body begins after it.
            if words.partition(" ")[0].lower() not in _ENGLISH and (inner := _WITHIN.match(words)) is not None:
                words, at = inner["body"], at + inner.start("body")
            if _is_body(words):
                yield Formed(words.rstrip("' "), at, True)
                continue
            for part in re.finditer(r"(?:(?!\s+and\s+the\s|,\s+the\s).)+", words):
                told = re.sub(r"^\W*(?:and\s+)?(?:the\s+)?", "", part[0])
                if (name := _text_of(told)) is not None:
                    yield Formed(name, at + part.end() - len(told), False)


def _pieces(run: str) -> Iterator[re.Match[str]]:
    """A run of capitals, cut where another body begins: "Ministry of Justice and Ministry of Health"."""
    another = rf"(?:,\s+(?:and\s+)?|\s+and\s+)(?:the\s+)?(?={_CAP}\s+of\s)"
    yield from re.finditer(r"[^\0]+", re.sub(another, lambda cut: "\0" * len(cut[0]), run))


def _text_of(words: str) -> str | None:
    """The law, plan or the like that a run of capitals names; None where it names none."""
    parts = words.strip(" ,'").split()
    head = max((i for i, part in enumerate(parts) if part.lower() in _ENGLISH_TEXTS | _ENGLISH_PLANS), default=0)
    enough = 2 if parts and parts[head].lower() in _ENGLISH_TEXTS else 3
    return None if head + 1 < enough or parts[0].lower() in _ANY else " ".join(parts[: head + 1])


def _is_body(words: str) -> bool:
    parts = words.strip(" ,").split()
    heads = [i for i, part in enumerate(parts) if part.lower() in _ENGLISH]
    if not heads or len(parts) < 2 or parts[0].lower() in _ANY:
        return False
    head = heads[-1] if heads[-1] == len(parts) - 1 else heads[0]
    following = parts[head + 1] if head + 1 < len(parts) else ""
    return not following or following in ("of", "for", "on", "against") or (head > 0 and following == "in")


def _romance(text: str) -> Iterator[Formed]:
    done = 0
    for head in _HEAD.finditer(text):
        word = head[0].lower()
        if head.start() < done or word not in _ROMANCE | _ROMANCE_TEXTS:
            continue
        begins = _END.search(text[: head.start()]) is not None
        acts, stop = word in _ROMANCE, _next_body(text, head.end())
        tail = (_CAPS_TAIL if acts else _TEXT_TAIL).match(text, head.end(), stop)
        tail = tail if tail is not None and tail[0] else None
        if tail is None and (word in _BY_CAPITALS or (begins and word in _ALSO_DEEDS)):
            continue
        if word in _ALONE and not begins and tail is None:
            yield Formed(head[0], head.start(), True)
            continue
        lower = (
            _TAIL.match(text, head.end(), _next_body(text, head.end(), _ROMANCE_TEXTS))
            if acts or tail is None
            else None
        )
        end = max(one.end() for one in (tail, lower) if one is not None) if tail or lower else head.end()
        end = len(_DANGLING.sub("", text[:end]).rstrip())
        if end > head.end():
            done = end
            yield Formed(text[head.start() : end], head.start(), acts)


def _next_body(text: str, after: int, more: frozenset[str] = frozenset()) -> int:
    """Where the next body's noun stands, or the end; with more nouns, the first of those too."""
    heads = _ROMANCE | more
    return next((one.start() for one in _HEAD.finditer(text, after) if one[0].lower() in heads), len(text))
