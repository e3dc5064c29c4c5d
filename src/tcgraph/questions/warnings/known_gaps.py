"""What the graph is known to lack, and what holds in it by our reading alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from tcgraph.diagnostics.suggest import is_slip
from tcgraph.namespaces import application
from tcgraph.questions.warnings.asked_query import AskedQuery
from tcgraph.questions.warnings.warning_sentences import (
    NAMES,
    TYPE,
    QueryWarning,
    meant,
    name_of,
    put_otherwise,
    say,
    term_said,
    terms,
    warning,
    written_name,
)
from tcgraph.rdf import Literal
from tcgraph.sparql import syntax as s
from tcgraph.sparql import written
from tcgraph.sparql.forms import Select
from tcgraph.sparql.node import Node, walk
from tcgraph.terms import TC

RATIFYING: Final = terms("Ratification", "ratifiedOn")
"""Who asks by these is told for which Conventions the graph does not hold every ratification."""
_NAMES: Final = TC + "names"
_READ_IN: Final = "|".join(
    f"<{TC}{name}>" for name in ("names", "inferredMention", "inferredAgent", "inferredAddressee")
)
_STATUS: Final = TC.removesuffix("ns#") + "vocab/status/"
_IN_FORCE: Final = {"taken": "standing", f"{_STATUS}taken": f"{_STATUS}standing"}
_TIMES: Final = terms("when", "year", "firstDay", "lastDay", "since", "startDate", "endDate")
_SURE: Final = terms("certaintyCode", "certainty", "Hedge", "hedges")
"""Who speaks of these asks how sure something is."""
_LISTED: Final = terms("agent", "donor")
"""Who acts is mostly our reading, and is looked for as such; who pays has a remark of its own."""
_TEXTS: Final = "|".join(f"<{iri}>" for iri in (*NAMES, TC + "summary"))
"""By what a thing is called or told."""
_WORD: Final = re.compile(r"\w{3,}")
_FEW: Final = 3
"""So many are told by name."""
_COMPARED: Final = 2000
"""No longer answer is asked for a second time."""
_INCOMPLETE: Final = f"""SELECT DISTINCT ?code {{
  ?told a <{TC}Completeness> ; <{TC}complete> false ; <{TC}instrument> ?convention . ?convention <{TC}code> ?code
  FILTER NOT EXISTS {{ ?whole <{TC}instrument> ?convention ; <{TC}complete> true }}
}} ORDER BY ?code"""


def unfound_words(asked: AskedQuery) -> Iterator[QueryWarning]:
    """Searches that find nothing in the graph, which says things in its own words, or nothing that fits the rest."""
    search, graph = s.Iri(application().search), asked.graph
    for node in (end for each in asked.all(s.Predicate) if each.verb == search for end in each.objects):
        parts = list(walk(node))
        words = next((part.value for part in parts if isinstance(part, s.Literal)), None)
        if words is None or any(isinstance(part, s.Var) for part in parts):
            continue
        found = f"?thing <{search.value}> {written(node, full=True)}"
        if not graph.any(f"SELECT ?thing {{ {found} }}"):
            yield warning(node, say("gaps.unfound", words=words), meant(_slip_for(words, asked)))
        elif asked.answered == 0:
            kinds = graph.rows(
                f"SELECT ?c (COUNT(*) AS ?n) {{ {found} . ?thing a ?c }} GROUP BY ?c ORDER BY DESC(?n) ?c"
            )
            ours = [f"{term_said(c)} ({term_said(n)})" for c, n in kinds if term_said(c).startswith("tc:")]
            if ours:
                yield warning(node, say("gaps.unfitting", words=words, classes=", ".join(ours[:_FEW])))


def _slip_for(words: str, asked: AskedQuery) -> str:
    """A word of the graph's texts that one of these is written nearly as, in quotation marks."""
    texts = asked.graph.rows(f"SELECT DISTINCT ?text {{ ?thing {_TEXTS} ?text }}")
    known = {word for (text,) in texts if isinstance(text, Literal) for word in _WORD.findall(text.value.lower())}
    slips = (other for word in _WORD.findall(words.lower()) for other in sorted(known) if is_slip(word, other))
    return next((f'"{other}"' for other in slips), "")


def not_met_yet(asked: AskedQuery) -> Iterator[QueryWarning]:
    """Obligations with an action that is to meet them and is not taken, asked for without its status."""
    # A name that is only compared, as in FILTER(?p IN (tc:metBy, tc:due)), need not lead anywhere.
    named = (each for one in asked.all(s.Triples) for each in walk(one) if isinstance(each, s.Iri))
    node = next((each for each in named if each.value == TC + "metBy"), None)
    status = terms("statusCode", "currentStatus", "status")
    if node is not None and TC + "Obligation" in asked.iris and not asked.names_any(status):
        unmet = f"?due <{node.value}> ?by FILTER NOT EXISTS {{ ?by <{TC}statusCode> 'taken' }}"
        if number := asked.graph.distinct("?due", unmet):
            yield warning(node, say("gaps.not_met", property=written_name(node), number=number))


