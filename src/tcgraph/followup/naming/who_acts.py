"""Whom a cell names that says who acts: bodies that the graph knows, and others as they are called there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from functools import reduce
from typing import Final, TypeVar

from tcgraph.engine import Engine
from tcgraph.followup.folded_text import plain_words
from tcgraph.followup.naming.entities import Recogniser
from tcgraph.followup.naming.name_words import ORGANISATION
from tcgraph.followup.naming.romance_names import kind_of
from tcgraph.followup.wording.clauses import Clause, Tree
from tcgraph.followup.wording.parsing import Word, parse
from tcgraph.followup.wording.positions import sentences
from tcgraph.followup.wording.verb_meanings import ACTING, PLAN
from tcgraph.rdf import Literal, NamedNode

T = TypeVar("T")

AGENTS: Final = {"Organisation", "Collective"}
"""What can act."""
PAYERS: Final = AGENTS | {"Country"}
"""What can pay; a country that pays is its government."""
READ: Final = "≈"
"""Before one of whom the words do not say that he acts: it is our reading, until somebody takes the mark away."""
_POST: Final = re.compile(
    r"\b(?:director|head|leads?|minist(?:er|re|ro|ra)|secretary|oficial|consult(?:ant|or)e?s?|president|président|manager"
    r"|chief|officer|coordinator|chair|directeur|directrice|chef|cheffe|directora|jefe|jefa|coordinador|coordinadora"
    r"|coordonnateur|coordonnatrice|gerente)\b",
    re.IGNORECASE,
)
"""Somebody's post is no body; what the column says of it stays beside the row."""
_EACH: Final = re.compile(
    r"\s*;\s*(?:and\s+|et\s+|y\s+)?|(?<=[A-Z\s])\s*/\s*(?=[A-Z])|,\s+(?=[A-Z]{3,}\b)|(?<=\b[A-Z]{3}),\s+"
    r"|(?<=[A-Z]{4}),\s+|\s+[+→]\s+|(?<=[a-zà-ÿ])/(?=[A-ZÀ-Þ][a-zà-ÿ])"
)
"""Between those whom a cell names: "the Board; the Office", "DGT / UNDP"."""


_NOBODY: Final = re.compile(r"\W*(?:n\W?/?a|tbd|tbc|none|nil|aucun\w*|ningun\w*|s\.?o)?\W*", re.IGNORECASE)
_UNIT: Final = re.compile(r"[A-Z]\w+(?:/[A-Z]\w+){2,}")
"""A unit with all those above it: "DGPR/SRNH/BRIL"."""
_JOINT: Final = re.compile(r"\s*,\s*(?:and\s+|et\s+|y\s+|e\s+)?|\s+(?:and|et|y|e|&)\s+")
_CODE: Final = re.compile(r"(?<![\w'-])[A-Z]{2,3}(?![\w'-])")
_OFTEN: Final = 4
_EVERY: Final = re.compile(r"^(?:each|all|any|cada|tod[oa]s|chaque|tou(?:s|te|tes))\b", re.IGNORECASE)


def plainly(part: str) -> str:
    """A part of a cell without the mark of a reading."""
    return part.removeprefix(READ).lstrip()


class Parties:
    """Those whom the cells of a column name, one by one.

    A comma or an "and" stands between two of them where one of the two stands alone elsewhere in the column; else it
    belongs to a name ("Ministry of Fisheries and Farms").

    Args:
        cells: what the column says.
        codes: those by which it names countries.
    """

    def __init__(self, cells: Iterable[str], codes: Container[str] = ()) -> None:
        self._codes = codes
        said = Counter(part for cell in cells for part in self._each(cell))
        whole = list(said)
        self.units = {part for part, times in said.items() if times >= _OFTEN and _CODE.fullmatch(part)}
        """Two or three letters that stand in so many cells that they are a unit's, and nobody's initials."""
        self._alone = {part for part in whole if _JOINT.search(part) is None}
        joint = [part for part in whole if part not in self._alone]
        while found := {part for one in joint for part in self._split(one)} - self._alone - {*joint}:
            self._alone |= found
        self.all = list(dict.fromkeys(part for cell in whole for part in self._split(cell)))

    def of(self, cell: str) -> list[str]:
        """Those whom a cell names."""
        return [part for one in self._each(cell) for part in self._split(one)]

    def _each(self, cell: str) -> list[str]:
        words = cell.strip().replace("’", "'")  # as names are read in sentences, so that one is no two
        if _UNIT.fullmatch(words) and not all(one in self._codes for one in words.split("/")):
            return [words]
        return [one for one in map(str.strip, _EACH.split(words)) if one] if not _NOBODY.fullmatch(words) else []

    def _split(self, part: str) -> list[str]:
        parts = [one for one in _JOINT.split(part) if one]
        return parts if len(parts) > 1 and any(one in self._alone for one in parts) else [part]


