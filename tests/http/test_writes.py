"""Changes over HTTP: by whom, recorded, and there again after the server has been killed."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from tests.http.running import Running, empty_project, running

INSERT = "INSERT DATA { GRAPH <https://example.org/g> { <https://example.org/a> <https://example.org/p> 1 } }"
ASK = "ASK { <https://example.org/a> <https://example.org/p> 1 }"


def test_a_change_is_refused_without_token(tmp_path: Path) -> None:
    with (
        running(empty_project(tmp_path / "p"), tmp_path / "s", "--write", scopes=("write:urn:other",)) as up,
        up.client() as client,
    ):
        assert client.post("/sparql", data={"update": INSERT}).status_code == 401
        wrong = {"authorization": "Bearer wrong"}
        assert client.post("/sparql", data={"update": INSERT}, headers=wrong).status_code == 401
        assert client.post("/sparql", data={"update": INSERT}, headers=up.bearer).status_code == 403
        assert client.get("/sparql", params={"query": ASK}).json()["boolean"] is False


def test_an_acknowledged_change_survives_a_kill(tmp_path: Path) -> None:
    project = empty_project(tmp_path / "p")
    with running(project, tmp_path / "s", "--write", scopes=("write",)) as up, up.client() as client:
        assert client.post("/sparql", data={"update": INSERT}, headers=up.bearer).json()["added"] == 1
        record = client.get("/api/changes").text
        assert "prov:Activity" in record
        assert "tester" in record
        up.process.kill()
    with running(project, tmp_path / "s") as up, up.client() as client:
        assert client.get("/sparql", params={"query": ASK}).json()["boolean"] is True


GRAPH = "https://example.org/g"
STORE = "/rdf-graph-store"
TURTLE = "text/turtle"
RDF_XML = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:u="urn:">'


@pytest.fixture(scope="module")
def up(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    root = tmp_path_factory.mktemp("writes")
    with running(empty_project(root / "p"), root / "s", "--write", scopes=("write",)) as started:
        yield started


def put(up: Running, content: str | bytes, kind: str = TURTLE, **headers: str) -> httpx.Response:
    told = {**up.bearer, "content-type": kind, **headers}
    return httpx.put(f"{up.url}{STORE}", params={"graph": GRAPH}, content=content, headers=told)


def held(up: Running, graph: str = GRAPH) -> str:
    nt = {"accept": "application/n-triples"}
    where = {"graph": graph} if graph else {"default": ""}
    return httpx.get(f"{up.url}{STORE}", params=where, headers=nt).text


@pytest.mark.parametrize(
    "literal",
    ["100.00", "+5", "1e0", '"1"^^xsd:int', '"2006-10-11T00:00:00+00:00"^^xsd:dateTime', '"P12M"^^xsd:duration',
     '"1"^^xsd:boolean', r'"a\u0001b"', r'"a\rb"'],
)  # fmt: skip
def test_a_literal_that_would_come_out_otherwise_is_refused(up: Running, literal: str) -> None:
    """Whichever way it comes in; what it would become is said, and where it stands."""
    prefix = "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>"
    put(up, "<urn:a> <urn:b> 1 .")
    refused = put(up, f"{prefix}\n<urn:a> <urn:b> 5 ,\n  {literal} .")
    assert (refused.status_code, refused.json()["type"].rpartition("/")[2]) == (422, "literal")
    assert refused.json()["line"] == 3
    assert "would be served as" in refused.json()["detail"] or "XML cannot carry" in refused.json()["detail"]
    for update in (
        f"{prefix} INSERT DATA {{ GRAPH <{GRAPH}> {{ <urn:a> <urn:b> {literal} }} }}",
        f"{prefix} INSERT {{ GRAPH <{GRAPH}> {{ <urn:a> <urn:b> {literal} }} }} WHERE {{}}",
        f"{prefix} INSERT {{ GRAPH <{GRAPH}> {{ <urn:a> <urn:b> ?x }} }} WHERE {{ VALUES ?x {{ {literal} }} }}",
    ):
        answer = httpx.post(f"{up.url}/sparql", data={"update": update}, headers=up.bearer)
        assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (422, "literal"), update
    assert held(up).strip() == '<urn:a> <urn:b> "1"^^<http://www.w3.org/2001/XMLSchema#integer> .'
    asked = f"{prefix} DELETE {{ GRAPH <{GRAPH}> {{ ?s ?p ?o }} }} WHERE {{ ?s ?p ?o FILTER(?o = {literal}) }}"
    looked_for = httpx.post(f"{up.url}/sparql", data={"update": asked}, headers=up.bearer)
    assert looked_for.status_code == 200, "what is compared is not stored"


def test_half_a_document_is_none(up: Running) -> None:
    put(up, "<urn:a> <urn:b> 1 .")
    before = held(up)
    for content, kind, place in (
        ("<urn:a> <urn:b> \n  c .", TURTLE, (2, 3)),
        (f'{RDF_XML}\n<rdf:Description rdf:about="urn:x"><u:b>1</u:b>', "application/rdf+xml", (2, 48)),
        ('{"@id": "urn:a", "urn:b": [1', "application/ld+json", None),
        ("GRAPH <urn:other> { <urn:a> <urn:b> 2 }", "application/trig", None),
        ("<urn:a> <urn:b> <urn:c> <urn:other> .", "application/n-quads", None),
        ("[" * 5000, "application/ld+json", None),
    ):
        answer = put(up, content, kind)
        assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (400, "broken-input"), content
        if place:
            assert (answer.json()["line"], answer.json()["column"]) == place
    assert held(up) == before
    assert httpx.get(f"{up.url}{STORE}", params={"graph": "urn:other"}).status_code == 404


def test_the_parts_of_a_form_are_documents_of_their_own(up: Running) -> None:
    """Of different formats, and what is called the same in two of them is not the same."""
    put(up, "")
    rdf = RDF_XML + '<rdf:Description u:b="{}"/></rdf:RDF>'
    files = [
        ("a", ("a.ttl", b"@prefix x: <urn:> . _:n x:b x:1 .", TURTLE)),
        ("b", ("b.nt", b"_:n <urn:b> <urn:2> .\n", "application/n-triples")),
        ("c", ("c.rdf", rdf.format(3).encode(), "application/rdf+xml")),
        ("d", ("d.rdf", rdf.format(4).encode(), "application/rdf+xml")),
    ]
    sent = httpx.post(f"{up.url}{STORE}", params={"graph": GRAPH}, files=files, headers=up.bearer)
    assert sent.status_code == 204, sent.text
    lines = held(up).splitlines()
    assert len(lines) == 4
    assert len({line.split()[0] for line in lines}) == 4
    torn = {**up.bearer, "content-type": "multipart/form-data; boundary=x"}
    for content in (b"", b"--y\r\n\r\n--y--"):
        broken = httpx.post(f"{up.url}{STORE}", params={"graph": GRAPH}, content=content, headers=torn)
        assert broken.status_code == 400, broken.text


def patch(up: Running, update: str, graph: str = GRAPH, **headers: str) -> httpx.Response:
    told = {**up.bearer, "content-type": "application/sparql-update", **headers}
    where = {"graph": graph} if graph else {"default": ""}
    return httpx.patch(f"{up.url}{STORE}", params=where, content=update, headers=told)


def test_a_patch_changes_its_own_graph_alone(up: Running) -> None:
    """SPARQL 1.1 Graph Store HTTP Protocol §5.7: the update's default graph is the one of the address."""
    put(up, "<urn:a> <urn:b> 1 , 2 . [] <urn:c> <urn:d> .")
    other = {"update": "INSERT DATA { GRAPH <urn:other> { <urn:a> <urn:b> 1 } }"}
    assert httpx.post(f"{up.url}/sparql", data=other, headers=up.bearer).status_code == 200
    blank = next(line for line in held(up).splitlines() if line.startswith("_:"))
    done = patch(up, "DELETE { ?s ?p 1 } INSERT { ?s ?p <z> } WHERE { ?s ?p 1 FILTER NOT EXISTS { GRAPH ?g {} } }")
    assert (done.status_code, done.content) == (204, b"")
    number = '"{}"^^<http://www.w3.org/2001/XMLSchema#integer>'
    left = {"<urn:a> <urn:b> <https://example.org/z> .", f"<urn:a> <urn:b> {number.format(2)} .", blank}
    assert set(held(up).splitlines()) == left
    assert held(up, "urn:other").strip() == f"<urn:a> <urn:b> {number.format(1)} ."
    assert patch(up, "INSERT DATA { <urn:a> <urn:b> 3 }", graph="").status_code == 204
    assert held(up, "").strip() == f"<urn:a> <urn:b> {number.format(3)} ."
    assert patch(up, "CLEAR DEFAULT").status_code == 204
    assert held(up) == ""


