"""Whether a clause tells of what somebody did or will do, and in whose words; figures and events are nobody's deed."""

from __future__ import annotations

import re
from typing import Final

from tcgraph.followup.folded_text import plain_words
from tcgraph.followup.wording import verb_meanings as means
from tcgraph.followup.wording.clauses import Clause, Tree
from tcgraph.followup.wording.parsing import Word
from tcgraph.followup.wording.status_labels import read_label

_AS: Final = re.compile(r"\W*(?:to (?:be|have been)|as(?: (?:being|having been))?|comme(?: étant)?|como)\s+")
_YEAR: Final = re.compile(r"(?<![\d/.-])((?:19|20)\d\d)(?![\d/]|-\d{3})")
_BY: Final = re.compile(
    r"\b(?:by|until|till|before|from|starting|towards?|end of|d'ici|jusqu'\w+|avant|dès|à partir|pour|fin|hasta|para"
    r"|antes|desde|a partir|fines de|a más tardar)\b\s+(?:[\w']+\s+){0,2}$",
    re.IGNORECASE,
)
"""Before a year: what is named may be still to come then, or begins then."""
_ON: Final = re.compile(
    r"(?:\b(?:in|on|between|during|en|le|el|entre|durante?|pendant)\b\s+(?:[\w.]+\s+){0,4}|[(])$", re.IGNORECASE
)
"""Before a year: it is when, and no part of a name ("the 2019 budget")."""
_AGAINST: Final = {
    "comment", "remark", "observation", "delay", "problem", "issue", "error", "risk", "objection", "difficulty",
    "concern", "doubt", "question", "reservation", "commentaire", "remarque", "retard", "problème", "erreur",
    "risque", "difficulté", "doute", "réserve", "comentario", "observación", "novedad", "retraso",
    "problema", "riesgo", "objeción", "dificultad", "duda", "pregunta",
    "change", "changement", "modification", "cambio", "modificación",
}  # fmt: skip
"""What may be said against something, or go wrong with it: without these, nothing is lacking."""
_WITHOUT: Final = {"en": {"no"}, "fr": {"sans", "aucun", "aucune"}, "es": {"sin", "ningun", "ninguna"}}


def has_none_against(tree: Tree, clause: Clause) -> bool:
    """Whether somebody has nothing against it: "I have no difficulty with that"."""
    head = clause.outer or clause.verb
    return any(one.lemma in _AGAINST for one in tree.below(head, "dobj", "obj", "attr", "nsubj"))


def is_deed(tree: Tree, clause: Clause) -> bool:
    """Whether a verb in the past tells of what somebody did, and not of figures, events or opinions."""
    if any(one.lemma in means.TALK for one in tree.below(clause.verb, "dobj", "obj")):
        return False
    participle = clause.verb.tag == "VBN" and not tree.below(clause.verb, "aux")
    if clause.passive or participle:
        return not befell(tree, clause)
    return clause.verb.lemma in means.DEEDS


def befell(tree: Tree, clause: Clause) -> bool:
    """Whether a passive tells what befell somebody, or of what something consists."""
    made_up = clause.verb.lemma == "make" and bool(tree.below(clause.verb, "prt"))
    return made_up or clause.verb.lemma in means.PASSIVE_STATES


def is_by(tree: Tree, clause: Clause, words: frozenset[str], *, named: bool = True) -> bool:
    """Whether a clause's subject is, or is a kind of, one of these; or is called by a name, if names count."""
    head = clause.outer or clause.verb
    return any(one.lemma in words or (named and one.pos == "PROPN") for one in tree.subjects(head))


def is_about(tree: Tree, clause: Clause, words: frozenset[str]) -> bool:
    """Whether a clause's subject or what its verb bears on is one of these: "does not agree to this proposal"."""
    head = clause.outer or clause.verb
    objects = tree.below(head, "dobj", "obj", "prep", "obl")
    nouns = [*objects, *(inner for one in objects for inner in tree.below(one, "pobj"))]
    return is_by(tree, clause, words) or any(one.lemma in words for one in nouns)


def is_effect(tree: Tree, clause: Clause) -> bool:
    """Whether a clause tells what a thing brings about, and not what somebody does: "these taxes will also help"."""
    subjects = tree.subjects(clause.verb) or tree.subjects(clause.outer or clause.verb)
    thing = any(one.lemma.lower() in means.THINGS for one in subjects)
    acts = not thing and is_by(tree, clause, means.ACTORS)
    return clause.verb.lemma in means.EFFECT and not clause.passive and not acts