def not_all_stated(asked: AskedQuery) -> Iterator[QueryWarning]:
    """Who pays, where not all of it is stated."""
    for step in asked.steps:
        if step.property.value == TC + "donor" and step.subject in asked.variables and not asked.names_any(_SURE):
            code = f"{asked.where} ?{step.subject} <{TC}certaintyCode> ?any_code"
            count = f"SELECT ?any_code (COUNT(DISTINCT ?{step.subject}) AS ?n)"
            rows = asked.graph.rows(f"{count} {{ {code} }} GROUP BY ?any_code ORDER BY ?any_code")
            found = {str(code): term_said(n) for code, n in rows}
            told = [f"{n} {code.strip(_QUOTE)}" for code, n in found.items() if "stated" not in code]
            if told and len(told) < len(found):
                name = written_name(step.property)
                yield warning(step.property, say("gaps.not_stated", property=name, kinds=", ".join(told)))


_QUOTE: Final = '"'


def by_our_reading(asked: AskedQuery) -> Iterator[QueryWarning]:
    """Rows that hold by our reading alone, asked for by a property that has what is stated, too."""
    for step in asked.steps:
        prop, name = step.property.value, written_name(step.property)
        local = prop.removeprefix(TC)
        mark = f"{TC}inferred{local[:1].upper()}{local[1:]}"
        about_it = prop in _LISTED or asked.names_any(_SURE)
        listed = isinstance(step.object, str) and (about_it or step.object not in asked.variables)
        if step.subject not in asked.variables or not prop.startswith(TC) or mark in asked.iris or listed:
            continue
        subject = f"?{step.subject}"
        end = f"?{step.object}" if isinstance(step.object, str) else written(step.object, full=True)
        pattern = f"{asked.where} {subject} <{mark}> {end}"
        both = f"{subject} {end}" if isinstance(step.object, str) else subject
        rows = asked.graph.rows(f"SELECT DISTINCT {both} {{ {pattern} }}")
        which = sorted(f" {name} ".join(map(term_said, row)) for row in rows)
        if n := asked.graph.distinct(subject, pattern):
            key = "gaps.by_our_reading_these" if len(which) <= _FEW else "gaps.by_our_reading"
            told = say(key, n=n, property=name, statements=", ".join(which), mark=name_of(mark))
            yield warning(step.property, told)


def read_into_words(asked: AskedQuery) -> Iterator[QueryWarning]:
    """What is asked for as named, where nothing is, and something is meant by what is read into the words."""
    named = [node for node in asked.all(s.Iri) if node.value == _NAMES]
    if named and asked.answered == 0 and isinstance(asked.tree, Select):
        other = put_otherwise(asked.text, [(node, f"({_READ_IN})") for node in named])
        if n := asked.graph.size(other):
            yield warning(named[0], say("gaps.read_in", property=written_name(named[0]), n=n))


def in_force(asked: AskedQuery) -> Iterator[QueryWarning]:
    """What was taken at some time, where rules and practices in force since then have times of their own."""
    if not isinstance(asked.tree, Select) or asked.answered is None or asked.answered > _COMPARED:
        return
    said: list[s.Iri | s.Literal] = [*asked.all(s.Iri), *asked.all(s.Literal)]
    taken = sorted((node for node in said if node.value in _IN_FORCE), key=lambda node: node.start)
    named = {node.value for node in said}
    if not taken or _TIMES.isdisjoint(named) or not named.isdisjoint(_IN_FORCE.values()):
        return
    standing = [(n, f"<{_IN_FORCE[n.value]}>" if isinstance(n, s.Iri) else f'"{_IN_FORCE[n.value]}"') for n in taken]
    if n := asked.graph.size(put_otherwise(asked.text, standing)):
        yield warning(taken[0], say("gaps.in_force", n=n))


def incomplete(asked: AskedQuery) -> Iterator[QueryWarning]:
    """Questions whose answer the graph says it does not hold in full."""
    # A thing that is left out for being one is not asked for; that something has none is.
    inside = walk(asked.tree, lambda node: not _leaves_out(node))
    if RATIFYING.isdisjoint(node.value for node in inside if isinstance(node, s.Iri)):
        return
    rows = asked.graph.rows(_INCOMPLETE)
    lacking = [term.value for (term,) in rows if isinstance(term, Literal)]
    named = [code for code in lacking if any(iri.endswith(f"/{code}") for iri in asked.iris)]
    named += [code for code in lacking if any(node.value == code for node in asked.all(s.Literal))]
    about = named or ([] if any("/id/instrument/" in iri for iri in asked.iris) else lacking)
    if about:
        some = say("gaps.ratifications_of", codes=", ".join(dict.fromkeys(about)))
        yield warning(None, say("gaps.ratifications") if len(about) == len(lacking) else some)


def _leaves_out(node: Node) -> bool:
    """Whether it leaves out things for their class, and says no more of them."""
    if not (isinstance(node, s.Exists) and node.negated and len(node.pattern.elements) == 1):
        return False
    (only,) = node.pattern.elements
    verbs = [each.verb for each in only.predicates] if isinstance(only, s.Triples) else []
    return [verb.value for verb in verbs if isinstance(verb, s.Iri)] == [TYPE]