@pytest.mark.parametrize(
    ("update", "status", "kind"),
    [
        ("INSERT DATA { GRAPH <urn:x> { <urn:a> <urn:b> 1 } }", 400, "broken-input"),
        ("CREATE GRAPH <urn:x>", 400, "broken-input"),
        ("INSERT DATA { <urn:a> }", 400, "syntax"),
        ("INSERT DATA { <urn:a> <urn:b> 1.50 }", 422, "literal"),
        ("LOAD <file:///etc/passwd>", 403, "refused"),
        ("INSERT { ?s ?p ?o } WHERE { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", 403, "refused"),
        ("INSERT DATA { <urn:a> <urn:b> '\udc80' }", 400, "not-utf-8"),
    ],
)
def test_a_patch_that_does_not_fit_changes_nothing(up: Running, update: str, status: int, kind: str) -> None:
    put(up, "<urn:a> <urn:b> 7 .")
    before = held(up)
    told = {**up.bearer, "content-type": "application/sparql-update"}
    content = update.encode("utf-8", "surrogateescape")
    answer = httpx.patch(f"{up.url}{STORE}", params={"graph": GRAPH}, content=content, headers=told)
    assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (status, kind), answer.text
    assert held(up) == before


def test_who_may_patch_what_and_how(up: Running) -> None:
    put(up, "<urn:a> <urn:b> 7 .")
    tag = httpx.get(f"{up.url}{STORE}", params={"graph": GRAPH}, headers={"accept": TURTLE}).headers["etag"]
    insert = "INSERT DATA { <urn:a> <urn:b> 8 }"
    assert patch(up, insert, **{"if-match": '"other"'}).status_code == 412
    assert patch(up, insert, **{"if-match": tag}).status_code == 204
    assert patch(up, insert, authorization="").status_code == 401
    assert patch(up, insert, graph="urn:nowhere").status_code == 404
    refused = patch(up, insert, **{"content-type": "text/turtle"})
    assert (refused.status_code, refused.headers["accept-patch"]) == (415, "application/sparql-update")


