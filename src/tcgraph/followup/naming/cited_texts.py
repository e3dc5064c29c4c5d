"""Treaties by what they are called, and texts that are cited by title or number: resolutions, laws, codes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from tcgraph.followup.naming.english_names import NameInText
from tcgraph.followup.naming.name_words import INSTRUMENT

_CAP: Final = r"[A-ZÀ-ÖØ-Þ][\w'&-]*"
_JOIN: Final = r"(?:of|for|on|and|&|against)"
_MORE: Final = rf"(?:,?[ \t]+(?:{_JOIN}\s+(?:the\s+)?){{0,2}}(?!(?:The|This|It|In|A|An)\b){_CAP})"
_TEXTS: Final = r"(?:Convention|Covenant|Protocol|Treaty|Charter|Statute|Declaration)s?"
_WHOSE: Final = r"(?:International|European|American|African|Inter-American|United Nations|Council of Europe)"
_PROTOCOL: Final = r"(?:(?:Second|First)\s+)?Optional\s+Protocols?\s+to\s+(?:the\s+)?"

# Laws as each language cites them: "loi n° 2017-399 du 27 mars 2017", "Real Decreto 1720/2007, de 21 de diciembre".
_NO: Final = r"(?:(?:[Nn](?:os?\b|[°º.]|um\.|úm\.)|#)[°º.]*\s*)"
_CODE: Final = r"(?=[\w./-]*\d)[A-Z0-9][\w./-]*\w"
_FR_KIND: Final = (
    r"(?:[Ll]oi|[Oo]rdonnance|[Dd]écret(?:-loi)?|[Aa]rrêté|[Cc]irculaire|[Rr]èglement|[Dd]irective|[Dd]élibération"
    r"|[Rr]ésolution|[Ii]nstruction|[Dd]ahir)"
)
_FR_DAY: Final = r"(?:\s+du\s+\d{1,2}(?:er)?\s+[a-zéû]+\s+\d{4})"
# What a law is about is a part of its title: "loi fédérale du 17 mars 2023 sur l'utilisation des moyens électroniques".
_FR_TITLE: Final = (
    r"(?:\s+(?:sur|relati(?:f|fs|ve|ves)\s+(?:à|aux?)|concernant|portant|instituant|fixant)\s+[\w'-]+(?:\s+[\w'-]+){1,9}?"
    r"(?=\s*(?:[.,;:()«»\[\]\n]|$)))"
)
_ES_KIND: Final = (
    r"(?i:Ley|Real\s+Decreto|Decreto|Resolución|Acuerdo|Ordenanza|Directiva|Reglamento|Circular|Orden|Acordada|Sentencia)"
    r"(?:[ -]+(?:Ley|Orgánica|General|Federal|Nacional|Estatutaria|Marco|Supremo|Suprema|Legislativo|Ejecutivo"
    r"|Presidencial|Ministerial|Directoral|Administrativa|Gubernativo|Foral|Ministerial|Regional))?(?:\s+de\s+Urgencia)?"
)
_ES_DAY: Final = r"(?:,?\s+de(?:l|\s+\d{1,2}\s+de\s+[a-z]+(?:\s+de)?)?\s+\d{4})"
_OF_WHAT: Final = r"(?:du|de\s+la|de\s+l'|des|de|del|de\s+los|de\s+las)\s*"
_FR_CODE: Final = (
    r"\b[Cc]ode\s+(?:(?:civil|pénal|électoral|forestier|minier|rural|foncier|monétaire|pastoral|général)\w*"
    rf"|(?<=Code\s){_OF_WHAT}[a-zà-ÿ]{{3,}}|de\s+(?:procédure|justice)\s+[a-zà-ÿ]+)(?:\s+(?:civile|pénale|militaire))?"
)
# Written small, the codes of French law are told from a code of conduct by the article before what they are of.
_FR_OF: Final = r"(?:de\s+la\s+|de\s+l'|du\s+|des\s+)"
_FR_MATTER: Final = (
    r"(?:travail|environnement|urbanisme|santé|sécurité|consommation|commerce|éducation|construction|route|aviation"
    r"|justice|famille|communes|marchés|impôts|douanes|postes|propriété|patrimoine|relations|collectivités|sport|tourisme"
    r"|voirie|mutualité|assurances?|recherche|énergie|défense|procédures?|nationalité|action|cinéma|pêche|transports"
    r"|commande|fonction|entrée|investissements?|obligations)"
)
_FR_CODE_OF: Final = (
    rf"\b[Cc]ode\s+(?:général\s+)?{_FR_OF}{_FR_MATTER}(?:\s+(?:publique|sociale|maritime|rurale|territoriales|civile"
    r"|pénale|intérieure|intellectuelle|et\s+(?:de\s+la\s+|de\s+l'|du\s+|des\s+)[a-zà-ÿ]+"
    r"|entre\s+le\s+public\s+et\s+l'administration))*"
)
_ES_CODE: Final = (
    r"\bCódigo\s+(?:Orgánico\s+)?(?:(?:Civil|Penal|Electoral|Fiscal|Tributario|Procesal|Nacional|Municipal)"
    rf"(?:\s+(?:Civil|Penal|Integral|Electoral|Militar))*|{_OF_WHAT}[A-ZÁÉÍÓÚa-zñ][\wáéíóúñ]+(?:\s+(?:Penal|Civil))?)"
)
# "Child Protection (Working with Children) Act 2012 (NSW)": what stands in brackets is of the title.
_LAW: Final = r"(?:Act|Bill|Regulations?|Rules|Order|Ordinance|Code|Law|Decree|Measure)"
_PART: Final = rf"(?:{_CAP}|\d{{1,3}}(?:st|nd|rd|th))"
_WITHIN: Final = rf"(?:(?:{_JOIN}(?:\s+the)?|to|in|with|by|from|or)\s+)?"
_TITLE: Final = rf"(?!(?:The|This|That|An?|In|Under|Section)\b){_PART}(?:,?\s+{_WITHIN}{_PART})*"
_WHERE: Final = r"(?:\s+\((?:Cth|NSW|Vic|Qld|WA|SA|Tas|ACT|NT|Scotland|Wales|UK|Ireland|NI)\))?"

_INSTRUMENTS: Final = (
    re.compile(
        rf"\b(?:{_PROTOCOL})?(?:{_WHOSE}\s+)?{_TEXTS}\s+(?:on|against|for|relating to|concerning|of)\s+(?:the\s+)?"
        rf"{_CAP}{_MORE}*"
    ),
    re.compile(rf"\b{_PROTOCOL}{_CAP}"),
    re.compile(
        r"\b(?:[Rr]esolutions?|[Rr]ésolutions?|[Rr]esoluci(?:ón|ones))\s+(?:(?:No\.?|n°|núm\.?)\s*)?"
        r"(?:\d{1,3}/\d{1,4}(?:\s[A-Z]\b)?|\d{3,4}\s*\(\d{4}\)|[A-Z]+/\d[\w./]*)"
    ),
    re.compile(
        r"\b(?:(?:ISO|IEC|IEEE|CEN|ITU-T|IHO|JCGM|RFC)(?:/(?:IEC|TC|TS|TR|IEEE|CEN))*(?:\s+(?:TS|TR|TC|Guide))?"
        r"[ -][A-Z]?-?\d[\d-]*(?::\d{4})?|(?:SDG|ODD|ODS)s?\s+\d{1,2}(?:\.\d{1,2}|\.[a-d])?"
        r"|(?:Sustainable Development Goals?|[Oo]bjectifs? de développement durable"
        r"|Objetivos? de Desarrollo Sostenible)(?:\s+\d{1,2}(?:\.\w)?)?)(?![\w/])"
    ),
    re.compile(r"\bA/RES/\d+/\d+|\bS/RES/\d+(?:\s*\(\d{4}\))?|\bST/(?:AI|IC|SGB)/\d{4}/\d+"),
    re.compile(
        r"\b(?:[Gg]eneral\s+(?:[Cc]omment|[Rr]ecommendation)|[Oo]bservation\s+générale|[Rr]ecommandation\s+générale"
        rf"|[Oo]bservación\s+general|[Rr]ecomendación\s+general)\s+{_NO}\d{{1,3}}(?:\s*\(\d{{4}}\))?"
    ),
    re.compile(
        r"\b(?:Directive|Regulation|Decision|Règlement|Décision|Directiva|Reglamento)\s+(?:\((?:EU|EC|UE|CE|EEC|CEE)\)\s*)?"
        r"(?:No\.?\s*|n[°º]\s*|núm\.\s*)?\d{2,4}/\d{2,4}(?:/(?:EU|EC|UE|CE|EEC|CEE))?"
    ),
    re.compile(
        rf"\b{_FR_KIND}(?:\s+{_FR_OF}{_CAP}|(?:\s+[a-zà-ÿ]+){{0,2}}?)\s+{_NO}(?:{_CODE}|\d+){_FR_DAY}?{_FR_TITLE}?"
        rf"|\b{_FR_KIND}(?:\s+(?:fédérale?|organique|royale?|ministérielle?))?{_FR_DAY}{_FR_TITLE}?"
        rf"|\b{_FR_KIND}\s+(?:d'|de\s+)(?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre"
        r"|décembre)\s+\d{4}|\b[Ll]oi\s+de\s+finances(?:\s+(?:initiale|rectificative))?\s+(?:de|pour)\s+\d{4}"
    ),
    re.compile(rf"\b{_ES_KIND}\s+{_NO}?(?=[\w.-]*\d[\w.-]*[/-]|[\d.]{{4,}}\b|{_NO}){_NO}?{_CODE}{_ES_DAY}?"),
    re.compile(rf"\b{_ES_KIND}\s+\d{{1,3}}{_ES_DAY}"),
    re.compile(_FR_CODE_OF),
    re.compile(_FR_CODE),
    re.compile(_ES_CODE),
    re.compile(rf"\b{_TITLE}\s+\([A-Z][^()]{{2,60}}\)\s+(?:{_CAP}\s+){{0,3}}{_LAW}\b(?:\s+\d{{4}}\b)?{_WHERE}"),
    re.compile(rf"\b{_TITLE}\s+{_LAW},?\s+\d{{4}}\b{_WHERE}"),
    re.compile(
        rf"\b(?:Public\s+Law|Executive\s+Order|Law|Act|Decree|Order|Legislative\s+Decree)\s+{_NO}?(?=\d[\d.]*[-/]\d|{_NO}|\d{{5}}){_NO}?{_CODE}"
    ),
)
_LAWS: Final = (" Bill", " Act", " Law", " Plan", " Committee")


def cited_texts(text: str) -> Iterator[NameInText]:
    """The treaties, resolutions, directives, laws and codes that a text cites.

    Args:
        text: with straight apostrophes.
    """
    for index, pattern in enumerate(_INSTRUMENTS):
        for found in pattern.finditer(text):
            # "The Treaty Principles Bill" is a law's name, and no treaty's.
            if index == 0 and found[0].endswith(_LAWS):
                continue
            yield NameInText(found[0].rstrip("'"), found.start(), INSTRUMENT)
