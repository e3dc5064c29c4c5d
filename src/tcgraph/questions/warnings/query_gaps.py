"""What a query asks for and the graph is known to lack: what nothing has so far, and answers that are incomplete."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from tcgraph.diagnostics.suggest import is_slip
from tcgraph.namespaces import RDF_TYPE, STANDARD, application
from tcgraph.questions.graph_profile import Rows
from tcgraph.questions.warnings.conjunctions import conjunctions
from tcgraph.questions.warnings.query_words import (
    SAYING,
    QueryWarning,
    name_of,
    number_of,
    put_otherwise,
    term_said,
    written_name,
)
from tcgraph.rdf import Literal, NamedNode
from tcgraph.sparql import syntax as s
from tcgraph.sparql import written
from tcgraph.sparql.forms import Query, Select
from tcgraph.sparql.node import Node, walk
from tcgraph.sparql.variable_scope import visible
from tcgraph.terms import TC

RATIFYING: Final = frozenset(TC + name for name in ("Ratification", "ratifiedOn"))
"""Who asks by these is told for which Conventions the graph does not hold every ratification."""
_NAMES: Final = TC + "names"
_READ_IN: Final = tuple(TC + name for name in ("inferredMention", "inferredAgent", "inferredAddressee"))
_STATUS: Final = TC.removesuffix("ns#") + "vocab/status/"
_TAKEN: Final = {"taken": "standing", f"{_STATUS}taken": f"{_STATUS}standing"}
_TIMES: Final = frozenset(
    TC + name for name in ("when", "year", "firstDay", "lastDay", "since", "startDate", "endDate")
)
_WORD: Final = re.compile(r"\w{3,}")
_FEW: Final = 3
"""So many are told by name."""
_QUOTE: Final = '"'
_COMPARED: Final = 2000
"""No longer answer is asked for a second time."""
_INCOMPLETE: Final = f"""SELECT DISTINCT ?code {{
  ?told a <{TC}Completeness> ; <{TC}complete> false ; <{TC}instrument> ?convention . ?convention <{TC}code> ?code
  FILTER NOT EXISTS {{ ?whole <{TC}instrument> ?convention ; <{TC}complete> true }}
}} ORDER BY ?code"""


def unused(term: s.Iri, ours: str, rows: Rows, *, typed: bool) -> Iterator[QueryWarning]:
    """A term that nothing in the graph has, so that an empty answer is no answer of the source.

    Args:
        term: a property, or a class.
        ours: the property that may be meant; empty for none.
        rows: runs a SELECT query.
        typed: whether it is a class.

    Raises:
        EngineError: the graph cannot be looked at.
    """
    later = any(True for _ in rows(f"SELECT ?t {{ VALUES ?t {{ <{term.value}> }} ?t <{TC}forReporting> true }}"))
    for_what = "; it is there for what is reported later" if later else ""
    told = f"is a {written_name(term)}" if typed else f"has {written_name(term)}"
    inverse = f"<{STANDARD['owl']}inverseOf>"
    turned = rows(f"SELECT DISTINCT ?p {{ <{term.value}> {inverse}|^{inverse} ?p . ?x ?p ?y }}")
    near = [f"^{name_of(p.value)}" for (p,) in turned if isinstance(p, NamedNode)] + [name_of(ours)] * bool(ours)
    meant = f" Did you mean {near[0]}?" if near else ""
    elsewhere = f"SELECT ?g {{ GRAPH ?g {{ ?x {f'a <{term.value}>' if typed else f'<{term.value}> ?y'} }} }} LIMIT 1"
    if not any(True for _ in rows(elsewhere)):
        message = f"Nothing in the graph {told} so far{for_what}.{meant}"
        yield QueryWarning(message, term.start, term.end, near[0] if near else "")


def unsaid(tree: Query, answered: int | None, rows: Rows) -> Iterator[QueryWarning]:
    """Searches that find nothing in the graph, which says things in its own words, or nothing that fits the rest.

    Args:
        tree: the query.
        answered: how many rows it has, where that is known.
        rows: runs a SELECT query, its searches too.

    Raises:
        EngineError: the graph cannot be looked at.
    """
    said = (node for node in walk(tree) if isinstance(node, s.Predicate) and isinstance(node.verb, s.Iri))
    for node in (end for each in said if each.verb == s.Iri(application().search) for end in each.objects):
        words = [part.value for part in walk(node) if isinstance(part, s.Literal)][:1]
        if any(isinstance(part, s.Var) for part in walk(node)) or not words:
            continue
        search = f"?thing <{application().search}> {written(node, full=True)}"
        if any(True for _ in rows(f"SELECT ?thing {{ {search} }}")):
            kinds = rows(f"SELECT ?c (COUNT(*) AS ?n) {{ {search} . ?thing a ?c }} GROUP BY ?c ORDER BY DESC(?n) ?c")
            ours = [f"{term_said(c)} ({term_said(n)})" for c, n in kinds if term_said(c).startswith("tc:")]
            if answered == 0 and ours:
                message = f'What is found by "{words[0]}" does not fit the rest; it is of {", ".join(ours[:_FEW])}.'
                yield QueryWarning(message, node.start, node.end)
            continue
        texts = rows(f"SELECT DISTINCT ?text {{ ?thing {'|'.join(f'<{name}>' for name in SAYING)} ?text }}")
        known = {word for (text,) in texts if isinstance(text, Literal) for word in _WORD.findall(text.value.lower())}
        near = [other for word in _WORD.findall(words[0].lower()) for other in sorted(known) if is_slip(word, other)]
        meant = f' Did you mean "{near[0]}"?' if near else ""
        message = f'Nothing is found by "{words[0]}": what is searched is in our words, not in those of the source.'
        yield QueryWarning(message + meant, node.start, node.end)


def not_met(tree: Query, rows: Rows) -> Iterator[QueryWarning]:
    """Obligations with an action that is to meet them and is not taken, asked for without its status.

    Args:
        tree: the query.
        rows: runs a SELECT query.

    Raises:
        EngineError: the graph cannot be looked at.
    """
    named = {node.value: node for node in walk(tree) if isinstance(node, s.Iri)}
    node = named.get(TC + "metBy")
    if (
        node is not None
        and TC + "Obligation" in named
        and named.keys().isdisjoint(TC + name for name in ("statusCode", "currentStatus", "status"))
    ):
        open_ = f"?due <{node.value}> ?by FILTER NOT EXISTS {{ ?by <{TC}statusCode> 'taken' }}"
        if number := number_of(rows(f"SELECT (COUNT(DISTINCT ?due) AS ?n) {{ {open_} }}")):
            message = f"{written_name(node)} leads to what is to meet it, which is not taken yet for {number}"
            yield QueryWarning(f"{message}; tc:statusCode tells.", node.start, node.end)


_LISTED = (TC + "agent", TC + "donor")


def read(tree: Select, rows: Rows) -> Iterator[QueryWarning]:
    """Rows that hold by our reading alone, asked for by a property that has what is stated, too; and fundings likewise.

    Args:
        tree: the query.
        rows: runs a SELECT query.

    Raises:
        EngineError: the graph cannot be looked at.
    """
    spoken = {node.value for node in walk(tree) if isinstance(node, s.Iri)}
    steps = [step for group in conjunctions(tree) if group.select is tree and group.required for step in group.steps]
    every = sorted(set(visible((tree.where,))))
    sure = ("certaintyCode", "certainty", "Hedge", "hedges")
    for step in steps if every else ():
        prop, name = step.property.value, written_name(step.property)
        if step.subject not in every:
            continue
        subject = f"?{step.subject}"
        if prop == TC + "donor" and spoken.isdisjoint(TC + one for one in sure):
            code = f"{written(tree.where, full=True)} {subject} <{TC}certaintyCode> ?any_code"
            query = (
                f"SELECT ?any_code (COUNT(DISTINCT {subject}) AS ?n) {{ {code} }} GROUP BY ?any_code ORDER BY ?any_code"
            )
            found = {str(code): term_said(n) for code, n in rows(query)}
            told = [f"{n} {code.strip(_QUOTE)}" for code, n in found.items() if "stated" not in code]
            if told and len(told) < len(found):
                message = f"Not all that {name} tells is stated: {', '.join(told)}; tc:certaintyCode tells which."
                yield QueryWarning(message, step.property.start, step.property.end)
        mark = f"{TC}inferred{prop.removeprefix(TC)[:1].upper()}{prop.removeprefix(TC)[1:]}"
        # Who acts is mostly our reading, and is looked for as such; who pays has a remark of its own.
        asked = prop in _LISTED or not spoken.isdisjoint(TC + one for one in sure)
        listed = isinstance(step.object, str) and (asked or step.object not in every)
        if prop.startswith(TC) and mark not in spoken and not listed:
            end = f"?{step.object}" if isinstance(step.object, str) else written(step.object, full=True)
            pattern = f"{written(tree.where, full=True)} {subject} <{mark}> {end}"
            both = f"{subject} {end}" if isinstance(step.object, str) else subject
            which = [f" {name} ".join(map(term_said, row)) for row in rows(f"SELECT DISTINCT {both} {{ {pattern} }}")]
            if number := number_of(rows(f"SELECT (COUNT(DISTINCT {subject}) AS ?n) {{ {pattern} }}")):
                of = f"{number} of these {'has' if number == 1 else 'have'} {name} by our reading"
                of += f": {', '.join(sorted(which))}" if len(which) <= _FEW else ""
                yield QueryWarning(f"{of}; {name_of(mark)} tells which.", step.property.start, step.property.end)


def read_in(text: str, tree: Query, answered: int | None, rows: Rows) -> Iterator[QueryWarning]:
    """What is asked for as named, where nothing is, and something is meant by what is read into the words.

    Args:
        text: the query.
        tree: the same, read.
        answered: how many rows it has, where that is known.
        rows: runs a SELECT query.

    Raises:
        EngineError: the graph cannot be looked at.
    """
    named = [node for node in walk(tree) if isinstance(node, s.Iri) and node.value == _NAMES]
    if not named or answered != 0 or not isinstance(tree, Select):
        return
    every = f"({'|'.join(f'<{way}>' for way in (_NAMES, *_READ_IN))})"
    if more := sum(1 for _ in rows(put_otherwise(text, [(node, every) for node in named]))):
        yield QueryWarning(
            f"{written_name(named[0])} is what the words themselves name; with what we read into them (tc:refersTo) "
            f"there {'is 1 row' if more == 1 else f'are {more} rows'}.",
            named[0].start,
            named[0].end,
        )


def in_force(text: str, tree: Query, answered: int | None, rows: Rows) -> Iterator[QueryWarning]:
    """What was taken at some time, where rules and practices in force since then have times of their own.

    Args:
        text: the query.
        tree: the same, read.
        answered: how many rows it has, where that is known.
        rows: runs a SELECT query.

    Raises:
        EngineError: the graph cannot be looked at.
    """
    if not isinstance(tree, Select) or answered is None or answered > _COMPARED:
        return
    terms = [node for node in walk(tree) if isinstance(node, s.Iri | s.Literal)]
    taken = [node for node in terms if node.value in _TAKEN]
    if not taken or _TIMES.isdisjoint(node.value for node in terms) or any(n.value in _TAKEN.values() for n in terms):
        return
    standing = [(n, f"<{_TAKEN[n.value]}>" if isinstance(n, s.Iri) else f'"{_TAKEN[n.value]}"') for n in taken]
    other = put_otherwise(text, standing)
    if more := sum(1 for _ in rows(other)):
        yield QueryWarning(
            f'What is in force or practised is "standing", and not "taken", whenever it began: {more} '
            f"{'row' if more == 1 else 'rows'} with that in its place.",
            taken[0].start,
            taken[0].end,
        )


def incomplete(tree: Query, rows: Rows) -> Iterator[QueryWarning]:
    """Questions whose answer the graph says it does not hold in full.

    Raises:
        EngineError: the graph cannot be looked at.
    """
    used = {node.value for node in walk(tree) if isinstance(node, s.Iri)}
    # A thing that is left out for being one is not asked for; that something has none is.
    asked = {node.value for node in walk(tree, lambda node: not _leaves_out(node)) if isinstance(node, s.Iri)}
    if RATIFYING.isdisjoint(asked):
        return
    lacking = [term.value for (term,) in rows(_INCOMPLETE) if isinstance(term, Literal)]
    named = [code for code in lacking if any(iri.endswith(f"/{code}") for iri in used)]
    named += [code for code in lacking if any(isinstance(n, s.Literal) and n.value == code for n in walk(tree))]
    about = named or ([] if any("/id/instrument/" in iri for iri in used) else lacking)
    if about:
        of = "any Convention" if len(about) == len(lacking) else ", ".join(dict.fromkeys(about))
        yield QueryWarning(f"The graph is known not to hold every ratification of {of}; tc:Completeness says so.")


def _leaves_out(node: Node) -> bool:
    """Whether it leaves out things for their class, and says no more of them."""
    if not (isinstance(node, s.Exists) and node.negated and len(node.pattern.elements) == 1):
        return False
    (only,) = node.pattern.elements
    return isinstance(only, s.Triples) and [
        each.verb.value for each in only.predicates if isinstance(each.verb, s.Iri)
    ] == [RDF_TYPE.value]