def test_who_must_can_have_literals_normalised(tmp_path: Path) -> None:
    with running(
        empty_project(tmp_path / "p"), tmp_path / "s", "--write", scopes=("write",), literals="normalise"
    ) as up:
        assert put(up, "<urn:a> <urn:b> 100.00 .").status_code == 201
        assert '"100"' in held(up)


def test_nobody_undoes_anothers_change_unseen(up: Running) -> None:
    """Entity tags are those of whatever format and coding the client got the graph in."""
    put(up, f'<urn:a> <urn:b> 1, "{"x" * 2000}" .')
    for accept, coding in ((TURTLE, "br"), ("application/ld+json", "gzip"), ("application/n-triples", "identity")):
        asked = {"accept": accept, "accept-encoding": coding}
        tag = httpx.get(f"{up.url}{STORE}", params={"graph": GRAPH}, headers=asked).headers["etag"]
        assert (
            put(up, f'<urn:a> <urn:b> 2, "{accept}{"x" * 2000}" .', **{"if-match": f'"other", {tag}'}).status_code
            == 204
        )
        stale = put(up, "<urn:a> <urn:b> 3 .", **{"if-match": tag})
        assert (stale.status_code, stale.headers["content-type"]) == (412, "application/problem+json")
        gone = httpx.delete(f"{up.url}{STORE}", params={"graph": GRAPH}, headers={**up.bearer, "if-match": tag})
        assert gone.status_code == 412
        assert accept in held(up)
    assert put(up, "", **{"if-none-match": "*"}).status_code == 412
    elsewhere = {"graph": "urn:not-yet"}
    told = {**up.bearer, "content-type": TURTLE}
    for condition, status in (("if-match", 412), ("if-none-match", 201)):
        answer = httpx.put(f"{up.url}{STORE}", params=elsewhere, headers={**told, condition: "*"})
        assert answer.status_code == status