def who_acts(cell: str, parties: Parties, recogniser: Recogniser) -> list[NamedNode | str]:
    """Whom a cell on who acts names: bodies that the graph knows, and others as they are called there.

    Args:
        cell: what it says.
        parties: those of the whole column.
        recogniser: tells what the graph knows.
    """
    found: list[NamedNode | str] = []
    for part in parties.of(cell):
        lands = [one for one in recogniser.mentions(part) if one.kind == "Country"]
        if lands and _BETWEEN.fullmatch(reduce(lambda rest, one: rest.replace(one.surface, ","), lands, part)):
            found += [one.thing for one in lands]
            continue
        known = [mention.thing for mention in recogniser.mentions(part) if mention.kind in AGENTS]
        named = [one.surface for one in recogniser.strangers(part) if one.acts]
        called = " ".join(part.split())
        if known or named:
            found += [*known, *(named if _POST.search(part) or len(named) > 1 or known else [called])]
        elif (
            called
            and _POST.search(part) is None
            and (part in parties.units or is_called(called))
            and not recogniser.is_person(called)
        ):
            found.append(called)
    return list(dict.fromkeys(found))


def codes_of_countries(cells: Iterable[str], engine: Engine) -> dict[str, NamedNode]:
    """The ISO 3166 codes by which a column names countries, where what it has in capitals is not mostly something else.

    Two letters are many a unit's too ("SE", "CM"): all of them have to be codes, and more than two.

    Args:
        cells: what the column says.
        engine: the graph that has the countries.
    """
    rows = engine.select("SELECT ?code ?country WHERE { ?country a tc:Country ; tc:iso2|tc:iso3 ?code }")
    known = {code.value: one for code, one in rows if isinstance(code, Literal) and isinstance(one, NamedNode)}
    said = {code for cell in cells for code in _CODE.findall(cell)}
    found = dict[str, NamedNode]()
    for size, least, most in ((3, 2, 0.5), (2, 3, 1)):
        of_size = {code for code in said if len(code) == size}
        codes = {code: known[code] for code in of_size if code in known}
        if len(codes) >= max(least, most * len(of_size)):
            found |= codes
    return found


def is_called(words: str) -> bool:
    """Whether words are what somebody is called, and not any of a kind: "each entity", "the bodies concerned"."""
    parts = words.split()
    if _EVERY.match(words) or not words[:1].isupper():
        return False
    noun = parts[0].lower()
    if all(len(part.strip(",.")) < 3 for part in parts):
        return False  # somebody's initials
    capital = len(parts) == 1 or any(part[:1].isupper() for part in parts[1:])
    told = sum(part.islower() and len(part) > 3 for part in parts) > 1  # "All centres to send nominations to JK"
    return (capital and not told) or kind_of(noun) == ORGANISATION


_BETWEEN: Final = re.compile(
    r"\s*(?:(?:[,;/&]|(?:and|et|y|e|the|le|la|les|el|los|las|des?|du|del)(?!\w)|[ld]\W)\s*)+", re.IGNORECASE
)
_AND: Final = re.compile(r"&|\b(?:and|et|y|e)\b")
_GOVERNMENT: Final = {"government", "gouvernement", "gobierno"}


_OF: Final = {"of", "de", "del", "des", "du"}
_LONG: Final = 90
_ARTICLE: Final = r"(?:\s+(?:the|la|le|les|el|los|las)|\s+l['’])?"
_BY: Final = re.compile(rf"\b(?:by|par|por){_ARTICLE}\s*$", re.IGNORECASE)
_NOT_BY: Final = re.compile(rf"\b(?:not|non|no)(?:,[^,]*,)? (?:by|par|por){_ARTICLE}\s*$", re.IGNORECASE)


def others_named(words: str, language: str, basis: str, column: str) -> list[str]:
    """Those of whom a text says in their own words that they do what it tells, and whom nothing has a name for.

    Args:
        words: the text.
        language: what it is written in.
        basis: the words that tell how far it is; where they are a verb's, it is that verb's deed.
        column: what a column says of who is responsible; "the Office" is the one that it names. Without one, only
            whoever stands after "by" is told.

    Returns:
        What each is called there, without its article: "the Committee", "a local company".
    """
    found, known = list[str](), plain_words(column)
    for _, tree, clauses in _told(words, language, basis):
        for clause in clauses:
            verb = clause.outer or clause.verb
            if tree.below(verb, "ccomp"):
                continue  # "The Bureau hopes that Togo will accede"
            inside = [one for inner in tree.done_in_it(verb) for one in tree.doers(inner)]
            for one in [*tree.doers(verb), *inside]:
                acts = one.pos in ("NOUN", "PROPN") and one.lemma.removesuffix("s") in ACTING - _GOVERNMENT
                told = plain_words(one.text) not in known if known else _is_by(tree, one.start)
                if acts and told and not _denied(tree, one):
                    of_it = [
                        it for it in tree.below(one, "nmod", "prep") if {one.lemma for one in tree.all_below(it)} & _OF
                    ]
                    near = [one, *tree.below(one, "amod", "compound", "flat")]
                    mine = [*near, *(inner for it in of_it for inner in tree.all_below(it))]
                    called = _words_of(tree, mine)
                    found.append(called if len(called) < _LONG else _words_of(tree, near))
    return list(dict.fromkeys(found))


