"""The W3C's tests whose manifests are HTTP exchanges: read them, and carry one out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import httpx
from rdflib import RDF, Graph, Namespace
from rdflib.collection import Collection
from rdflib.compare import isomorphic
from rdflib.term import Node

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
RDFS = Namespace("http://www.w3.org/2000/01/rdf-schema#")


@dataclass
class Exchange:
    """One test: what must be loaded, and the requests in order."""

    name: str
    manifest: Graph
    node: Node
    folder: Path

    def graphs(self) -> list[tuple[str, Path]]:
        found = []
        for data in self.manifest.objects(self.node, UT.graphData):
            path = Path(str(self.manifest.value(data, UT.graph)).removeprefix("file://"))
            found.append((str(self.manifest.value(data, RDFS.label)), path))
        return found

    def requests(self) -> list[Node]:
        action = self.manifest.value(self.node, MF.action)
        return list(Collection(self.manifest, self.manifest.value(action, HT.requests)))  # type: ignore[arg-type]


def exchanges(path: Path) -> list[Exchange]:
    """The tests of a manifest, by name."""
    manifest = Graph().parse(path, format="turtle", publicID=path.as_uri())
    # By type, not by mf:entries: one list leaves out a test that the file describes.
    nodes = {
        node for kind in (MF.ProtocolTest, MF.GraphStoreProtocolTest) for node in manifest.subjects(RDF.type, kind)
    }
    return [Exchange(str(node).rpartition("#")[2], manifest, node, path.parent) for node in sorted(nodes, key=str)]


def carry_out(test: Exchange, client: httpx.Client, paths: dict[str, str], bearer: dict[str, str]) -> None:
    """Send a test's requests and hold each response to what the manifest expects.

    Args:
        test: the test.
        client: with the server's address as base.
        paths: beginnings of paths in the manifest and what stands for them here.
        bearer: the header that allows changes.
    """
    known: dict[str, str] = {}

    def here(text: str) -> str:
        for old, new in known.items():
            text = text.replace(old, new)
        return text

    for request in test.requests():
        headers = _headers(test.manifest, request) | bearer
        body = test.manifest.value(request, HT.body)
        content = b""
        if body is not None:
            text = here(str(test.manifest.value(body, CNT.chars)))
            encoding = str(test.manifest.value(body, CNT.characterEncoding) or "utf-8")
            if headers.get("content-type", "").startswith("multipart/"):
                text = "\r\n".join(text.splitlines())
            content = text.encode(encoding)
        method = str(test.manifest.value(request, HT.methodName))
        address = here(str(test.manifest.value(request, HT.absolutePath)))
        for old, new in paths.items():
            address = new + address.removeprefix(old) if address.startswith(old) else address
        response = client.request(method, address, headers=headers, content=content)
        _judge(test, test.manifest.value(request, HT.resp), response, here, known)


def _judge(
    test: Exchange, expected: Node | None, response: httpx.Response, here: object, known: dict[str, str]
) -> None:
    manifest = test.manifest
    wanted = [str(status).rpartition("#")[2] for status in manifest.objects(expected, MF.expectedStatus)]
    assert any(_fits(status, response.status_code) for status in wanted) or not wanted, (
        f"{response.status_code} instead of {wanted}: {response.text[:300]}"
    )
    location = manifest.value(expected, MF.expectedLocation)
    if location is not None:
        known[str(location)] = response.headers["location"]
    boolean = manifest.value(expected, MF.expectedBoolean)
    if boolean is not None:
        assert response.json()["boolean"] is bool(boolean.toPython())  # type: ignore[attr-defined]
    kind = manifest.value(expected, MF.expectedFormat)
    media_type = response.headers.get("content-type", "").partition(";")[0]
    if kind is not None:
        kinds = {
            "boolean": ("application/sparql-results+json", "application/sparql-results+xml"),
            "tabular": ("application/sparql-results+json", "application/sparql-results+xml", "text/csv"),
            "RDF": ("text/turtle", "application/rdf+xml", "application/n-triples"),
        }
        assert media_type in kinds[str(kind)]
    body = manifest.value(expected, HT.body)
    if body is not None and response.request.method != "HEAD" and response.text:
        assert callable(here)
        base = str(response.request.url)
        should = Graph().parse(data=here(str(manifest.value(body, CNT.chars))), format="turtle", publicID=base)
        assert isomorphic(Graph().parse(data=response.text, format="turtle", publicID=base), should)


def _headers(manifest: Graph, request: Node) -> dict[str, str]:
    listed = manifest.value(request, HT.headers)
    nodes: list[Node] = list(Collection(manifest, listed)) if listed is not None else []
    return {str(manifest.value(node, HT.fieldName)).lower(): str(manifest.value(node, HT.fieldValue)) for node in nodes}


_STATUS = {"OK": 200, "Created": 201, "NoContent": 204, "NotFound": 404, "BadRequest": 400}


def _fits(wanted: str, status: int) -> bool:
    if wanted.startswith("StatusCode"):
        return wanted[10] == str(status)[0]
    return _STATUS[wanted] == status
