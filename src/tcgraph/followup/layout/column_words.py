"""What the heading of a column says it holds, in three languages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from tcgraph.followup.folded_text import any_of, plain_words

# Headings are compared in lower case and without accents.
_THING: Final = (
    "rec|recommendation|decision|resolution|item|para|paragraph|commitment|action|recommandation|recomendacion"
)
_NUMBER: Final = re.compile(
    r"^(?:nos?|nr|n\.?[°ºo]|#|num(?:ero)?|number|item|ref(?:erence)?|id|code|para(?:graph)?|serial|recs?)\W*$"
    rf"|^(?:{_THING})\W*\s*(?:nos?\b|nr\b|n\.?[°ºo]|number|id\b|ref\b|code\b|#|num)"
)
_STATUS_WORDS: Final = any_of(r"""
    status|state of (?:play|implementation)|stage|rating|rag|grades?|verdict|(?:implementation|completion) rate
    rate of (?:implementation|completion)|(?:degree|level|extent) of (?:implementation|fulfil+ment|completion)
    percent\w*|dispositions?
    fulfil+ment|(?:niveau|degre) (?:de mise en oeuvre|d'execution|de realisation)
    (?:nivel|grado) de (?:cumplimiento|implementacion|avance|ejecucion)
    statuts?|estatus|etat|avancement|taux|estado|situacion|porcentaje
""")
_WEIGHT: Final = (
    r"(?!.*\b(?:risks?|priority|severity|criticality|importance|risques?|priorite|gravite|riesgos?|prioridad)\b)"
)
"""How much something matters is no status."""
_STATUS: Final = re.compile(
    rf"^{_WEIGHT}.*\b(?:{_STATUS_WORDS})\b|%"
    r"|\b(?:implemented|completed|done|closed|(?:cumpl|realiz|implement)[ai]d[oa]s?|realisee?s?|faite?s?) ?"
    r"(?:\?|\((?:y|o|s))"
    r"|^(?:completed?|done|closed|implemented|finished|passed|adopted|approved|enacted|fulfilled|kept|adoptee?s?|votee?s?"
    r"|approuvee?s?|(?:aprob|adopt)ad[oa]s?|terminee?s?|faite?s?|realisee?s?|(?:complet|termin|realiz)ad[oa]s?|cumplid[oa]s?|hech[oa]s?)\W*$"
)
POSITION: Final = re.compile(r"^(?:position|posicion)(?:$| (?:of|du|de)\b)")
"""How those who were asked stand to it: the answer, where the table has no status."""
_DUE_WORDS: Final = any_of(r"""
    due|deadlines?|time[ -]?(?:frames?|lines?)|by when|when|quand|cuando|(?:expected|target) (?:by|completion)
    (?:target|completion|planned|expected|revised|implementation) dates?
    echeances?|delais?|date (?:prevue|cible|limite|butoir)|calendrier
    plazos?|fecha (?:limite|prevista|comprometida|fin(?:al)?|(?:de )?(?:cumplimiento|compromiso|entrega|termino))
    calendario|vencimiento
""")
_DUE: Final = re.compile(rf"\b(?:{_DUE_WORDS})\b|^(?:end|fin)\b|\b(?:end|fin)$")
_DATE: Final = re.compile(r"\b(?:date|on|fecha)\b")
_PAST: Final = re.compile(r"\b(?:actual|last|latest|closed|updated?|reported|adopted|issued)\b")
_WHO_WORDS: Final = any_of(r"""
    responsib\w+|owners?|by whom|assigned|focal points?|action by|lead
    responsables?|chargee?s? de|encargad\w+|porteurs?|pilotes?|points? of contact|poc
""")
_WHOM: Final = any_of(r"""
    who|qui|quien(?:es)?|to|for|addressees?|recipients?|(?:addressed|directed|issued|made) to
    pour|destinataires?|adressee?s? a|para|destinatari[oa]s?|dirigid[oa]s? a
""")
"""The whole heading of a column of those who are asked."""
WHO: Final = re.compile(rf"\b(?:{_WHO_WORDS})\b|^(?:{_WHOM})\W*$")
_BODY_WORDS: Final = any_of(r"""
    units?|offices?|entit(?:y|ies)|departments?|services?|divisions?|agenc(?:y|ies)|ministr(?:y|ies)|directorates?
    agences?|ministeres?|organismes?|unidad(?:es)?|oficinas?|entidad(?:es)?|ministerios?|organismos?|dependencias?
""")
_BODY: Final = re.compile(rf"\b(?:{_BODY_WORDS})\b")
_REPLY_WORDS: Final = any_of(r"""
    actions?|implement\w*|follow-?up|measures?|progress|responses?|repl(?:y|ies)|undertaken|taken|steps|comments?
    remarks?|updates?|resp?|results?|achievements?|did|done|activities|narratives?|assessments?|explanations?
    (?:action|improvement) plans?|plans? d'actions?|plan(?:es)? de (?:accion|mejora)
    suivi|suites?|mesures?|reponses?|commentaires?|progres|realisations?|mise en oeuvre|application|execution
    mises? a jour|bilans?
    evaluations? (?:of|de|des|du)|evaluacion(?:es)? (?:de|del)
    reasons?|rationale|what happened|assessment|position du gouvernement|evidence|justification|milestones?|jalons?
    medidas?|seguimiento|respuestas?|avances?|accion(?:es)?|comentarios?|observaciones|aplicacion|cumplimiento|ejecucion
    evidencias?|justificacion|porque|motivos?|hitos?|actualizacion(?:es)?|balances?|actuaciones
    (?:current|latest) position|changes since|we did|nous avons fait|hemos hecho|avis de
""")
_REPLY: Final = re.compile(rf"\b(?:{_REPLY_WORDS})\b")
_OUTCOME_WORDS: Final = any_of(r"""
    outcomes?|effects?|discussions?|compliance
    resultats?|effets?|aboutissements?|discussions?
    resultados?|efectos?|discusion(?:es)?
""")
_OUTCOME: Final = re.compile(
    rf"^(?!(?:expected|intended|desired|planned|target|attendus?|esperad[oa]s?)\b).*\b(?:{_OUTCOME_WORDS})\b"
    r"(?!.*\b(?:for|pour|para|dates?|fecha|officers?|costs?|budgets?|expected|intended|attendus?|esperad[oa]s?|previst[oa]s?|prevus?)\b)"
)
"""What came of it, beside what was asked and where no other column tells it; elsewhere it may be what is aimed at."""
TALK: Final = re.compile(r"\b(?:discussions?|minutes|debats?|debates?|discusion(?:es)?)\b")
"""What was said of it: it may say why it is asked, or what was done; and what "we will look at" is not planned."""
_ACTED_WORDS: Final = any_of("""
    actions?(?: items?)?|tasks?|measures?|activities|milestones?|mesures?|taches?|activites|jalons?
    accion(?:es)?|medidas?|tareas?|actividades|hitos?
""")
ACTED: Final = re.compile(
    rf"^(?!(?:activit\w+|actividades|milestones?|hitos?|jalons?)\W*$)"
    rf"(?:{_ACTED_WORDS})(?:\W+(?:(?:or|and|et|ou|o|y|e)\W+)?(?:{_ACTED_WORDS}))*\W*$"
)
"""What was to be done, where another column tells what became of it; what was done, where another one asks."""
ASKED_ONE: Final = re.compile(r"^(?:rec|recomm?|decis|resol|para|commit|engage|compromis|promi)\w*\b")
"""The number of a thing that was asked elsewhere."""
_AIMED: Final = re.compile(
    r"^(?:expected|intended|desired|planned|targeted) (?:\w+ )?(?:results?|outcomes?|effects?|achievements?)\b"
    r"|\b(?:resultats?|effets?|resultados?|efectos?) (?:attendus?|vises?|prevus?|esperad[oa]s?|previst[oa]s?)\b"
)
"""What is to come of it, which nobody reports."""
_FOR_WHOM: Final = re.compile(r"^(?:results?|outcomes?|resultats?|resultados?) (?:for|pour|para) ")
"""Who won, which says nothing of what was done."""
_ASK_WORDS: Final = any_of(r"""
    decisions?|recommendations?|recs?|requests?|resolutions?|commitments?|conclusions?|directives?|mandates?|pledges?|promises?
    obligations?|obligaciones|requirements?|exigences?|exigencias?|requisitos?|motions?|mociones|acuerdos?
    you said|what (?:we|you) (?:heard|said)|vous avez dit
    (?:required|recommended|requested|agreed) (?:management )?actions?
    actions? (?:required|recommended|requested|agreed|points?)
    actions? to (?:be taken|take|do)|(?:actions?|mesures?) a prendre|(?:acciones|medidas) (?:a|por) tomar
    operative (?:paragraphs?|text)|proposals?
    recommandations?|engagements?|promesses?|recomendaci\w+|decisi\w+|resoluci\w+|compromisos?|promesas?
    propositions?|propuestas?|mandats?|mandatos?
""")
_ASK: Final = re.compile(rf"\b(?:{_ASK_WORDS})\b")
ASKED: Final = re.compile(
    r"^(?:(?!title|titre|titulo|name|nom|nombre)\w+ ){0,2}(?:recommendations?|recommandations?|recomendaci\w+)"
    r"(?!.*\b(?:title|titre|titulo|type|tipo|name|number)\b)"
)
"""Beside a column that is called so, one of conclusions, decisions or the like says why, or what came of it."""
ACTS: Final = re.compile(r"\b(?:actions?|mesures?|medidas?|accion(?:es)?|tasks?|activit(?:y|ies))\b")
"""Beside what was recommended such a column says what is done about it, be it that it calls them agreed or required."""
_TOLD: Final = re.compile(
    r"\b(?:(?:actions?|measures?|steps) (?:\w+ )?(?:taken|undertaken|implemented|completed)"
    r"|(?:actions?|mesures?) (?:prises?|menees?|realisees?|engagees?|mises? en oeuvre)"
    r"|(?:medidas?|accion(?:es)?) (?:tomad|adoptad|realizad|emprendid|ejecutad|implementad)as?)\b"
)
"""What was done, whatever stands before it in a heading: "Description of the actions taken"."""
_ABOUT_WORDS: Final = any_of(r"""
    elements?|issues?|context|weakness(?:es)?|lessons?|conditions?|goals?|targets?|objectives?|points?|observations?|findings?|subjects?|titles?|descriptions?|texts?|topics?|matters?
    names?|summar(?:y|ies)
    objet|objectifs?|faiblesses?|texte|sujet|titre|nom|intitule|libelle|resume
    texto|objetivos?|metas?|hallazgos?|debilidad(?:es)?|asunto|tema|titulo|cuestion(?:es)?|descripci\w+|nombre|denominacion|resumen
""")
NAME: Final = re.compile(
    r"\b(?:titles?|names?|headlines?|titres?|noms?|intitules?|libelles?|titulos?|nombres?|denominacion(?:es)?)\b"
)
"""What each thing asked is called, in a column of its own."""
TEXT: Final = re.compile(r"^text(?:e|o)?s?\b")
"""The words of a motion or the like, which a column beside it may give the name of."""
_ABOUT: Final = re.compile(rf"\b(?:{_ABOUT_WORDS})\b")
ANSWER: Final = re.compile(
    r"\b(?:responses?|repl(?:y|ies)|reponses?|respuestas?|commitments?|engagements?|compromisos?)\b"
)
"""Whoever was asked says there how they stand to it, and what they mean to do."""
NOTES: Final = re.compile(r"^(?:notes?|remarques?|notas?|details?|detalles?)\W*$")
"""Beside a status, where no other column tells what was done, such a column does."""
_INDICATOR: Final = re.compile(r"\b(?:labels?|indicators?|indicateurs?|indicador(?:es)?|etiquetas?)\W*$")
"""What is measured, and not what came of it."""
_SECTION_WORDS: Final = any_of(r"""
    sections?|chapters?|categor(?:y|ies)|themes?|thematic areas?|(?:policy|priority|focus) areas?|areas?|sectors?
    domains?|pillars?|clusters?|topics?
    chapitres?|categories?|thematiques?|domaines?|axes?|volets?|secteurs?|piliers?|rubriques?
    secci\w+|capitulos?|categorias?|temas?|tematicas?|ejes?|sectores|ambitos?|pilares|rubros?
""")
SECTION: Final = re.compile(rf"^(?:{_SECTION_WORDS})\b")


GOVERNMENT: Final = re.compile(r"\b(?:governments?|gouvernements?|gobiernos?|executives?|executifs?|ejecutivos?)\b")
"""A column of what one of several who were asked has to say."""
_RESOLVED: Final = re.compile(r"^(?:resolutions?|resoluci\w+)\b")
_ANSWERED: Final = re.compile(r"\b(?:responses?|repl(?:y|ies)|reponses?|respuestas?)\b")
_REMARK: Final = re.compile(
    r"\b(?:comments?|issues?|descriptions?|commentaires?|descripci\w+|comentarios?|problem\w*|defects?|bugs?|reclam\w+)\b"
)
"""What is resolved by a resolution that is no organ's, as in a log of comments."""
PROPOSED: Final = re.compile(
    r"\b(?:(?:propos|suggest|suger)\w+ (?:changes?|modifications?|amendments?|revisions?)"
    r"|(?:changes?|modifications?|amendments?|changements?|amendements?|cambios?|modificacion(?:es)?|enmiendas?)"
    r" (?:propos|propuest|suggest|sugerid)\w*)\b"
)
"""The change that a comment on a draft proposes: with it, it is what was asked."""


def tells_of_others(heading: str) -> bool:
    """Whether a column says what is aimed at, what is measured, or who won, and so neither asks nor answers."""
    words = heading_words(heading)
    return any(rule.search(words) for rule in (_AIMED, _FOR_WHOM, _INDICATOR))


_OF_WHAT: Final = re.compile(r"^(?:types?|kinds?|categor\w+|nature|numbers?|nombre|n[o°]?|tipo) ")
WHERE: Final = re.compile(
    r"^(?:places?|locations?|districts?|cit(?:y|ies)|towns?|regions?|provinces?|count(?:y|ies|ry|ries)|islands?|ports?"
    r"|quartiers?|villes?|communes?|lieux?|pays|localites?|barrios?|municipios?|ciudad(?:es)?|provincias?|pais(?:es)?"
    r"|lugar(?:es)?|region(?:es)?|localidad(?:es)?)\b"
)
"""A column of places."""

_LEGEND: Final = re.compile(r"^(?:definitions?|meanings?|explanation of|definicion(?:es)?|significados?)\b")
_FINITE: Final = re.compile(
    r"\b(?:was|were|has been|have been|is being|will (?:not )?be|must|a ete|ont ete|ha sido|han sido)\b"
)


def is_legend(heading: str) -> bool:
    """Whether a column says what words mean, so that its table tells of nothing that was asked."""
    return _LEGEND.search(heading_words(heading)) is not None


def is_sentence(heading: str) -> bool:
    """Whether words that stand where headings may tell of what happened, as no heading does."""
    return len(heading.split()) > 5 and "?" not in heading and _FINITE.search(heading_words(heading)) is not None


def heading_words(heading: str) -> str:
    """A heading as words: programs write ``whatHappened`` and ``due_date``."""
    return plain_words(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", heading).replace("_", " "))


_TONGUE: Final = re.compile(
    r"^(?P<stem>.+?)\W+(?P<tongue>[a-z]{2}|english|french|spanish|anglais|francais|espagnol|ingles|frances|espanol)\W*$"
)
_READ: Final = ("en", "english", "anglais", "ingles", "fr", "french", "francais", "frances", "es")


def translations(headings: Sequence[str]) -> set[int]:
    """The columns that say once more in another language what one of them says: ``name_mn`` beside ``name_en``."""
    found: dict[str, dict[str, int]] = {}
    for i, heading in enumerate(headings):
        if (tongue := _TONGUE.match(heading_words(heading))) is not None:
            found.setdefault(tongue["stem"], {}).setdefault(tongue["tongue"], i)
    twins: set[int] = set()
    for columns in found.values():
        read = next((one for one in _READ if one in columns), "")
        if len(columns) > 1 and read:
            twins |= {i for tongue, i in columns.items() if tongue != read}
    return twins


def meanings_of(heading: str) -> list[str]:
    """What a heading may mean, the likeliest first."""
    words = heading_words(heading)
    if _NUMBER.search(words):
        return ["number"]
    if _DUE.search(words) and not (_PAST.search(words) or _TOLD.search(words)):
        return ["due"]
    if (_PAST.search(words) and _DATE.search(words)) or _FOR_WHOM.search(words) or _AIMED.search(words):
        return []
    found = []
    if _STATUS.search(words):
        found.append("status")
    elif _INDICATOR.search(words):
        return []
    if WHO.search(words):
        found.append("agent")
    # "Elements for action" asks, "action on the elements" reports: the word that comes first is what the column holds.
    about = ((name, rule.search(words)) for name, rule in (("reply", _REPLY), ("ask", _ASK), ("about", _ABOUT)))
    placed = sorted((match.start(), -match.end(), name) for name, match in about if match is not None)
    if _TOLD.search(words):
        placed = [one for one in placed if one[2] == "reply"]
    found += [name for _, _, name in placed]
    if _BODY.search(words):
        found.append("agent")
    return found


_HEADLINE: Final = re.compile(r"\b(?:headlines?|titles?|titre|titulo|titular|articles?|press|presse|prensa)\b")


def asks_itself(headings: Sequence[str]) -> bool:
    """Whether one of a table's headings is that of what was asked; an article's title is not."""
    return any(
        meaning[:1] == ["ask"] or (meaning[:1] == ["about"] and _HEADLINE.search(heading_words(heading)) is None)
        for heading, meaning in ((heading, meanings_of(heading)) for heading in headings)
    )


def came_of_it(headings: Sequence[str], meanings: list[list[str]]) -> list[list[str]]:
    """Take outcomes, effects or the like for the answer to what stands to their left, where nothing else answers it."""
    words = [heading_words(heading) for heading in headings]
    stronger = any(m[:1] == ["reply"] and not ACTED.search(w) for w, m in zip(words, meanings, strict=True))
    asked = [i for i, meaning in enumerate(meanings) if meaning[:1] == ["ask"]]
    acted = [i for i, heading in enumerate(words) if ACTED.search(heading)]
    about = [i for i, meaning in enumerate(meanings) if meaning[:1] == ["about"]]
    left = next(iter(asked or acted or about), len(words))
    if stronger:
        return meanings
    return [
        ["reply"] if i > left and _OUTCOME.search(words[i]) and meaning[:1] in ([], ["about"], ["ask"]) else meaning
        for i, meaning in enumerate(meanings)
    ]


_LIMIT: Final = re.compile(r"\b(?:deadlines?|time ?limits?|plazos?|delais?|limites?|butoir|echeances?|vencimientos?)\b")
_SET: Final = re.compile(r"\b(?:plan\w*|prev\w+|expected|target|cible|revised|revu\w*|revisad\w+|agreed|comprom\w+)\b")


def is_limit(heading: str) -> bool:
    """Whether a column of dates, by its heading, holds by when it was asked for, and not by when it is to be done."""
    words = heading_words(heading)
    return _LIMIT.search(words) is not None and _SET.search(words) is None


_MEANT: Final = re.compile(
    r"\b(?:(?:previst|planificad|programad|propuest|esperad|comprometid)[oa]s?|planned|expected|intended|scheduled"
    r"|(?:prevu|attendu|vise|programme|planifie)e?s?)$|^(?:planned|expected|intended|scheduled)\b"
)
_REACHED: Final = re.compile(
    r"\b(?:(?:conseguid|alcanzad|lograd|obtenid|realizad|ejecutad|cumplid)[oa]s?|achieved|obtained|completed|delivered"
    r"|reached|(?:atteint|obtenu|realise|execute|accompli)e?s?)$|^(?:achieved|actual|completed|obtained)\b"
)
"""Of what was meant to be, and of what came of it: "Objetivos previstos | Objetivos conseguidos"."""


def is_reached(heading: str) -> bool:
    """Whether a column, by its heading, holds what was reached and nothing else."""
    return _REACHED.search(heading_words(heading)) is not None


def _reached(words: Sequence[str], meanings: list[list[str]]) -> list[list[str]]:
    """Take for the answer what was reached of that which the column left of it, called by the same noun, meant to."""
    for i, meant in enumerate(words[:-1]):
        nouns = {*_MEANT.sub("", meant).split()}
        at = next((j for j in range(i + 1, len(words)) if nouns & {*_REACHED.sub("", words[j]).split()}), None)
        if _MEANT.search(meant) and at is not None and _REACHED.search(words[at]):
            return [["ask"] if j == i else ["reply"] if j == at else one for j, one in enumerate(meanings)]
    return meanings


def _resolved(words: Sequence[str], meanings: list[list[str]]) -> list[list[str]]:
    """Take a resolution or a response for the answer to what was remarked left of it, where nothing was asked."""
    remark = next((i for i, heading in enumerate(words) if _REMARK.search(heading)), None)
    rule = _RESOLVED if any(map(_RESOLVED.search, words)) else _ANSWERED
    at = next((i for i, heading in enumerate(words) if rule.search(heading)), None)
    asking = ["ask"], *([["about"]] if rule is _ANSWERED else [])
    others = any(meaning[:1] in asking for i, meaning in enumerate(meanings) if i != at)
    if at is None or remark is None or remark > at or others:
        return meanings
    return [["reply"] if i == at else ["ask"] if i == remark else meaning for i, meaning in enumerate(meanings)]


def _adjudicated(words: Sequence[str], meanings: list[list[str]]) -> list[list[str]]:
    """Take for the answer what stands right of a comment and of the change that it proposes, whatever it is called.

    So drafts of standards are commented on: "Comment | Proposed change | Observations of the secretariat".
    """
    comment = next((i for i, one in enumerate(words) if _REMARK.search(one) and not _OF_WHAT.match(one)), None)
    change = next((i for i, one in enumerate(words) if PROPOSED.search(one)), None)
    if comment is None or change is None or not comment < change == len(words) - 2:
        return meanings
    own = {comment: ["ask"], change: ["about"], len(words) - 1: ["reply"]}
    return [
        own.get(i, [] if meaning[:1] in (["ask"], ["about"], ["reply"]) else meaning)
        for i, meaning in enumerate(meanings)
    ]


_NEED: Final = re.compile(
    r"^(?:needs?|requests?|demands?|besoins?|demandes?|necesidad(?:es)?|solicitud(?:es)?|peticion(?:es)?)"
    r"(?!.*\b(?:numbers?|ids?|dates?|numeros?|fechas?)\b)\b"
)
_PROMISED: Final = re.compile(r"\b(?:commitments?|engagements?|compromisos?|pledges?|promesas?|promesses?)\b")


def promised(headings: Sequence[str]) -> tuple[int, list[int]] | None:
    """The column of what somebody needs, and those to its right of what was promised to them; None where there is none.

    Whoever needs it asks, and the commitment is the answer; where no need stands beside it, a commitment is asked of
    whoever gave it.
    """
    words = [heading_words(heading) for heading in headings]
    need = next((i for i, heading in enumerate(words) if _NEED.search(heading)), len(words))
    made = [i for i in range(need + 1, len(words)) if _PROMISED.search(words[i]) and not _NUMBER.search(words[i])]
    made = [i for i in made if meanings_of(words[i])[:1] in (["ask"], ["about"])]
    return (need, made) if made else None


def answered(headings: Sequence[str], meanings: list[list[str]]) -> list[list[str]]:
    """Take resolutions, adjudications and the like for the answer to what was remarked left of them.

    "Res" is short for the response beside columns that are called "Rec", and of nothing that is known elsewhere.
    """
    words = [heading_words(heading) for heading in headings]
    meanings = _reached(words, _adjudicated(words, meanings))
    if any(heading.startswith("rec ") for heading in words):
        pairs = zip(words, meanings, strict=True)
        meanings = [["reply"] if heading.startswith("res ") else meaning for heading, meaning in pairs]
    if (given := promised(headings)) is not None:
        return [["ask"] if i == given[0] else ["reply"] if i in given[1] else one for i, one in enumerate(meanings)]
    return _resolved(words, meanings)
