"""The main clauses of a parsed sentence and what each verb says: tense, mood, denial, degree, and whose word it is."""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass, field
from typing import Final, Literal

from tcgraph.followup.wording import verb_meanings as means
from tcgraph.followup.wording.parsing import Sentence, Word

Time = Literal["past", "present", "progress", "future", "would", "infinitive", ""]

_SUBJECTS: Final = {"nsubj", "nsubjpass", "csubj", "csubjpass", "expl"}
_OBJECTS: Final = {"dobj", "obj", "iobj", "attr", "obl"}
_AUXILIARIES: Final = {"aux", "auxpass", "cop"}
_TO_COME: Final = {"will", "shall", "'ll", "wo", "sha"}
_GOES_TO: Final = {"ir", "aller"}
"""As auxiliaries in the present they make a future: "va a incluir", "va être publié"."""
_MODALS: Final = {"would", "could", "may", "might", "should", "must", "can", "ought", "ca", "need"}
_CONTROL: Final = (
    {"set"} | means.FAIL | means.REJECT | means.BEGIN | means.CONTINUE | means.PLAN | means.TRY | means.REMAIN
)
_BY: Final = {"by", "par", "por"}
_THAT: Final = {"that", "que"}
_INVERTED: Final = {"only", "solo", "sólo", "seulement"}


@dataclass(frozen=True, slots=True)
class Clause:
    """One main clause.

    Attributes:
        verb: the word that it is built on: a verb, or the noun or adjective after "to be".
        outer: the verb that governs it ("failed to", "continues to"), if one does.
        time: when it holds, by its verb group.
        passive: whether somebody else acts.
        denied: whether it is denied, by a word beside its verb or by its subject or object.
        partly: whether it holds in part only.
        not_fully: whether the denial is of "fully" or the like.
        said_by: the lemma of the verb of saying or thinking that it hangs on; "" where it stands alone.
        conditional: whether it holds on a condition only.
        words: the verb group, as written.
    """

    verb: Word
    outer: Word | None
    time: Time
    passive: bool
    denied: bool
    partly: bool
    not_fully: bool
    said_by: str
    conditional: bool
    words: str