def is_some(tree: Tree, subject: Word) -> bool:
    """Whether a subject is a part of what there is: "some rules", "two of the three laws"."""
    below = tree.below(subject)
    if subject.lemma in means.SHARE and not any(one.text == "100" for one in tree.all_below(subject)):
        return True
    if subject.lemma in means.SOME or any(one.lemma in means.SOME for one in below):
        return True
    return subject.pos == "NUM" and any(one.lemma in ("of", "de") for one in tree.all_below(subject))


def is_against(tree: Tree, clause: Clause) -> bool:
    """Whether somebody does not accept what was asked, or what it rests on: "does not share this conclusion"."""
    verb = clause.verb.lemma
    accepts = verb in means.ACCEPT and is_about(tree, clause, means.ASKED | means.FOUND)
    shares = verb in ("share", "partager", "compartir") and is_about(tree, clause, means.FOUND)
    return clause.denied and (accepts or shares)


def turns_down(tree: Tree) -> bool:
    """Whether a sentence says so of a thing asked, whatever that thing is."""
    return any(is_against(tree, clause) for clause in tree.clauses())


def is_routine(tree: Tree, clause: Clause) -> bool:
    """Whether the present calls something a regular activity, as in "il s'agit d'une activité permanente"."""
    return any(
        noun.lemma in means.WORK and any(one.lemma in means.ROUTINE for one in tree.below(noun, "amod"))
        for noun in (clause.verb, *tree.below(clause.verb, "attr", "obl", "obj"))
    )


def is_announced(tree: Tree, clause: Clause) -> bool:
    """Whether "would" tells of what is to be done, and not of what might be, or might have been."""
    auxiliaries = {one.lemma for one in tree.below(clause.verb, "aux", "auxpass")}
    if "would" not in auxiliaries or "have" in auxiliaries or clause.verb.pos != "VERB":
        return False
    head = clause.outer or clause.verb
    first = tree.below(head, "csubj", "nsubj")
    if any(one.pos in ("VERB", "AUX") or (one.index == 0 and one.text.endswith("ing")) for one in first):
        return False  # "Doing so would …": what would come of it
    acts = clause.passive or is_by(tree, clause, means.ACTORS)
    return acts and clause.verb.lemma in means.DEEDS


def is_quoted(clauses: list[Clause], text: str) -> bool:
    """Whether a verb that tells stands in somebody else's words, or a word is used under reserve."""
    for span in re.finditer(r"[\"“«]([^\"”»]*)[\"”»]", text):
        if re.fullmatch(r"\s*[a-zà-ÿ][\w-]*(?: \w+)?\s*", span[1]):
            return True
        if any(span.start() < word.start < span.end() for c in clauses for word in (c.verb, c.outer) if word):
            return True
    return len(re.findall(r"[\"“”«»]", text)) % 2 == 1


def only_changed(tree: Tree, clause: Clause) -> bool:
    """Whether something rose, fell or slipped by itself, which is nobody's deed."""
    verb = clause.verb
    participle = verb.tag == "VBN" and not tree.below(verb, "aux")  # "Plant commissioned": a headline's passive
    if verb.lemma in ("pass", "passer") and any(one.lemma in means.LAWS for one in tree.subjects(verb)):
        return False
    alone = not (clause.passive or participle or tree.below(verb, "dobj", "obj", "iobj", "xcomp", "ccomp", "expl"))
    return alone and verb.lemma not in means.HAPPEN | means.DONE | means.FULFIL and not _is_reflexive(tree, verb)


def _is_reflexive(tree: Tree, verb: Word) -> bool:
    return any(one.lemma in ("se", "soi") for one in tree.below(verb))


def is_loose(tree: Tree, clause: Clause) -> bool:
    """Whether a participle only adds something to what stands before its comma: "…, expected to create jobs"."""
    head = clause.outer or clause.verb
    bare = head.tag == "VBN" and not tree.auxiliaries(head)
    return bare and head.index > 0 and tree.sentence[head.index - 1].text == ","


def is_once(tree: Tree, clause: Clause) -> bool:
    """Whether the present tells of what is done once, by somebody who acts, as headlines and logs do."""
    verb = clause.verb
    return verb.lemma in means.ONCE and not clause.passive and is_by(tree, clause, means.ACTORS)


def named(tree: Tree, year: int) -> str:
    """The noun of a deed that is told without a verb and with a day that is past ("Adoption du décret en 2019.").

    Args:
        tree: the sentence.
        year: the present one; what has its number, or a later one, may be still to come.

    Returns:
        The noun as written; "" where the sentence tells no deed so.
    """
    beside = ("acl", "amod")
    told = any(
        (word.pos in ("VERB", "AUX") and word.relation not in beside) or word.lemma in means.PLAN
        for word in tree.sentence
    )
    first = next((word for word in tree.sentence if word.text.isalpha()), None)
    if told or first is None or first.text.lower() not in means.NAMED:
        return ""
    before = {found: tree.text[: found.start()] for found in _YEAR.finditer(tree.text)}
    on_a_day = any(map(_ON.search, before.values())) and not any(map(_BY.search, before.values()))
    return first.text if on_a_day and all(int(found[1]) < year for found in before) else ""