@pytest.mark.parametrize(
    ("method", "first", "others"), [("DELETE", 204, 404), ("PUT", 201, 204), ("POST", 201, 204)], ids=str
)
def test_of_many_who_change_a_graph_at_once_one_is_the_first(up: Running, method: str, first: int, others: int) -> None:
    """Whether there is such a graph is asked when it is a change's turn, not when it comes."""
    document = b"<urn:s> <urn:p> <urn:o> ."
    if method == "DELETE":
        put(up, document)
    else:
        httpx.delete(f"{up.url}{STORE}", params={"graph": GRAPH}, headers=up.bearer)

    def change(_: int) -> int:
        told = {**up.bearer, "content-type": TURTLE}
        given = {} if method == "DELETE" else {"content": document}
        return httpx.request(method, f"{up.url}{STORE}", params={"graph": GRAPH}, headers=told, **given).status_code  # type: ignore[arg-type]

    with ThreadPoolExecutor(6) as threads:
        found = sorted(threads.map(change, range(6)))
    assert found == sorted([first, *[others] * 5])


def test_a_graph_comes_in_the_format_that_its_address_names(up: Running) -> None:
    put(up, "<urn:a> <urn:b> 1 .")
    for name, kind in (
        ("nt", "application/n-triples"),
        ("jsonld", "application/ld+json"),
        ("xml", "application/rdf+xml"),
    ):
        answer = httpx.get(f"{up.url}{STORE}", params={"graph": GRAPH, "format": name})
        assert (answer.status_code, answer.headers["content-type"]) == (200, kind)
    for params, status in (({"graph": GRAPH, "format": "csv"}, 406), ({"graph": GRAPH, "format": "x"}, 400), ({}, 400)):
        assert httpx.get(f"{up.url}{STORE}", params=params).status_code == status
    assert httpx.get(f"{up.url}{STORE}x").status_code == 404


def test_what_cannot_be_checked_is_not_let_in(up: Running) -> None:
    put(up, "")
    refused = put(up, "<urn:a> <urn:b> <<( <urn:c> <urn:d> <urn:e> )>> .")
    assert refused.status_code == 400
    assert "triple term (RDF 1.2)" in refused.json()["detail"]
    assert held(up) == ""


def test_names_of_every_kind_do_not_trouble_what_describes_the_graph(up: Running) -> None:
    """A URN is in no vocabulary, and a name may have any script."""
    text = '<urn:a> <urn:b> _:x . _:x <x:> "y" . <http://例え.jp/é> <mailto:a@b.c> "z"@zh-hans, <javascript:alert(1)> .'
    assert put(up, text).status_code in (201, 204)
    for path in ("/catalogue", "/.well-known/void", "/feed", "/feed/activities", "/api/changes", "/context.jsonld"):
        for kind in ("text/turtle", "application/ld+json", "application/rdf+xml"):
            answer = httpx.get(up.url + path, headers={"accept": kind}, follow_redirects=True)
            assert answer.status_code < 500, f"{path} as {kind}: {answer.text[:300]}"