@dataclass(slots=True)
class Tree:
    """A parsed sentence, with each word's dependants at hand.

    Args:
        text: the sentence.
        sentence: its words.
    """

    text: str
    sentence: Sentence
    _below: dict[int, list[Word]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for word in self.sentence:
            if word.head != word.index:
                self._below.setdefault(word.head, []).append(word)

    def below(self, word: Word, *relations: str) -> list[Word]:
        """A word's dependants, of some relations or of all."""
        found = self._below.get(word.index, [])
        return [one for one in found if not relations or one.dep in relations]

    def all_below(self, word: Word) -> Iterator[Word]:
        """A word and everything that hangs on it."""
        yield word
        for one in self.below(word):
            yield from self.all_below(one)

    def subjects(self, verb: Word) -> list[Word]:
        """What a verb's subject is, also where it shares that of the verb that it is joined to."""
        found = self.below(verb, *_SUBJECTS)
        if not found and verb.dep == "conj" and verb.head != verb.index:
            return self.subjects(self.sentence[verb.head])
        return found

    def doers(self, verb: Word) -> list[Word]:
        """Who does what a verb tells: its subject, and in the passive those after "by"."""
        participle = verb.tag == "VBN" or verb.form.get("VerbForm") == "Part"
        auxiliaries = self.auxiliaries(verb)
        passive = self._is_passive(verb) or (participle and any(one.lemma == "ser" for one in auxiliaries))
        found = [] if passive else self.subjects(verb)
        if passive or (participle and not auxiliaries and not self.below(verb, "case")):
            found = [inner for one in self.below(verb, "agent") for inner in self.below(one, "pobj")]
            found += [one for one in self.below(verb, "obl", "obj", "nmod") if self._follows(one, "case", _BY)]
        return [*found, *(one for word in found for one in self._listed(word))]

    def done_in_it(self, verb: Word) -> list[Word]:
        """Verbs of what nobody in particular says to be so, as planned or seen: "it is expected that …"."""
        if any(one.pos in ("NOUN", "PROPN") for one in self.subjects(verb)):
            return []
        found = self.below(verb, "ccomp", "csubj", "csubjpass", "advcl")
        return [one for one in found if not self.below(one, "mark") or self._follows(one, "mark", _THAT)]

    def _follows(self, word: Word, relation: str, lemmas: Set[str]) -> bool:
        return any(one.lemma in lemmas for one in self.below(word, relation))

    def _listed(self, word: Word) -> Iterator[Word]:
        """What a word is joined to by "and", or called in brackets behind it."""
        for one in self.below(word, "conj", "appos"):
            yield one
            yield from self._listed(one)

    def auxiliaries(self, verb: Word) -> list[Word]:
        """A verb's auxiliaries, also those that it shares: "will be reviewed and published"."""
        found = self.below(verb, *_AUXILIARIES)
        return found if found or not self._shares(verb) else self.auxiliaries(self.sentence[verb.head])

    def _shares(self, verb: Word) -> bool:
        """Whether a verb is joined to one of its own form, with no subject or auxiliary of its own."""
        if verb.dep != "conj" or self.below(verb, *_SUBJECTS, *_AUXILIARIES):
            return False
        head = self.sentence[verb.head]
        unfinished = verb.tag in ("VBN", "VB", "VBG") or verb.form.get("VerbForm") in ("Part", "Inf", "Ger")
        return unfinished and (verb.tag, verb.form.get("VerbForm")) == (head.tag, head.form.get("VerbForm"))

    def clauses(self) -> list[Clause]:
        """The main clauses, in order."""
        roots = [self._done_to(word) for word in self.sentence if word.head == word.index]
        found = [clause for root in roots for clause in self._from(root, "")]
        return sorted(found, key=lambda clause: clause.verb.index)

    def _done_to(self, root: Word) -> Word:
        """What was done to a noun that stands for a whole sentence, as in "Formation réalisée."; else the root."""
        if root.pos not in ("NOUN", "PROPN") or self.below(root, *_AUXILIARIES, "nsubj"):
            return root
        for one in self.below(root, "acl", "relcl"):
            if one.tag == "VBN" and one.index > root.index and self.is_infinitive(one):
                return one  # "Studies to be undertaken."
        past = [one for one in self.below(root, "acl", "amod") if one.form.get("VerbForm") == "Part"]
        told = [one for one in past if one.index > root.index and one.lemma in means.DONE | means.FULFIL]
        return told[0] if told else root

    def _from(self, verb: Word, said_by: str) -> Iterator[Clause]:
        complements = self.below(verb, "ccomp")
        if self._tells(verb) and complements and not self._is_denied(verb):
            for complement in complements:
                yield from self._from(complement, verb.lemma)
        else:
            # English parses often hang the first of two sentences joined by a comma or semicolon on the second.
            for complement in complements:
                if complement.index < verb.index and complement.pos in ("VERB", "AUX"):
                    yield from self._from(complement, said_by)
            yield self.clause(verb, said_by)
        for other in self.below(verb, "conj", "parataxis"):
            if other.pos in ("VERB", "AUX") or self.below(other, "cop", "nsubj", "nsubjpass"):
                yield from self._from(other, said_by)

    def _tells(self, verb: Word) -> bool:
        """Whether what follows is what somebody says: "indique que", "a fait savoir que"."""
        return verb.lemma in means.SAY or any(one.lemma == "faire" for one in self.below(verb, "dep", "aux"))

    def told_by(self, clause: Clause) -> Word:
        """The verb that a clause hangs on with all that is said of it: that of who tells it, or its own."""
        head = clause.outer or clause.verb
        teller = self.sentence[head.head]
        return teller if clause.said_by and teller.index < head.index and self._tells(teller) else head

    def clause(self, verb: Word, said_by: str = "") -> Clause:
        """The clause that is built on a verb, which is said by the verb of saying that it hangs on, if it does."""
        outer: Word | None = None
        inner = verb
        infinitives = [one for one in self.below(verb, "xcomp", "advcl", "ccomp") if self.is_infinitive(one)]
        if infinitives and (verb.lemma in _CONTROL or self._stays_open(verb)):
            outer, inner = verb, infinitives[0]
        group = [one for one in self.below(verb, *_AUXILIARIES, "neg", "prt") if one.index < verb.index]
        first = min([verb, *group], key=lambda one: one.index)
        last = inner if inner.index >= verb.index and inner.index - verb.index < 6 else verb
        denied = self._is_denied(verb) or (outer is not None and self._is_denied(inner))
        degrees = {one.lemma for one in (*self.below(verb), *self.below(inner)) if one.pos in ("ADV", "NOUN", "ADJ")}
        return Clause(
            verb=inner,
            outer=outer,
            time=self._time(verb),
            passive=self._is_passive(verb),
            denied=denied,
            partly=bool(degrees & (means.PARTLY if inner.lemma in means.FULFIL else means.PARTLY - means.WIDELY)),
            not_fully=denied and bool(degrees & (means.FULLY - means.STILL)),
            said_by=said_by,
            conditional=self._is_conditional(verb),
            words=" ".join(self.text[first.start : last.end].split()),
        )

    def _stays_open(self, verb: Word) -> bool:
        """Whether what follows is still to be done, as after "has yet to" and "is to"."""
        return verb.lemma == "be" or (verb.lemma == "have" and any(one.lemma == "yet" for one in self.below(verb)))

    def is_infinitive(self, word: Word) -> bool:
        """Whether a verb tells what is to be done, by its form or its "to"."""
        if any(one.lemma == "to" for one in self.below(word, "aux")):
            return True
        return word.tag == "VB" or word.form.get("VerbForm") in ("Inf", "Ger") or word.tag == "VBG"

    def _is_denied(self, verb: Word) -> bool:
        if self._shares(verb) and self._is_denied(self.sentence[verb.head]):
            return True
        beside = [*self.below(verb, "neg", "advmod", "det", "cc", "mark"), *self._of_auxiliaries(verb)]
        # "pas encore": the denial may hang on the adverb that hangs on the verb.
        beside += [inner for one in beside for inner in self.below(one, "neg", "advmod")]
        for one in beside:
            following = self.sentence[one.index + 1].lemma if one.index + 1 < len(self.sentence) else ""
            # "non réalisée" denies, "non-governmental" does not.
            if (
                (one.lemma in means.NOT or (one.lemma == "non" and following != "-"))
                and one.pos != "NOUN"
                and following not in _INVERTED
            ):
                return True
        if any(one.lemma in means.NOBODY and one.pos == "PRON" for one in self.below(verb)):
            return True
        return any(self._is_nobody(argument) for argument in self.below(verb, *_SUBJECTS, *_OBJECTS))

    def _of_auxiliaries(self, verb: Word) -> list[Word]:
        return [one for auxiliary in self.below(verb, *_AUXILIARIES) for one in self.below(auxiliary, "neg", "advmod")]

    def _is_nobody(self, argument: Word) -> bool:
        if any(one.text.lower() in ("fewer", "less") for one in (argument, *self.all_below(argument))):
            return False
        if argument.lemma in means.NOBODY and argument.pos in ("PRON", "NOUN", "PROPN", "DET", "ADJ"):
            return True
        return any(one.lemma in means.NOBODY for one in self.below(argument, "det", "amod", "advmod"))

    def _is_passive(self, verb: Word) -> bool:
        relations = {one.relation for one in (*self.below(verb), *self.auxiliaries(verb))}
        return bool(relations & {"auxpass", "nsubjpass", "aux:pass", "nsubj:pass"}) or verb.form.get("Voice") == "Pass"

    def _is_conditional(self, verb: Word) -> bool:
        for clause in self.below(verb, "advcl"):
            if any(one.lemma in means.IF for one in self.below(clause, "mark", "advmod", "case")):
                return True
        lower = self.text.lower()
        return any(
            words in lower for words in ("subject to ", "sous réserve", "a reserva de", "siempre que", "à condition")
        )

    def _time(self, verb: Word) -> Time:
        if verb.form.get("VerbForm") == "Fin" and self.below(verb, "cop"):
            return ""  # a verb has no copula: "registre" in "Le registre est en ligne" is none
        auxiliaries = self.auxiliaries(verb)
        if not auxiliaries and verb.lemma in ("be", "être", "ser", "estar"):
            auxiliaries = [verb]
        lemmas = {one.lemma for one in auxiliaries} | {one.text.lower() for one in auxiliaries}
        forms = [one.form for one in auxiliaries] or [verb.form]
        tenses = {form.get("Tense") for form in forms}
        if any(form.get("Mood") == "Cnd" for form in (*forms, verb.form)) or lemmas & _MODALS:
            return "would"
        if lemmas & {"being", "siendo"}:
            return "progress"
        if lemmas & _GOES_TO and "Pres" in tenses:
            return "future"
        if lemmas & _TO_COME or "Fut" in tenses or verb.form.get("Tense") == "Fut":
            return "future"
        going_on = {"VerbForm": "Part", "Tense": "Pres"}.items() <= verb.form.items()  # "en ne partant pas de zéro"
        if verb.tag == "VBG" or verb.form.get("VerbForm") == "Ger" or (going_on and not auxiliaries):
            return "progress" if auxiliaries else "infinitive"
        return self._past_or_present(verb, auxiliaries, lemmas)

    def _past_or_present(self, verb: Word, auxiliaries: list[Word], lemmas: set[str]) -> Time:
        participle = verb.tag == "VBN" or verb.form.get("VerbForm") == "Part"
        finite = [one for one in auxiliaries if one is not verb]
        if finite:
            past = any(one.form.get("Tense") in ("Past", "Imp") and one.form.get("VerbForm") == "Fin" for one in finite)
            perfect = bool(lemmas & {"have", "haber"}) or ("avoir" in lemmas) or "été" in lemmas
            # Verbs of motion and reflexive ones form the French perfect with "être", which agrees with no passive.
            moved = verb.lemma in means.MOVE or any(one.relation == "aux:tense" for one in finite)
            perfect = perfect or ("être" in lemmas and moved)
            if past or (perfect and (participle or verb.pos != "VERB")):
                return "past"
            return "infinitive" if any(one.lemma == "to" for one in finite) else "present"
        if verb.tag == "VBD" or verb.form.get("Tense") in ("Past", "Imp"):
            return "past"
        if participle:
            return "past"
        if verb.form.get("VerbForm") == "Inf":
            # A bare infinitive or imperative says what should be, not what is.
            return "" if verb.tag == "VB" else "infinitive"
        return "present"