def taken_for(tree: Tree, clause: Clause) -> tuple[str, float] | None:
    """What somebody considers the thing asked to be: "considers the recommendation (to be) implemented"."""
    if clause.verb.lemma not in means.CONSIDER or clause.time not in ("present", "past"):
        return None
    for word in tree.sentence[clause.verb.index :]:
        if word.lemma in means.ASKED:
            rest = tree.text[word.end :]
            said = _AS.match(rest)
            label = read_label(rest[said.end() :] if said else rest.strip())
            return (label[0], label[1]) if label is not None and label[0] else None
    return None


def _begins_without(tree: Tree, language: str) -> bool:
    """Whether the first word says that there is none of what follows, in the table's own language.

    A program's own remark may be in another: its "no" is none of that language's words.
    """
    first = tree.sentence[0]
    return plain_words(tree.text[first.start : first.end]) in _WITHOUT.get(language, ())


def lacking(tree: Tree, language: str) -> str:
    """What a sentence without a verb says there is not ("Sin decreto a la fecha."); "" where it says no such thing."""
    if not _begins_without(tree, language):
        return ""
    first = tree.sentence[0]
    for root in (word for word in tree.sentence if word.head == word.index and word.pos in ("NOUN", "PROPN")):
        if first in tree.below(root, "case", "det", "prep") and root.lemma not in _AGAINST:
            return tree.text[first.start : root.end]
    return ""


def lacks_trouble(tree: Tree, language: str) -> bool:
    """Whether a sentence says but that nothing is against it, or went wrong: "No issues", "No errors detected"."""
    if not _begins_without(tree, language):
        return False
    roots = [word for word in tree.sentence if word.head == word.index]
    found = [one for root in roots if root.lemma in means.SAY | means.NOTICE for one in tree.subjects(root)]
    return any(one.lemma in _AGAINST for one in (*roots, *found))


def _participle(verb: str) -> str:
    """A pattern of what is done by a verb, in letters without accents: "added", "corrigé", "añadido"."""
    verb = plain_words(verb)
    endings = (("ify", "ified"), ("write", "written"), ("e", "ed"), ("ar", "ad[oa]s?"), ("ger", "g(?:ee?s?|id[oa]s?)"))
    for ending, past in endings:
        if verb.endswith(ending):
            return verb.removesuffix(ending) + past
    if verb.endswith(("er", "ir")):
        return verb[:-2] + ("ee?s?" if verb.endswith("er") else "id[oa]s?")
    return verb + "ed"


EDITED: Final = re.compile(rf"\b(?:{'|'.join(sorted(map(_participle, means.EDIT)))})\b")
"""What was done to a text, in letters without accents."""


def edited(text: str) -> str:
    """The participle that an answer to a comment begins with, as "Corrected."; "" where it begins otherwise."""
    found = EDITED.match(plain_words(text))
    return text.lstrip()[: found.end()] if found is not None else ""


KEPT: Final = frozenset({"keep", "maintain", "retain", "conserver", "maintenir", "conservar", "mantener"})
"""Verbs of what stays as it is."""
_WORD_GIVEN: Final = {"promise", "pledge", "commitment", "word", "promesse", "engagement", "promesa", "compromiso"}


def gives_word(tree: Tree, clause: Clause) -> bool:
    """Whether somebody gives his word for what is to be done: "commits to publishing", "s'engage à réviser"."""
    outer, verb = clause.outer, clause.verb
    if clause.time != "present" or (outer is None and clause.passive):
        return False
    if outer is not None and outer.lemma in ("undertake", "engager"):
        return outer.lemma == "undertake" or _is_reflexive(tree, outer)
    return (outer or verb).lemma in means.COMMIT


def is_left_as_it_is(tree: Tree, clause: Clause) -> bool:
    """Whether something was kept, as a check that was asked to be taken out; a promise that was kept was not left."""
    verb = clause.verb
    about = [*tree.subjects(verb), *tree.below(verb, "dobj", "obj")]
    return verb.lemma in KEPT and not any(one.lemma in _WORD_GIVEN for one in about)


