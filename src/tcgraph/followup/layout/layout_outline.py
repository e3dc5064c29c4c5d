"""Tell which lines of a text ask, where no label with a number says so.

Whoever looks for what was asked in a document sees lines that begin alike, by a word, a number, the kind of heading or
the mark of a list. Each such family of lines is tried, and judged by what would come of it: whether its lines ask, or
are called so, and whether something beneath answers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from tcgraph.diagnostics import Level
from tcgraph.followup.folded_text import any_of
from tcgraph.followup.layout.minutes import STATUS, Minute, MinuteItem, detail, minuted, title_of
from tcgraph.followup.layout.turns import Line, Turn, turns_of
from tcgraph.followup.tables import ENTRY, TableFile
from tcgraph.followup.wording.positions import leading_refusal, sentences
from tcgraph.followup.wording.status_labels import is_vote, read_label

ASKED: Final = any_of("""
    recommendations?|decisions?|resolutions?|commitments?|conclusions?|recommandations?|décisions?|résolutions?
    engagements?|recomendaci[oó]n(?:es)?|decisi[oó]n(?:es)?|resoluci[oó]n(?:es)?|compromisos?
    motions?|moci(?:ón|on|ones)
""")
_ANSWERED: Final = any_of("""
    responses?|repl(?:y|ies)|answers?|actions? taken|comments?|follow-?up|progress(?: update)?|update|implementation
    evaluation|assessment
    réponses?|suites?(?: données?)?|(?:mesures?|actions?) (?:prises?|adoptées?|menées?|engagées?|réalisées?)
    commentaires?|suivi|mise en œuvre
    respuestas?|(?:medidas?|acciones) (?:adoptadas?|realizadas?|tomadas?|ejecutadas?|emprendidas?)|acciones
    comentarios?|seguimiento|cumplimiento|avances?
