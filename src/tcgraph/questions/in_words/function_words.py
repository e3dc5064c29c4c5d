"""Words of a sentence's build, in three languages: what asks, and what stands between."""

from __future__ import annotations

import re

WHO = frozenset(["who", "whom", "qui", "quien", "quienes"])
WHICH = frozenset(["which", "what", "quel", "quelle", "quels", "quelles", "que", "cuales"])
_HOW = "whose how when where ou why combien comment quand pourquoi cuanto cuantos cuantas cuanta como donde cuando cual"
LESQUELS = frozenset(("lequel", "laquelle", "lesquel", "lesquelle"))
"""Which ones, of what was named before."""
ASKING = WHO | WHICH | LESQUELS | frozenset(_HOW.split(" "))
WHERE = frozenset(("where", "où", "dónde"))
"""Asks for a place; as typed, since "ou" is "or"."""
_LISTS = "list name enumerate lister liste citer citez enumerer enumera enumerar lista listar nombra"
LISTS = frozenset(_LISTS.split(" "))
"""What asks for several things to be told one by one."""
_RELATIVE = "that which whom qui que qu lesquel lesquelles laquelle lequel cuales quien quienes"
RELATIVE = frozenset(_RELATIVE.split(" "))
"""What begins a clause about something named before."""
BEFORE_WHO = frozenset(["a", "by", "to", "for", "pour", "de", "con", "avec", "with", "par", "por"])
_WHETHER = "is are was were do does did has have had will can could should"
ASKS_WHETHER = frozenset(_WHETHER.split(" "))
EVERY = frozenset(("all", "every", "tou", "tous", "toute", "toutes", "tout", "todo", "todos", "toda", "todas"))
"""What asks for everything in so many words."""
_OF_NOTHING = "l a an any the in un una une de del des d el la le les la los las en being "
_THOSE = "those of ceux celles aquellos aquellas"
_BEFORE = "the a an le la les l el los las un une una"
_APART = "up back off out away over"
APART = frozenset(_APART.split(" "))
"""What gives a verb of giving another sense: "gave up", "paid back"."""
THE_ONE = frozenset(("the", "le", "la", "l", "el"))
THE = frozenset(_BEFORE.split(" "))
IN = frozenset(("in", "en", "au", "aux", "dans"))
AT = frozenset(("in", "at", "a", "en"))
UNDER = frozenset(("under", "sous", "bajo"))
FOR = frozenset(("for", "pour", "para"))
BY = frozenset(("by", "par", "por"))
_GETS = "get gets got receive receives received obtain obtained recu recoit recoivent "
_RECIBIR = "recibir recibe reciben recibio recibieron"
GETS = frozenset((_GETS + _RECIBIR).split(" "))
SMALL = THE | IN | FOR | BY
_DOERS = "did does do has have had will shall would fait fera feront font hecho hace hacen hara haran hizo hicieron"
DOES = frozenset(_DOERS.split(" "))
"""What stands before one who does something: "what has ACTRAV done"."""
OF = frozenset(("of", "de", "des", "du", "d", "del", "the", "la", "les", "los", "l", "el", "las"))
"""What stands between a thing and what says its sort."""
_BEING = "is are was were be that which est sont etaient qui es son eran que"
IS = frozenset(_BEING.split(" "))
PARTICIPLE = re.compile(r"(?:(?<!involv)ed|é|ée|és|ées|[ai]d[oa]s?)$")
"""How words end that say what is done to somebody."""
_WHOLLY = "completely entirely fully completamente totalmente entierement completement"
_HAVING = "with have has having avec ont a ayant con tienen tiene tengan lleva llevan"
HAVING = frozenset(_HAVING.split(" "))
"""What stands before something that has to be there: "actions with a donor"."""
_ALONE = "only just solely solo solamente unicamente seulement uniquement"
WHOLLY = frozenset(_WHOLLY.split(" "))
ONLY = frozenset((_WHOLLY + " " + _ALONE).split(" "))
_WITH = "with avec con its their his her son sa ses leur leurs su sus"
WITH = frozenset(_WITH.split(" "))
"""What stands between the noun of a title and whom it is with: "the meeting with its donors"."""
WITH_WHOM = frozenset(("with", "avec", "con"))
WHEN = frozenset(("when", "quand", "cuando"))
DATES = WHEN | {"date", "fecha"}
HOW_MUCH = frozenset(("how much", "cuanto"))
_NOT = "nothing neither nor rien nada nadie not no without never nobody except "
_NOT_MORE = (
    "pas non sans jamais ne ni sin nunca salvo sauf excepte excepto aucun aucune nul nulle ningun ninguno ninguna"
)
NOT = frozenset((_NOT + _NOT_MORE).split(" "))
"""What turns a question into its opposite."""
ABOUT = frozenset(("about", "sobre", "concernant", "called", "le", "los"))
"""What stands between a section and what it is about, beside minor words."""
NOTHING = frozenset(("nothing", "rien", "nada"))
_ANYTHING = "everything anything everyone anyone nothing nobody whoever"
ANYTHING = EVERY | WHO | frozenset(_ANYTHING.split(" ")) | {"any", "no", "none"}
"""Of what "but" leaves something out."""
IF = frozenset(("if", "unless", "si"))
EVEN = frozenset(("even", "meme", "incluso", "aunque"))
"""What comes before an "if"."""
COMMITTING = frozenset(("as", "comme", "como"))
"""Before an "if" that says how something is."""
_SAYING = "say says said tell tells know knows see ask wonder whether dit disent indique savoir dice saber indica"
SAYING = frozenset(_SAYING.split(" "))
"""After what an "if" asks whether something is so."""
_NOBODY = "nobody none nadie ninguno aucun aucune personne"
NOBODY = frozenset(_NOBODY.split(" "))
"""Who is asked about whether there is anybody."""
NE, QUE = frozenset(("n", "ne")), frozenset(("que", "qu"))
"""The two parts of a French "only"."""
_EXCEPT = "except excluding apart sauf excepte hormis salvo excepto aparte excepcion exception"
EXCEPT = frozenset(_EXCEPT.split(" "))
"""What leaves something out of all else."""
OTHERS = frozenset(("other", "autre", "otro", "otra", "distinto", "distinta"))
_PARTAKING = "part parte participate participent participe participa participan participo participaron participated"
PARTAKES = frozenset((_PARTAKING + " involved implique impliquee implicado").split(" "))
"""Takes part, which who only pays does not."""
OUTSIDE = frozenset(("outside", "fuera", "hors"))
"""What denies a place only."""
TO = frozenset(("to", "a", "de", "d"))
ARTICLES = frozenset((_OF_NOTHING + _THOSE).split(" "))
"""What may stand between a "without" and what it is said of."""
_BESIDE = "compare compared comparing comparison versus vs contrast comparer comparez comparaison par rapport "
_COMPARAR = "comparar compara compare comparado comparada comparando comparacion"
SIDE_BY_SIDE = frozenset((_BESIDE + _COMPARAR).split(" "))
"""What asks to have several things side by side, and no more."""
_DIFFERING = "difference between differ entre diferencia diferencias differences "
_ALIKE = "same identical alike common share meme identique pareil commun commune mismo misma igual identico comun "
_MORE = "more often than frequently plus souvent que mas menudo frecuencia con"
_SHARES = "share ratio proportion percent percentage per cent pourcentage pour part porcentaje por ciento proporcion"
PERCENT = frozenset(("%", *_SHARES.split(" ")))
"""What asks for a figure in per cent, where every word of a phrase for figures is one."""
COMPARES = SIDE_BY_SIDE | frozenset((_DIFFERING + _ALIKE + _MORE).split(" "))
"""What asks for several things together, in what they differ, or of which more is told."""
BETWEEN = frozenset(("between", "entre"))
_ANSWERED = "answer answered reply replied response responded reponse repondu respuesta contestacion contesta contesto "
ANSWERED = frozenset((_ANSWERED + "contestado responde respondio respondido").split(" "))
"""What is told under a recommendation: of one that is named by its number, all of it."""
_REQUESTING = "ask call request demandent reclament exigent piden pide exige exigen reclaman solicitan"
REQUESTING = frozenset(_REQUESTING.split(" "))
"""What recommendations do, and what was done on them does not."""