def says_so(tree: Tree, clause: Clause) -> bool:
    """Whether a clause in the present has a verb, or a name a purpose: "T", "documents" and "Dec" say nothing."""
    verb = clause.verb
    if tree.auxiliaries(verb) or tree.subjects(verb) or tree.below(verb, "cop"):
        return True
    if verb.tag == verb.pos and verb.pos not in ("VERB", "AUX"):
        return False  # a noun, above verbs that were not seen as such: "les deux pays espèrent aboutir"
    told = [one.pos for one in tree.sentence if one.pos != "PUNCT"]
    return len(told) > 1 and not {"VERB", "AUX"}.isdisjoint(told)


def is_perfect(tree: Tree, clause: Clause, tense: str = "Pres") -> bool:
    """Whether a past reaches to the present: "has been under review", but not "was" or "had been"; "" for any tense."""
    head = clause.outer or clause.verb
    verbs = [head, *tree.auxiliaries(head), *tree.below(head, "aux", "cop")]
    return any(word.lemma in ("have", "avoir", "haber") and tense in ("", word.form.get("Tense")) for word in verbs)


def is_late(tree: Tree, clause: Clause) -> bool:
    """Whether something is still to be done."""
    return any(word.lemma in means.STILL for word in tree.all_below(clause.outer or clause.verb))


def is_regular(tree: Tree, clause: Clause) -> bool:
    """Whether a verb tells of what is done again and again."""
    head = clause.outer or clause.verb
    return any(word.lemma in means.USUALLY for word in tree.all_below(head) if word.index < head.index)


def is_in_process(tree: Tree, clause: Clause) -> bool:
    """Whether a deed goes on, as in "is under way", "est en cours", "se encuentra en proceso"."""
    stays = clause.verb.lemma in means.STATE | means.REMAIN | means.FIND
    places = [*(tree.below(clause.verb, "prep", "obl", "advmod", "prt") if stays else []), clause.verb]
    for place in places:
        nouns = tree.below(place, "pobj") if place.pos == "ADP" else [place]
        cases = {one.lemma for one in tree.below(place, "case")} | {place.lemma}
        for noun in nouns:
            if noun.lemma in means.PROCESS and cases & {"in", "under", "en", "in-", "dans"}:
                return True
        if place.lemma in ("underway", "ongoing"):
            return True
    return False


def is_of_another(tree: Tree, clause: Clause) -> bool:
    """Whether what was turned down or taken back may be another thing than was asked: "their request", "l'a retiré"."""
    verb = clause.verb
    about = tree.subjects(verb) if clause.passive else tree.below(verb, "dobj", "obj")
    theirs = any(inner.form.get("Poss") == "Yes" for one in about for inner in tree.below(one, "det", "poss"))
    unsaid = verb.lemma in means.CANCEL and any(one.pos == "PRON" and one.index < verb.index for one in about)
    return verb.lemma == "arrêter" or theirs or (unsaid and not clause.passive)


def is_untold(tree: Tree, clause: Clause) -> bool:
    """Whether it says but that nobody answered: "Aucun renseignement n'a été communiqué"."""
    if clause.verb.lemma not in means.GIVE:
        return False
    about = [*tree.subjects(clause.verb), *tree.below(clause.verb, "dobj", "obj")]
    none = [one for one in about if any(inner.lemma in means.NOBODY for inner in tree.below(one, "det", "amod"))]
    if clause.denied:  # "No se ha recibido respuesta."
        none += [one for one in tree.subjects(clause.verb) if not tree.below(one, "det", "poss", "nmod")]
    return any(one.lemma in means.TOLD for one in none)


def is_unverified(tree: Tree, clause: Clause) -> bool:
    """Whether nobody could find out: "n'a pas été en mesure de vérifier cette information"."""
    return any(one.lemma in means.VERIFY for one in tree.all_below(clause.outer or clause.verb))


def denies_lack(tree: Tree, clause: Clause) -> bool:
    """Whether a denial is denied: "n'est pas restée sans suite"."""
    beside = tree.below(clause.verb, "obl", "xcomp", "prep", "advcl")
    return any(inner.lemma in ("sans", "without", "sin") for one in beside for inner in (one, *tree.below(one, "case")))


def tells_more(tree: Tree) -> bool:
    """Whether a verb with its own subject stands beside the clauses that are judged, as where a parse went astray."""
    read = {word.index for clause in tree.clauses() for word in (clause.verb, clause.outer) if word is not None}
    for word in tree.sentence:
        head = tree.sentence[word.head]
        if word.index in read or word.pos != "VERB" or word.dep not in ("advcl", "ccomp", "conj", "parataxis", "dep"):
            continue
        finite = any(one.form.get("VerbForm") == "Fin" for one in (word, *tree.below(word, "aux", "auxpass")))
        led = tree.below(word, "mark") or head.lemma in means.SAY or head.dep in ("relcl", "acl", "advcl")
        if finite and not led and tree.below(word, "nsubj", "nsubjpass") and head.index in read:
            return True
    return False
