"""What keeps a query from running is told in the reader's language, and what is off in one that runs is on its page."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tcgraph.engine import query_trees
from tcgraph.pages import diagnose
from tcgraph.sparql.cursor import SLIPS
from tests.test_messages import SLIPPED

FILE = Path(diagnose.__file__).with_name("sparql_sentences.toml")
CAUSES = FILE.with_name("error_sentences.toml")
REMARKS = [each for file in (FILE, SLIPS, CAUSES) for each in tomllib.loads(file.read_text(encoding="utf-8"))["remark"]]
SENTENCES = [{language: each[language] for language in ("en", "fr", "es")} for each in REMARKS]
HTML = {"accept": "text/html"}
BROKEN = [
    "SELECT ?x WHERE { ?x a tc:Action",
    "SELECT ?x { ?x a tc:Action ; }}",
    "SELEC ?x {}",
    'SELECT ?x { ?x rdfs:label "a }',
    "SELECT ?x { ?x foo:bar ?y }",
    "SELECT x { ?x ?p ?o }",
    "SELECT ?x { FILTER ?x > 3 }",
    "SELECT ?x { ?x tc:number > 3 }",
    "SELECT ?x WHERE { ?x a tc:Action } ORDER ?x",
    "SELECT ?x WHERE { ?x a tc:Action } GROUP BY",
    "SELECT (COUNT(?x) ?n) { ?x a ?y }",
    "SELECT COUNT(?x) { ?x a ?y }",
    "SELECT ?x ?y { ?x a ?y } GROUP BY ?x",
    "SELECT * { ?x ?y ?z } GROUP BY ?x",
    "SELECT ?x { ?x a ?y } LIMIT ten",
    "SELECT ?x { ?x a action/1-1-a }",
    "SELECT ?x { ?x tc:addresses recommendation/12 }",
    "SELECT ?x { VALUES ?x { ?y } }",
    "SELECT ?x { VALUES (?x ?y) { (1) } ?x ?p ?o}",
    "SELECT ?x { BIND(1 AS ?x) BIND(2 AS ?x) }",
    "SELECT ?x { ?x a <http://a b> }",
    "SELECT ?x { ?x a tc:Action . FILTER(STRLEN(?x, 2)) }",
    "SELECT ?x { ?x a tc:Action . FILTER(COUNT(?x) > 1) }",
    "ASK",
    "",
    "hello",
    "SELECT ?x { ?x a ?y } HAVING",
    "SELECT ?x { ?x ^ ?y }",
    "CONSTRUCT { ?x } { ?x ?p ?o}",
    "SELECT ?x { ?x a ?y OPTIONAL ?z }",
    "SELECT ?x { ?x a ?y } UNION { ?x a ?z }",
    "SELECT ?x { ?x tc:number 12..5 }",
    "PREFIX foo <http://x> SELECT * {}",
    "SELECT ?x { GRAPH { ?x ?p ?o } }",
    "SELECT ?x { ?x a ?y MINUS ?z }",
    "SELECT ?x { ?x a ?y FILTER NOT { ?x a ?z } }",
    'SELECT ?x { "a" "b" "c" }',
    "DESCRIBE",
    "SELECT DISTINCT { ?s ?p ?o }",
    "SELECT * { ?s rdfs:label/a/b ?o }",
]
ENGLISH = re.compile(r"\b(the|that|which|with|there|stands|expected|is|are|has|nothing|its)\b", re.IGNORECASE)


@pytest.mark.parametrize("sentence", SENTENCES, ids=lambda sentence: sentence["en"][:40])
def test_a_sentence_says_the_same_in_each_language(sentence: dict[str, str]) -> None:
    holes = {language: set(re.findall(r"\{(\w+)\}", words)) for language, words in sentence.items()}
    assert set(sentence) == {"en", "fr", "es"}
    assert holes["fr"] == holes["es"] == holes["en"]


def left_in_english(sentence: str, language: str) -> list[str]:
    """The words of English in what is told of a query that does not run, those of the query itself apart."""
    said = diagnose.said_in(sentence, language)
    return ENGLISH.findall(re.sub(r'\{ .*? \}|"[^"]*"|\?\w+|\w*-?\w+:\w+', "", said))


@pytest.mark.parametrize("language", ["fr", "es"])
@pytest.mark.parametrize("text", [*BROKEN, *(text for text, _ in SLIPPED)])
def test_what_keeps_a_query_from_running_is_told_in_the_reader_s_language(text: str, language: str) -> None:
    failure = query_trees.mistake(text)
    assert failure is not None
    assert left_in_english(failure.reason, language) == []


def test_the_page_tells_it_so(pages_of: TestClient) -> None:
    query = {"query": "SELECT ?x { ?x tc:amount ?y }", "lang": "fr"}
    assert "Rien dans le graphe n’a encore tc:amount" in pages_of.get("/sparql", params=query, headers=HTML).text
    broken = {"query": "SELECT ?x { ?x a tc:Action", "lang": "es"}
    assert "el texto termina donde se espera" in pages_of.get("/sparql", params=broken, headers=HTML).text


@pytest.mark.parametrize(
    "address",
    [
        "/recommendations/99", "/follow-up?asOf=banana", "/reporting/nothing", "/terms/Nothing",
        "/page/country/NOWHERE", "/follow-up.xyz", "/help/nothing",
        "/ask/nothing", "/build?show=nothing", "/build?group=nothing",
        "/build?when=nothing", "/ask/ratified-by?instrument=nothing", "/ask/actions-about?theme=xqzt",
        "/ask/regions?asOf=yesterday",
    ],
)  # fmt: skip
@pytest.mark.parametrize("language", ["fr", "es"])
def test_why_an_address_cannot_be_answered_is_told_in_the_readers_language(
    pages_of: TestClient, address: str, language: str
) -> None:
    answer = pages_of.get(f"{address}{'&' if '?' in address else '?'}lang={language}", headers=HTML)
    main = answer.text.partition("<main")[2].partition("</main>")[0]
    assert 400 <= answer.status_code < 500
    assert not re.search(r'<span lang="en">[^<]* (?:is|has|says|no|links) ', main), main[:2000]