def _words_of(tree: Tree, words: Sequence[Word]) -> str:
    return tree.text[min(it.start for it in words) : max(it.end for it in words)].replace("’", "'")


def _denied(tree: Tree, by: Word) -> bool:
    """Whether a text says that it was not somebody who did something: "not by the Office"."""
    return _NOT_BY.search(tree.text, 0, by.start) is not None


def _is_by(tree: Tree, at: int) -> bool:
    return _BY.search(tree.text, 0, at) is not None and _NOT_BY.search(tree.text, 0, at) is None


def _told(words: str, language: str, basis: str) -> Iterator[tuple[int, Tree, list[Clause]]]:
    """The sentences of a text that are parsed: where each begins, and the clauses of the deed that it tells of."""
    begin, told = 0, basis.strip("“”")
    for sentence in sentences(words):
        begin = max(begin, words.find(sentence, begin))
        parsed = parse(sentence, language)
        if parsed is not None and words.startswith(sentence, begin):
            tree = Tree(sentence, parsed)
            clauses = tree.clauses()
            of_it = [one for one in clauses if one.words and (told in one.words or one.words in told)]
            yield begin, tree, of_it or clauses


def _by_whom(tree: Tree, verb: Word, groups: list[list[tuple[int, int, T]]], begin: int) -> list[int]:
    """Where those begin who stand after "by" and far from their verb, with no other verb between."""
    passive = (verb.form.get("VerbForm") == "Part" or verb.tag == "VBN") and tree.auxiliaries(verb)
    at = [group[0][0] - begin for group in groups]
    after = [one for one in at if passive and verb.end < one < len(tree.text) and _is_by(tree, one)]
    verbs = [it for it in tree.sentence[verb.index + 1 :] if it.pos == "VERB" and it.dep != "amod"]
    return [begin + one for one in after if not any(it.end <= one for it in verbs)]


def doers(words: str, language: str, basis: str, named: Iterable[tuple[int, str, T]]) -> list[tuple[T, bool]]:
    """Those whom a text names and who do what it tells: the subjects of its verbs, or those after "by".

    Not those that are a place or a heading: "In Mali, works will begin", "Mali: under way", "Mali's plan was written".

    Args:
        words: the text.
        language: what it is written in; nobody is found where sentences of it are not parsed.
        basis: the words that tell how far it is; where they are a verb's, it is that verb's deed.
        named: what may act of what it names: where, in which words, and which.

    Returns:
        Each with whether the text says it: of one who only tells of it that he did it is our reading.
    """
    groups = lists_of(words, [(start, start + len(surface), one) for start, surface, one in named])
    found: dict[T, bool] = {}
    for begin, tree, clauses in _told(words, language, basis) if groups else ():
        for clause in clauses:
            verb = clause.outer or clause.verb
            told_by = tree.doers(tree.sentence[verb.head]) if clause.said_by else []
            inside = [one for inner in tree.done_in_it(verb) for one in tree.doers(inner)]
            # "Le Mali prévoit de …" is parsed as a name with something after it.
            bare = [verb] if verb.pos == "PROPN" and any(one.lemma in PLAN for one in tree.all_below(verb)) else []
            for acting, stated in ((tree.doers(verb), True), (inside, True), (told_by, False), (bare, False)):
                at = [begin + one.start for one in (*acting, *_governed(tree, acting)) if not _denied(tree, one)]
                at = at or (_by_whom(tree, verb, groups, begin) if stated else [])
                those = [group for group in groups if any(s <= i < e for s, e, _ in group for i in at)]
                found |= {one: stated for group in those for _, _, one in group if one not in found}
                if those:
                    break
    return list(found.items())


def lists_of(words: str, named: Iterable[tuple[int, int, T]]) -> list[list[tuple[int, int, T]]]:
    """Names of which none is a part of another, those of one list together: "Ghana, Togo and the AU".

    Args:
        words: the text.
        named: where each name begins and ends, and whose it is.
    """
    lists: list[list[tuple[int, int, T]]] = []
    end = 0
    for one in sorted(named, key=lambda one: (one[0], -one[1])):
        if one[0] < end:
            continue
        if not (lists and _BETWEEN.fullmatch(words, end, one[0])):
            lists.append([])
        lists[-1].append(one)
        end = one[1]
    return [
        part
        for group in lists
        for part in ([group] if _AND.search(words, group[0][1], group[-1][0]) else [[one] for one in group])
    ]


def _governed(tree: Tree, acting: Iterable[Word]) -> Iterator[Word]:
    """Of whom the governments are that act, as "le gouvernement du Mali"."""
    return (inner for one in acting if one.lemma in _GOVERNMENT for inner in tree.all_below(one))
