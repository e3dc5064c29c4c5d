"""A warning about a query, how terms and values are said in it, and where what is asked for can be had instead."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from tcgraph.diagnostics.suggest import local_name
from tcgraph.namespaces import RDF_TYPE, STANDARD
from tcgraph.questions.graph_profile import kind_of
from tcgraph.rdf import Literal, NamedNode, Term
from tcgraph.sparql import syntax as s
from tcgraph.sparql.node import Node, walk
from tcgraph.terms import QUERY_PREFIXES, TC

HINTS: Final = {
    TC + name: hint
    for name, hint in {
        "status": "The status of an action stands on its observations; tc:currentStatus has the latest, and "
        'tc:statusCode its code, such as "planned".',
        "currentStatus": 'tc:statusCode has its code, such as "planned".',
        "role": "Roles are concepts, such as v-role:pilot, and stand on participations: "
        "?action tc:involves ?part . ?part tc:role v-role:pilot.",
        "theme": "Themes are concepts, such as v-theme:gender-equality.",
        "certainty": "Certainties are concepts, such as v-certainty:hedged.",
        "section": "Sections have numbers: section:4, or tc:section/tc:number 4.",
        "inRow": "In which row a thing is named: ?x tc:names ?thing ; tc:inRow ?row.",
        "statusCode": "What is named has tc:stateCode; a part of a deed leads to it by tc:inAction.",
        "certaintyCode": "How sure a deed is: tc:hasObservation/tc:certaintyCode, and ?hedge tc:hedges ?deed.",
        "within": "tc:where/tc:within asks for what is told of a place.",
        "stateCode": "What is reported has tc:statusCode.",
        "inSection": "tc:section leads from an action to its section too; its number is tc:section/tc:number.",
        "donor": "Donors stand on fundings: ?action tc:involves ?funding . ?funding tc:donor ?who; or ask tc:who.",
        "participant": "Participants stand on participations: ?action tc:involves ?part . "
        "?part tc:participant ?who; or ask tc:who.",
        "agent": "tc:who has everybody with a part in it.",
    }.items()
}
"""Where what is asked for can be had instead."""
NAMES: Final = (STANDARD["rdfs"] + "label", STANDARD["skos"] + "altLabel", TC + "abbreviation", TC + "code")
"""By what a thing may be called, the commonest first."""
SAYING: Final = (*NAMES, TC + "summary")
"""By what a thing is called or told."""
IN_TEXTS: Final = frozenset(("CONTAINS", "STRSTARTS", "STRENDS", "REGEX"))
"""What looks for words in a text."""
TIMES: Final = frozenset(STANDARD["xsd"] + name for name in ("date", "dateTime", "gYear", "gYearMonth"))
"""Datatypes of times, no two of which can be compared."""


@dataclass(frozen=True, slots=True)
class QueryWarning:
    """Something off.

    Attributes:
        message: a sentence or two.
        start: the first character concerned, from 0; -1 where it is about the whole.
        end: the character after the last.
        instead: what to write there; empty where nothing fits.
        unknown: the name, where the graph has none such.
    """

    message: str
    start: int = -1
    end: int = -1
    instead: str = ""
    unknown: str = ""


_KINDS: Final = {"thing": "things", "text": "texts", "number": "numbers"}
_DATATYPES: Final = {
    "date": "dates",
    "gYear": "years (xsd:gYear)",
    "gYearMonth": "months (xsd:gYearMonth)",
    "boolean": "true or false",
}


def name_of(iri: str) -> str:
    """An IRI as a query may write it, as short as the prefixes allow."""
    short = QUERY_PREFIXES.shorten(iri)
    return short if not short.startswith("<") else f"<{iri}>"


def written_name(node: s.Iri) -> str:
    """A name as the query has it."""
    return "a" if node.value == RDF_TYPE.value else node.written or name_of(node.value)


def said(value: s.Iri | s.Literal) -> str:
    """A constant as a sentence has it."""
    if isinstance(value, s.Iri):
        return written_name(value)
    return f'"{value.value}"' if kind_said(value) == "text" else value.value


def literal_of(value: s.Literal) -> str:
    """A literal as SPARQL, with nothing abbreviated."""
    datatype = value.datatype.value if value.datatype is not None else None
    if value.language:
        return str(Literal(value.value, language=value.language))
    return str(Literal(value.value, datatype=NamedNode(datatype)) if datatype else Literal(value.value))


def kind_said(value: s.Literal) -> str:
    """The kind of value that a literal is; see :func:`~tcgraph.questions.graph_profile.kind_of`."""
    return "text" if value.datatype is None else kind_of(value.datatype.value)


def kinds_of(kinds: Iterable[str]) -> str:
    """Kinds of values in words."""
    told = [_KINDS.get(kind) or _DATATYPES.get(local_name(kind), name_of(kind)) for kind in sorted(kinds)]
    return " and ".join(([", ".join(told[:-1])] if told[:-1] else []) + told[-1:])


def owners_of(having: dict[str, int]) -> str:
    """The classes that have it, the most telling first: the fewest that are ours."""
    ours = sorted((name for name in having if name.startswith(TC)), key=lambda name: (-having[name], name))[:2]
    return " and ".join(map(name_of, ours)) or "something else"


def term_said(term: Term | None) -> str:
    """A term as a query may write it, as short as that goes."""
    if isinstance(term, NamedNode):
        return name_of(term.value)
    if not isinstance(term, Literal) or term.language or local_name(term.datatype.value) == "string":
        return str(term)
    kind = local_name(term.datatype.value)
    # A decimal without a point would be read as a whole number.
    plain = kind in ("integer", "boolean") or (kind == "decimal" and "." in term.value)
    return term.value if plain else f"{Literal(term.value)}^^{name_of(term.datatype.value)}"


def number_of(rows: Iterable[Sequence[Term | None]]) -> int:
    """The one number of an answer that counts."""
    return next((int(term.value) for (term,) in rows if isinstance(term, Literal)), 0)


def put_otherwise(text: str, terms: Iterable[tuple[Node, str]]) -> str:
    """A query's text with other words in the place of some of its parts."""
    for part, words in sorted(terms, key=lambda one: -one[0].start):
        text = text[: part.start] + words + text[part.end :]
    return text


def words_sought(conditions: Iterable[s.Expression]) -> Iterator[str]:
    """The variables in whose texts conditions look for words that they say themselves."""
    for node in (node for condition in conditions for node in walk(condition)):
        match node:
            case s.Call(function=function, arguments=(where, s.Literal(), *_)) if function in IN_TEXTS:
                yield from _read(where)
            case (
                s.Infix(operators=("=",), operands=(where, s.Literal()))
                | s.In(operand=where, negated=False, choices=(s.Literal(), *_))
            ):
                yield from _read(where)


def _read(text: s.Expression) -> Iterator[str]:
    match text:
        case s.Var():
            yield text.name
        case s.Call(function="LCASE" | "UCASE" | "STR", arguments=(inner,)):
            yield from _read(inner)
