"""No small word that turns a question is passed over: it is understood, or the answer is not sure."""

from __future__ import annotations

import pytest

from tcgraph.project import Project
from tcgraph.questions.in_words.answering import QuestionInterpreter
from tcgraph.questions.in_words.function_words import SMALL
from tcgraph.questions.in_words.lexicon import MINOR, read_lexicons, stem
from tcgraph.questions.plain_words import plain_words
from tests.conftest import many
from tests.questions.conftest import Select

_ASKED = {
    "en": ("which donors {} fund Africa", "which donors fund Africa {}"),
    "fr": ("quels donateurs {} financent l'Afrique", "quels donateurs financent l'Afrique {}"),
    "es": ("qué donantes {} financian África", "qué donantes financian África {}"),
}
_TURN = {
    # negation | exception | restriction | quantity | comparison | modality | aspect | condition
    "en": "not|never|no longer|hardly|barely|nobody|nothing but|except|besides|apart from|but|only|just|solely|"
    "exclusively|alone|single|at least|at most|up to|half|partly|several|various|more than|less than|most|least|fewer|"
    "same|different|other|instead|rather|main|first|last|next|former|recent|can|could|should|must|ought|might|may|"
    "need|want|tried|seem|already|still|yet|now|again|always|usually|generally|sometimes|often|unless|until|if|"
    "although|together|both|how often|almost|once|twice|neither",
    "fr": "pas|jamais|ne plus|guère|à peine|personne|rien|aucun|sauf|hormis|outre|en plus de|hors|seul|seuls|seule|"
    "seulement|uniquement|exclusivement|juste|unique|au moins|au plus|en partie|la moitié|plusieurs|divers|plus|moins|"
    "le plus|même|différents|autres|plutôt|principal|premier|dernier|prochain|ancien|récents|peut|peuvent|doit|"
    "doivent|devrait|pourrait|veut|essaie|déjà|encore|toujours|maintenant|actuellement|de nouveau|souvent|parfois|"
    "généralement|si|à moins que|quoique|bien que|ensemble|à la fois|presque|rarement",
    "es": "no|nunca|ya no|apenas|nadie|nada|ninguno|salvo|excepto|además de|sin|solo|solos|solamente|únicamente|único|"
    "exclusivamente|al menos|por lo menos|como máximo|en parte|la mitad|varios|diversos|más|menos|el más|mismo|"
    "diferentes|otros|principales|primero|último|próximo|anterior|recientes|puede|pueden|debe|deben|debería|podría|"
    "quiere|intenta|ya|todavía|aún|ahora|siempre|actualmente|otra vez|a menudo|a veces|generalmente|si|a menos que|"
    "aunque|sino|tampoco|ni siquiera|juntos|ambos|casi|raramente|conjunto",
}
"""Words that change what a question asks: said of the same question, each makes another of it."""
_CASES = [(language, word) for language, words in _TURN.items() for word in words.split("|")]


@pytest.mark.parametrize(("language", "said"), _CASES)
def test_what_turns_a_question_is_on_no_list_of_words_that_say_nothing(
    asking: QuestionInterpreter, language: str, said: str
) -> None:
    lexicon = asking.reader.lexicons[language]
    words = tuple(stem(word) for word in plain_words(said).split())
    nothing = {phrase for phrase, meant in lexicon.phrases.items() if any(m.value == ("nothing",) for m in meant)}
    assert words not in nothing
    if len(words) == 1:
        assert words[0] not in (lexicon.stop - lexicon.aspect) | lexicon.light | MINOR | SMALL


@pytest.mark.parametrize("language", list(_ASKED))
def test_what_turns_a_question_never_leaves_the_same_answer_sure(
    asking: QuestionInterpreter, select: Select, language: str
) -> None:
    each = many(1, few=12)
    misled = []
    for frame in _ASKED[language]:
        plainly = asking.ask(" ".join(frame.format("").split()), language)[0]
        assert plainly.reading.sure, frame
        for word in _TURN[language].split("|")[::each]:
            found = asking.ask(frame.format(word), language)[0]
            none = any(remark.key == "none" for remark in found.remarks)  # told, with how it stands
            if found.reading.sure and not none and select(found.query) == select(plainly.query):
                misled.append((frame.format(word), *found.sentences()))
    assert not misled


def test_a_word_of_time_that_goes_with_how_things_stand_costs_nothing(asking: QuestionInterpreter) -> None:
    for text, language in (
        ("what has already been done in section 3", "en"),
        ("actions still planned in section 3", "en"),
        ("¿Existe ya el sistema de seguimiento de los PTDP?", "es"),
    ):
        assert asking.ask(text, language)[0].reading.sure, text


def test_a_french_ne_without_its_other_half_is_told(asking: QuestionInterpreter) -> None:
    assert "ne financent" in asking.ask("quels donateurs ne financent l'Afrique", "fr")[0].reading.left


def test_a_noun_of_what_is_followed_up_means_what_it_asks(project: Project) -> None:
    """“Compromisos” are what is planned, but for a body that calls its decisions so."""
    titles = ["Compromisos de la Ciudad: estado al 15 de octubre"]
    own, others = read_lexicons(project.queries, (), {}, (), titles), read_lexicons(project.queries, (), {})
    assert own["es"].same["compromiso"] == stem("recomendacion")
    assert "promesa" not in own["es"].same
    assert "compromiso" not in others["es"].same