""")
REPLY: Final = re.compile(
    rf"^(?:[\w'’]+\s+){{0,3}}?(?:{_ANSWERED})(?:\s+(?:of|by|from|to|du|de|par|por|del|des)\b(?:\s+[\w'’]+){{1,4}})?"
    r"\s*(?:[:–—]\s*(?P<rest>.*)|$)",
    re.IGNORECASE,
)
_COUNTED: Final = re.compile(r"^(?P<style>\(?)(?P<number>\d{1,3})(?P<end>[.)])\s+(?P<rest>\S.*)$")
_WITHIN: Final = re.compile(r"^\W*(?P<group>\d{1,3})\.(?P<number>\d{1,3})\.?\s+(?P<rest>\S.*)$")
_LEADS: Final = re.compile(r":[*\s]*$")
_RECOMMENDS: Final = re.compile(
    r"\b(?:recommend\w*|should|must|conclude|urge\w*|calls? (?:up)?on|recommand\w*|devrai\w*|doi(?:t|vent)|recomiend\w*"
    r"|recomend\w*|deber[íi]a\w*|debe\w*|exhort\w*|insta\w*)\b",
    re.IGNORECASE,
)
_DECIDES: Final = re.compile(
    r"\b(?:(?:agreed|decided|resolved) (?:to|that)|(?:was|were) (?:approved|adopted|agreed)|must|should|shall"
    r"|(?:décide|approuve|autorise|adopte|valide|mandate)(?:nt)?|(?:est|sont) (?:adopt|approuv|décid|valid)ée?s?"
    r"|il (?:est|a été) (?:décidé|convenu|demandé)|il (?:faut|faudra|faudrait)"
    r"|devr(?:a|ait|aient|ons|ont)|doi(?:t|vent)"
    r"|se (?:aprueba|acuerda|decide|resuelve|confirma|autoriza|encarga)n?|(?:acordamos|decidimos|quedamos en)|hay que"
    r"|deber[áí]a?n?|debe(?:n|mos)?|tiene que)\b",
    re.IGNORECASE,
)
_SENTENCE: Final = re.compile(r"(?<=[.!?;])\s+(?=[-•*A-ZÀ-Þ¿«“\"])")
_CONCLUDES: Final = re.compile(
    r"\((?:conclusion|finding|constat|conclusión|hallazgo)\b[^()]{0,60}\)\W*$", re.IGNORECASE
)
"""What is numbered among recommendations and says at its end that it is none."""
_CALLED: Final = re.compile(rf"^(?:{ASKED})\s*:\s*(?P<rest>\S.*)$", re.IGNORECASE)
_ACTION: Final = re.compile(
    r"^(?:[-*+•]\s+)?(?:\d{1,3}[.)]\s+)?(?:"
    r"(?i:actions?(?: items?| points?)?|paragraphs?|paragraphes?|párrafos?|tasks?|findings?"
    r"|tâches?|constats?|acci[oó]n(?:es)?|tareas?|hallazgos?)\s+"
    r"(?:(?:no|n[°º]|#)\.?\s*)?(?P<number>[A-Z]{0,4}-?\d[\w./-]*?)\s*[:.)–—-]"
    r"|(?:[A-Z][a-z]{2}\s+)?(?P<code>[A-Z]{2,}[A-Z0-9]*(?:[-/][A-Z0-9]+)+)\s*:)\s+(?P<rest>\S.*)$"
)
"""What minutes and audits number: "Action 62.1: Reach out to the authors", "ACT-TC-2016-46: Circulate it"."""
_LISTS: Final = re.compile(
    rf"^(?:\W|\d|[ivx]+\.)*(?:[^\W\d]+\W+){{0,3}}?(?:{ASKED}|actions?(?: (?:items?|points?|required|agreed))?|tasks?"
    r"|to[- ]do(?: list)?|next steps?|follow[- ]?up actions?|tâches?|(?:prochaines|futures) étapes"
    r"|(?:suite|continuité) des travaux|relevé de décisions|acci[oó]n(?:es)?|tareas?|pr[oó]ximos pasos|acuerdos)"
    r"(?:\W+(?:pending|outstanding|pendientes?|à (?:mener|faire|venir|réaliser|poursuivre|prévoir)|en cours"
    r"|(?:a|por) (?:hacer|realizar))){0,2}"
    r"(?:\W+(?:for|of|to|from|by|in|at|on|pour|du|des?|aux?|para|del|que|qui|made|agreed|adopted|adoptées?)\b.{0,60})?\W*$",
    re.IGNORECASE,
)
"""What heads a list of things that are asked."""
_EARLIER: Final = re.compile(
    r"\b(?:previous|earlier|past|last meeting|review of|(?:follow[- ]?up|updates?) (?:of|on)|outstanding|pending"
    r"|précédent\w*|antérieur\w*|retour sur|suivi d\w+|repaso|revisión de|seguimiento de|anteriores|pendientes)\b",
    re.IGNORECASE,
)
"""What heads those of an earlier meeting: below each stands what came of it."""
_CODED: Final = re.compile(r"\b[A-Z]{1,6}[.-]?[A-Z]?\d+\b")
_DONE: Final = re.compile(
    r"\b(?:taken|done|completed|outcomes?|prises?|tomadas?|realizadas?|adoptadas?)\b", re.IGNORECASE
)
_CODE: Final = re.compile(r"\((\d{1,4}/\d{2,4})\)|^(\d{1,3}(?:\.\d{1,3})+)\.?\s")
"""The number that a title has."""
_NUMBERED: Final = re.compile(r"^(?:[-*+•▪‣●○·>]\s*)?(?:\(?\d{1,3}[.)]\s+)?")
_ITEM: Final = re.compile(r"\s*(?:\(?(?:\d{1,3}|[a-z]|[ivx]+)[.)]|[-*•▪‣●○·–]|o(?= ))\s+\S")
_FEWEST: Final = 2
_LIST: Final = 5
_LONG: Final = 80
_HEADINGS: Final = 3
_WORDS: Final = 4
"""What is asked has, as a rule, at least so many words; what heads a chapter has fewer."""
_QUOTED: Final = 8
_STATE: Final = 3
_DEEPEST: Final = 99
_UNLIKE: Final = 0.3
"""How likely a line is to ask that no word tells so."""


@dataclass(frozen=True, slots=True)
class _LineFamily:
    """One family of lines that may be what was asked.

    Attributes:
        asks: the words of each, by the position of its line.
        named: whether they are called so.
        kept: the lines that are read at all; None for all of them.
        numbers: what those that are numbered are called.
        guessed: whether only headings tell.
        minutes: what they note, where they are those of minutes.
        answers: what stands above each group of them and answers every one.
    """

    asks: Mapping[int, str]
    named: bool = True
    kept: frozenset[int] | None = None
    numbers: Mapping[int, str] | None = None
    guessed: bool = False
    minutes: Sequence[Minute] | None = None
    answers: Mapping[int, str] | None = None


def asking(
    lines: Sequence[Line], file: TableFile, levels: Mapping[int, int], *, guess: bool
) -> tuple[list[Line], list[Minute], list[Turn]]:
    """Lines of which those that ask are called so, each with a number, or what minutes note, or what two sides say.

    Args:
        lines: the paragraphs of a text.
        file: where what is guessed is told.
        levels: what they are in an outline, as of :class:`TableFile`.
        guess: whether headings may ask where nothing calls them so.
    """
    ways = [
        *_minuted(lines, levels),
        *_by_word(lines),
        *_counted(lines),
        *_grouped(lines),
        *_before_answers(lines, levels),
        *(_headed(lines, levels) if guess else ()),
    ]
    values = [_value(way, lines) for way in ways]
    most = max(values, default=0.0)
    turns, worth = turns_of(lines, levels) if guess else ([], 0.0)
    if worth > most:
        message = "no label tells what was asked; what is set apart is read as that, and what follows it as the answer"
        file.find("headings", Level.WARNING, message, turns[0].asked[0][1].location)
        return [], [], turns
    if most <= 0:
        return [], (_decided(lines, file, levels) or _entered(lines, file, levels)) if guess else [], []
    best = ways[values.index(max(values))]
    if best.guessed:
        message = "no label tells what was asked; each heading is read as that, and what stands under it as the answer"
        file.find("headings", Level.WARNING, message, lines[min(best.asks)][1].location)
    if best.minutes is not None:
        return [], [*best.minutes], []
    return _labelled(lines, best), [], []


def _decided(lines: Sequence[Line], file: TableFile, levels: Mapping[int, int]) -> list[Minute]:
    """The sentences that decide something, or say what has to be done, where nothing else tells what was asked."""
    found: list[Minute] = []
    others: list[Line] = []
    for index, (text, place) in enumerate(lines):
        said = (
            [_NUMBERED.sub("", one) for one in _SENTENCE.split(text)] if levels.get(index, _QUOTED) >= _QUOTED else []
        )
        told = [one for one in said if _DECIDES.search(one) and len(one.split()) >= _WORDS and one.endswith((".", ";"))]
        found += [(MinuteItem(one, "decided"), place, title_of(index, lines, levels, ())) for one in told]
        others += [(one, place) for one in said if told and one not in told]
    if len(found) < _FEWEST:
        return []
    message = (
        "no label or list tells what was asked; each sentence that decides, or says what is to be done, is read so"
    )
    file.find("headings", Level.WARNING, message, found[0][1].location)
    for text, place in others:
        file.leave(text, "no row of the draft", place)
    return found


def _entered(lines: Sequence[Line], file: TableFile, levels: Mapping[int, int]) -> list[Minute]:
    """The entries of lists, where nothing else tells what was asked and they say more than names."""
    at = [i for i, (text, _) in enumerate(lines) if text and (levels.get(i, 0) >= ENTRY or _ITEM.match(text))]
    said = {i: _NUMBERED.sub("", lines[i][0]) for i in at}
    said = {i: words for i, words in said.items() if len(words.split()) >= _WORDS}
    if len(said) < _HEADINGS or 2 * len(said) < len(at):
        return []
    message = "no label, answer or decision tells what was asked; each entry of a list is read as that"
    file.find("headings", Level.WARNING, message, lines[min(said)][1].location)
    return [(MinuteItem(words, "listed"), lines[i][1], title_of(i, lines, levels, ())) for i, words in said.items()]


def _value(way: _LineFamily, lines: Sequence[Line]) -> float:
    """How much a family would give; nothing where its lines are neither called what is asked nor read like that."""
    told = [_is_told(lines, begin + 1, end) for begin, end in _spans(way, lines)]
    like = [1.0 if way.named or _RECOMMENDS.search(text) else _UNLIKE for text in way.asks.values()]
    words = sum(len(text.split()) for text in way.asks.values())
    answered = sum(told) > 0.8 * len(told) and len(told) >= _HEADINGS and words >= _WORDS * len(told)
    answered = answered or sum(_is_voted(lines[a + 1 : b]) for a, b in _spans(way, lines)) >= _HEADINGS
    if len(like) < _FEWEST or (sum(like) < 0.5 * len(like) and not (way.guessed and answered)):
        return 0
    decided = any(one.kind == "decided" for one, _, _ in way.minutes or ())
    answered = any(REPLY.match(text) is not None for text, _ in lines) if decided else True
    noted = 0 if answered else len(like)  # what follows goes on with the talk, and answers nothing
    return sum(like) + 0.5 * max(sum(told), noted)


def _spans(way: _LineFamily, lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """From each line that asks to where the next one does, or what is read ends."""
    for begin, end in pairwise([*way.asks, len(lines)]):
        if way.kept is not None:
            end = next((i for i in range(begin + 1, end) if i not in way.kept and lines[i][0]), end)
        yield begin, end


def _is_told(lines: Sequence[Line], begin: int, end: int) -> bool:
    """Whether a line may answer: it is a sentence, and no entry of a list within what was asked."""
    said = (text for text, _ in lines[begin:end] if text and _ITEM.match(text) is None)
    return any(len(text) > _LONG or text.endswith(".") for text in said)


def _is_voted(lines: Sequence[Line]) -> bool:
    """Whether what stands under a heading ends in a vote, or in a refusal."""
    last = (sentences(text)[-1:] for text, _ in lines if text)
    return any(is_vote(one) or leading_refusal(one) for said in last for one in said)


def _by_word(lines: Sequence[Line]) -> Iterator[_LineFamily]:
    """Those that are called actions, tasks or findings with a number, or have a label alone: "Recommendation: …"."""
    acted = {i: one for i, (text, _) in enumerate(lines) if (one := _ACTION.match(text))}
    numbers = {i: one["number"] or one["code"] for i, one in acted.items()}
    yield _LineFamily({i: one["rest"] for i, one in acted.items()}, numbers=numbers)
    called = {i: one["rest"] for i, (text, _) in enumerate(lines) if (one := _CALLED.match(text))}
    yield _LineFamily(called)


def _counted(lines: Sequence[Line]) -> Iterator[_LineFamily]:
    """Those that are numbered one after another in one style, but for what says that it is a conclusion.

    So governments answer committees: "3. We recommend that …", and below it "The Department agrees. …".
    """
    found = {i: one for i, (text, _) in enumerate(lines) if (one := _COUNTED.match(text))}
    for style in {(one["style"], one["end"]) for one in found.values()}:
        for strict in (True, False):
            run: dict[int, str] = {}
            for i, one in found.items():
                asks = _RECOMMENDS.search(one["rest"]) is not None or not strict
                if (one["style"], one["end"]) == style and int(one["number"]) == len(run) + 1 and asks:
                    run[i] = one["rest"]
            spans = list(pairwise([*run, len(lines)]))
            concluded = {a for a, b in spans if any(_CONCLUDES.search(text) for text, _ in lines[a:b])}
            asked = {i: text for i, text in run.items() if i not in concluded}
            if 3 * sum(_RECOMMENDS.search(text) is not None for text in asked.values()) > 2 * len(asked):
                rest = frozenset(i for a, b in spans if a in asked for i in range(a, b))
                kept = rest if concluded else None
                yield _LineFamily(asked, named=False, kept=kept, numbers={i: found[i]["number"] for i in asked})


def _grouped(lines: Sequence[Line]) -> Iterator[_LineFamily]:
    """Those numbered within a paragraph that says how those who were asked stand to all of them, as states do.

    "116. The following recommendations enjoy the support of …:", and below it "116.1 Ratify … (Spain);".
    """
    heads = {one["number"]: one["rest"] for text, _ in lines if (one := _COUNTED.match(text)) and _LEADS.search(text)}
    found = {i: one for i, (text, _) in enumerate(lines) if (one := _WITHIN.match(text)) and one["group"] in heads}
    if len(found) < _LIST:
        return
    asks = {i: one["rest"].replace("**", "").strip() for i, one in found.items()}
    numbers = {i: f"{one['group']}.{one['number']}" for i, one in found.items()}
    answers = {i: heads[one["group"]].replace("**", "").strip(" :") + "." for i, one in found.items()}
    yield _LineFamily(asks, kept=frozenset(found), numbers=numbers, answers=answers)


def _before_answers(lines: Sequence[Line], levels: Mapping[int, int]) -> Iterator[_LineFamily]:
    """Those that stand before a line which says that an answer follows, and below a title: "Update", "Response"."""
    at = [i for i, (text, _) in enumerate(lines) if (one := REPLY.match(text)) and not (one["rest"] or "").strip()]
    at = [i for i, before in zip(at, [-_WORDS, *at], strict=False) if i > before + 1]  # "Update", "Their response"
    blocks: list[tuple[int, int]] = []
    numbers: dict[int, str] = {}
    for before, index in zip([-1, *at], at, strict=False):
        titles = [i for i in range(before + 1, index - 1) if _is_title(lines[i][0])]
        if titles:
            coded = next((i for i in reversed(titles) if _CODE.search(lines[i][0])), titles[-1])
            blocks.append((coded, titles[-1] + 1))
            code = _CODE.search(lines[coded][0])
            numbers[titles[-1] + 1] = (code[1] or code[2]) if code is not None else str(len(blocks))
    if len(blocks) < _HEADINGS:
        return
    end = next((i for i in range(at[-1] + 1, len(lines)) if 0 < levels.get(i, 0) < _QUOTED), len(lines))
    edges = pairwise([*blocks, (end, end)])
    kept = frozenset(i for (_, begin), (after, _) in edges for i in range(begin, after))
    yield _LineFamily({begin: lines[begin][0] for _, begin in blocks}, kept=kept, numbers=numbers)


def _is_title(text: str) -> bool:
    return bool(text) and len(text) <= _LONG and not text.endswith((".", ";", ":", ",")) and not _ITEM.match(text)


def _minuted(lines: Sequence[Line], levels: Mapping[int, int]) -> Iterator[_LineFamily]:
    """What minutes note among what was said, and entries of lists headed as what is asked: "Tasks for the group"."""
    listed: dict[int, str] = {}
    heads: set[int] = set()
    reviewed: set[int] = set()
    for head, (text, _) in enumerate(lines):
        if len(text) > _LONG or _LISTS.match(text) is None or _is_done(text) or head in listed:
            continue
        level = levels.get(head, 0)
        if (level >= ENTRY or (not level and _ITEM.match(text))) and not text.rstrip("* ").endswith(":"):
            continue  # "- Bot makes a decision" is an entry itself
        if entries := _entries(lines, levels, head):
            heads.add(head)
            listed |= entries
            coded = sum(_CODED.search(words) is not None for words in entries.values())  # what it is stands below it
            reviewed |= entries.keys() if _EARLIER.search(text) and 2 * coded < len(entries) else set()
    states: dict[int, str] = {}
    for index in [i for i, words in listed.items() if i in levels and _is_state(words)]:
        end = next((i for i in range(index + 1, len(lines)) if levels.get(i, _DEEPEST) <= levels[index]), len(lines))
        if inner := {i: _NUMBERED.sub("", lines[i][0]) for i in range(index + 1, end) if i in levels}:
            states |= dict.fromkeys(inner, listed.pop(index).strip(" :*"))
            listed |= inner
    found = minuted(lines, levels, listed, states, reviewed)
    minutes = [(one, lines[i][1], title_of(i, lines, levels, heads)) for i, one in found.items()]
    yield _LineFamily({i: one.words for i, one in found.items()}, kept=frozenset(found), minutes=minutes)


def _is_state(words: str) -> bool:
    """Whether an entry is but a word for a status, of which those below it are: "Completed"."""
    return len(words.split()) <= _STATE and read_label(words.strip(" :*")) is not None


def _is_done(heading: str) -> bool:
    """Whether a heading says that what stands below it was done, and not only decided."""
    return _DONE.search(heading) is not None and re.search(rf"\b(?:{ASKED})\b", heading, re.IGNORECASE) is None


def _entries(lines: Sequence[Line], levels: Mapping[int, int], head: int) -> dict[int, str]:
    """The entries of the list right below a line, by their positions; a remark may stand among them."""
    found: dict[int, str] = {}
    outer = 0
    for index in range(head + 1, len(lines)):
        text = lines[index][0]
        level = levels.get(index, 0)
        if not text or detail(text):
            continue
        item = _ITEM.match(text) is not None  # a slanted one may stand in a list that is slanted as a whole
        if level < ENTRY and not (item and (level == _QUOTED or not 0 < level <= levels.get(head, 0))):
            heads = level > 0 or len(text) <= _LONG
            if (found or _LISTS.match(text) is None) if heads else not found:
                break
            continue
        if level <= (outer := outer or level):
            found[index] = _NUMBERED.sub("", text)
    return found


def _headed(lines: Sequence[Line], levels: Mapping[int, int]) -> Iterator[_LineFamily]:
    """Those of one level of an outline of which nearly all have something beneath: headings, quotations, entries."""
    said = [index for index, (text, _) in enumerate(lines) if text]
    follows = dict(pairwise(said))
    for level in sorted({*levels.values()}):
        at = [index for index in said if levels.get(index) == level and not is_vote(lines[index][0])]
        under = [index for index in at if index in follows and levels.get(follows[index], _DEEPEST) > level]
        if len(under) > 0.8 * len(at) and len(at) >= _HEADINGS:
            stated = sum(STATUS.match(lines[follows[i]][0]) is not None for i in under) > 0.8 * len(under)
            codes = {i: one for i in under if (one := _CODE.match(lines[i][0])) is not None and one[2]}
            coded = codes.keys() == {*under}
            rule, numbers = (_CODE, {i: one[2] for i, one in codes.items()}) if coded else (_NUMBERED, None)
            yield _LineFamily({i: rule.sub("", lines[i][0]) for i in under}, stated, numbers=numbers, guessed=True)


def _labelled(lines: Sequence[Line], way: _LineFamily) -> list[Line]:
    """Lines with a label and a number before each that asks; where nothing answers, entries are part of what asks."""
    told = [_is_told(lines, begin + 1, end) for begin, end in _spans(way, lines)]
    bare = 2 * sum(told) < len(told) and (not way.named or way.kept is not None)
    found: list[Line] = []
    spans = dict(_spans(way, lines))
    for order, (index, words) in enumerate(way.asks.items(), start=1):
        below = [line for line in lines[index + 1 : spans[index]] if line[0]]
        number = way.numbers[index] if way.numbers is not None else order
        items = " ".join(text for text, _ in below if _ITEM.match(text)) if bare else ""
        found.append((f"Recommendation {number}: {words} {items}".strip(), lines[index][1]))
        found += [line for line in below if not _ITEM.match(line[0])][-1:] if bare and way.answers is None else below
        if way.answers is not None:
            found.append((f"Response: {way.answers[index]}", lines[index][1]))
    before = [line for line in lines[: min(way.asks)] if line[0]]
    return [*(before if way.kept is None else before[-1:]), *found]
