"""SPARQL as values: one lexer, one parser to a syntax tree with places in the text, one printer.

Everything that looks at the text of a query stands on this package; it knows no vocabulary, no engine and no project,
and imports nothing of tcgraph but its errors, terms and IRI references.

Begin with :func:`parse_query` and :func:`written`. The tree is in :mod:`~tcgraph.sparql.syntax` (terms to patterns) and
:mod:`~tcgraph.sparql.forms` (queries and updates); :mod:`~tcgraph.sparql.node` walks and changes it. The parser is a
stack of classes, each reading larger things with those below it: ``Cursor`` (tokens, names, errors), ``TermParser``,
``TripleParser``, ``ExpressionParser``, ``PatternParser``, ``QueryParser``, ``UpdateParser``; the printer is two such.
:func:`tokens` cuts up what does not parse, for editors.

**What is read.** SPARQL 1.1 query and update, whole, with the notes of §19.8 that are about variables, aggregates and
blank nodes; of SPARQL 1.2 triple terms, reified triples, annotations, base directions, VERSION and its functions; and
LATERAL. Escapes of code points stand in strings and IRIs alone, as SPARQL 1.2 §19.2 has it.

**Why our own.** Every query is read with it, so it has to read all there is, in less than a millisecond.
It reads every test of the W3C's suites as it should, and the project's 107 queries in 0.16 ms each (half of them; the
longest 0.7 ms) where oxigraph's own parser and planner take 0.10 ms and rdflib 7's parser 96 ms
(``python -m tests.bench.sparql --rdflib``). rdflib's keeps no places and reads nothing of SPARQL 1.2;
``tree-sitter-sparql`` is faster than all, and does not read all that the suites hold; oxigraph's does not give its tree
away.

**What nobody can do to it.** Quantifiers in the lexer's pattern are possessive, tokens are cut as they are asked for,
nesting ends at :data:`~tcgraph.sparql.cursor.MAX_DEPTH` levels and a text at :data:`MAX_LENGTH` characters; operands of
one precedence are siblings in the tree, so that ``a || b || …`` is flat.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tcgraph.sparql.cursor import MAX_LENGTH
from tcgraph.sparql.forms import Query, Update
from tcgraph.sparql.lexer import Token, pieces, tokens
from tcgraph.sparql.printer import written
from tcgraph.sparql.update_parser import UpdateParser

__all__ = ["MAX_LENGTH", "Query", "Token", "Update", "parse_query", "parse_update", "pieces", "tokens", "written"]


def parse_query(
    text: str, *, prefixes: Mapping[str, str] | None = None, base: str = "", given: Iterable[str] = ()
) -> Query:
    """Read a query.

    Args:
        text: SPARQL.
        prefixes: declared beforehand; the text may declare others.
        base: of relative references, which stay as they are where neither this nor the text gives one.
        given: variables that will have values before it is asked: they may stand beside aggregates.

    Raises:
        BrokenQuery: it does not parse; with line, column and what was expected.
    """
    parser = UpdateParser(text, prefixes or {}, base, MAX_LENGTH)
    parser.given = frozenset(given)
    return parser.query()


def parse_update(
    text: str, *, prefixes: Mapping[str, str] | None = None, base: str = "", longest: int = MAX_LENGTH
) -> Update:
    """Read an update of so many characters at most; see :func:`parse_query`."""
    return UpdateParser(text, prefixes or {}, base, longest).update()