def test_load_reads_files_of_one_folder_and_no_others(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "one two.ttl").write_text("<a> <urn:b> _:x , 'é' .")
    (folder / "again.nt").write_text("_:x <urn:b> _:x .\n")
    (folder / "named.trig").write_text("GRAPH <urn:g> { <urn:a> <urn:b> 1 }")
    (folder / "broken.ttl").write_text("<urn:a>\n  <urn:b> .")
    (folder / "loose.ttl").write_text("<urn:a> <urn:b> 1.50 .")
    (folder / "large.nt").write_text("<urn:a> <urn:b> <urn:c> .\n" * 50_000)
    (folder / "what.doc").write_text("?")
    (tmp_path / "secret.ttl").write_text("<urn:a> <urn:b> 'secret' .")
    (folder / "link.ttl").symlink_to(tmp_path / "secret.ttl")
    at = folder.as_uri()
    with running(
        empty_project(tmp_path / "p"), tmp_path / "s", "--write", scopes=("write",), load_from=folder, write_mb=1
    ) as up:

        def update(text: str) -> httpx.Response:
            return httpx.post(f"{up.url}/sparql", data={"update": text}, headers=up.bearer)

        done = update(f"LOAD <{at}/one%20two.ttl> INTO GRAPH <{GRAPH}> ; LOAD SILENT <{at}/none.ttl> ; "
                      f"PREFIX e: <https://example.org/> LOAD <{at}/again.nt> INTO GRAPH e:g")  # fmt: skip
        assert (done.status_code, done.json().get("added")) == (200, 3), done.text
        lines = held(up).splitlines()
        assert f'<{at}/a> <urn:b> "\u00e9" .' in [line.encode().decode("unicode_escape") for line in lines] or (
            f'<{at}/a> <urn:b> "é" .' in lines
        )
        blank = {term for line in lines for term in line.split() if term.startswith("_:")}
        assert len(blank) == 2, "one of each document"
        before = lines
        for iri, status, kind in (
            ((tmp_path / "secret.ttl").as_uri(), 403, "refused"),
            (f"{at}/../secret.ttl", 403, "refused"),
            (f"{at}/%2E%2E/secret.ttl", 403, "refused"),
            (f"{at}/link.ttl", 403, "refused"),
            (f"{at}/none.ttl", 403, "refused"),
            (at, 403, "refused"),
            (f"{at}/large.nt", 403, "refused"),
            ("http://127.0.0.1:1/x.ttl", 403, "refused"),
            ("file://example.org/x.ttl", 403, "refused"),
            ("one%20two.ttl", 403, "refused"),
            (f"{at}/what.doc", 400, "broken-input"),
            (f"{at}/named.trig", 400, "broken-input"),
            (f"{at}/broken.ttl", 400, "broken-input"),
            (f"{at}/loose.ttl", 422, "literal"),
        ):
            answer = update(f"INSERT DATA {{ <urn:x> <urn:y> <urn:z> }} ; LOAD <{iri}> INTO GRAPH <{GRAPH}>")
            assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (status, kind), answer.text
            assert str(tmp_path) not in answer.json()["detail"] or str(tmp_path) in iri
        assert update(f"LOAD <{at}/broken.ttl>").json()["detail"].startswith("broken.ttl: ")
        assert update(f"LOAD <{at}/broken.ttl>").json()["line"] == 2
        assert held(up).splitlines() == before
        assert httpx.get(f"{up.url}/sparql", params={"query": "ASK { <urn:x> ?p ?o }"}).json()["boolean"] is False
