"""The language server, driven as an editor drives it: messages over standard input and output."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tcgraph.project import Project
from tests.conftest import PATIENCE

pytest.importorskip("pygls")

OWN = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
HEAD = """\
@prefix country: <https://w3id.org/tcgraph/id/country/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix tc: <https://w3id.org/tcgraph/ns#> .

"""


class Editor:
    """The client's side of the protocol, one message at a time."""

    def __init__(self, root: Path) -> None:
        command = [sys.executable, "-m", "tcgraph", "-C", str(root), "lsp"]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=root, env=OWN
        )
        self.number = 0
        self.request("initialize", {"processId": None, "rootUri": root.as_uri(), "capabilities": {}})
        self.notify("initialized", {})

    def send(self, message: dict[str, Any]) -> None:
        assert self.process.stdin is not None
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def receive(self) -> dict[str, Any]:
        out = self.process.stdout
        assert out is not None
        length = 0
        while (line := out.readline()) not in (b"\r\n", b""):
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        assert length, "the server has gone"
        message: dict[str, Any] = json.loads(out.read(length))
        return message

    def notify(self, method: str, params: dict[str, Any]) -> None:
        self.send({"method": method, "params": params})

    def request(self, method: str, params: dict[str, Any]) -> Any:
        self.number += 1
        self.send({"id": self.number, "method": method, "params": params})
        while True:
            message = self.receive()
            if message.get("id") == self.number and "method" not in message:
                assert "error" not in message, message
                return message["result"]

    def diagnostics(self, uri: str) -> list[dict[str, Any]]:
        while True:
            message = self.receive()
            if message.get("method") == "textDocument/publishDiagnostics" and message["params"]["uri"] == uri:
                found: list[dict[str, Any]] = message["params"]["diagnostics"]
                return found

    def open(self, uri: str, text: str) -> list[dict[str, Any]]:
        document = {"uri": uri, "languageId": "turtle", "version": 1, "text": text}
        self.notify("textDocument/didOpen", {"textDocument": document})
        return self.diagnostics(uri)

    def at(self, method: str, uri: str, line: int, character: int) -> Any:
        position = {"line": line, "character": character}
        return self.request(f"textDocument/{method}", {"textDocument": {"uri": uri}, "position": position})


@pytest.fixture(scope="module")
def editor(project: Project) -> Iterator[Editor]:
    client = Editor(project.root)
    yield client
    client.request("shutdown", {})
    client.notify("exit", {})
    assert client.process.wait(timeout=PATIENCE) == 0


def test_mistakes_show_while_typing(editor: Editor, project: Project) -> None:
    uri = (project.root / "data" / "ttl" / "new.ttl").as_uri()
    assert editor.open(uri, HEAD + 'country:XYZ a tc:Country ; rdfs:label "é𝄞"@en .\n') == []
    text = HEAD + 'country:XYZ rdfs:label "é𝄞"@en ; tc:inregion country:SNE ; skos:note 1 .\n'
    change = {"textDocument": {"uri": uri, "version": 2}, "contentChanges": [{"text": text}]}
    editor.notify("textDocument/didChange", change)
    (broken,) = editor.diagnostics(uri)
    assert "The prefix skos: is not declared" in broken["message"]
    # The astral character before it counts two in UTF-16, as the protocol wants.
    line = text.splitlines()[4]
    units = len(line[: line.index("skos:")].encode("utf-16-le")) // 2
    assert broken["range"]["start"] == {"line": 4, "character": units}
    change["contentChanges"] = [{"text": text.replace("skos:note 1", "rdfs:comment 'x'")}]
    editor.notify("textDocument/didChange", change)
    found = {d["message"]: d["severity"] for d in editor.diagnostics(uri)}
    assert "tc:inregion is not described anywhere. Did you mean tc:inRegion?" in found
    assert any(message.startswith("country:SNE is not described") for message in found)


def test_shapes_speak_when_a_file_is_opened(editor: Editor, project: Project) -> None:
    path = project.data / "reference" / "countries.ttl"
    assert editor.open(path.as_uri(), path.read_text("utf-8")) == []


def test_queries_are_checked(editor: Editor, project: Project) -> None:
    uri = (project.root / "queries" / "answer" / "new.rq").as_uri()
    (wrong,) = editor.open(uri, "SELECT * {\n  ?s tc:adresses ?r\n}\n")
    assert (wrong["range"]["start"]["line"], wrong["message"]) == (1, "tc:adresses is not defined in the ontology.")
    change = {"textDocument": {"uri": uri, "version": 2}, "contentChanges": [{"text": "SELECT * {\n  ?s tc:number\n"}]}
    editor.notify("textDocument/didChange", change)
    assert [d["code"] for d in editor.diagnostics(uri)] == ["syntax"]


def test_hover_gives_label_definition_and_source_row(editor: Editor, project: Project) -> None:
    uri = (project.root / "data" / "ttl" / "hover.ttl").as_uri()
    editor.open(
        uri, "@prefix rec: <https://w3id.org/tcgraph/id/recommendation/> .\n" + HEAD + "rec:12 tc:cites country:SEN .\n"
    )
    shown = editor.at("hover", uri, 5, 2)["contents"]["value"]
    assert "`rec:12`" in shown
    assert "tc:Recommendation" in shown
    assert "Source: row 12, left column" in shown
    assert "**Senegal**" in editor.at("hover", uri, 5, 22)["contents"]["value"]
    assert editor.at("hover", uri, 4, 0) is None


def test_completion_offers_codes_and_terms(editor: Editor, project: Project) -> None:
    uri = (project.root / "data" / "ttl" / "complete.ttl").as_uri()
    editor.open(uri, HEAD + "country:XYZ tc:inRegion country:SE")
    items = {item["label"]: item for item in editor.at("completion", uri, 4, 34)["items"]}
    assert items["country:SEN"]["detail"] == "Senegal"
    edit = items["country:SEN"]["textEdit"]
    assert (edit["newText"], edit["range"]["start"]["character"]) == ("country:SEN", 24)
    assert "tc:respondsTo" in {item["label"] for item in editor.at("completion", uri, 4, 15)["items"]}


def test_definition_goes_to_the_file_that_describes(editor: Editor, project: Project) -> None:
    uri = (project.root / "data" / "ttl" / "define.ttl").as_uri()
    editor.open(uri, HEAD + "country:SEN tc:inRegion country:SEN .")
    found = editor.at("definition", uri, 4, 3)
    path = project.data / "reference" / "countries.ttl"
    assert found["uri"] == path.as_uri()
    line = path.read_text("utf-8").splitlines()[found["range"]["start"]["line"]]
    assert line.startswith("country:SEN")
    term = editor.at("definition", uri, 4, 16)
    assert term["uri"].endswith("/ontology/places.ttl")


def test_a_fix_is_offered_where_there_is_one_answer(editor: Editor, project: Project) -> None:
    source = project.data / "reference" / "countries.ttl"
    path = project.data / "reference" / "fixable.ttl"
    text = HEAD + 'country:XXA a tc:Country ; rdfs:label "Nowhere" .\n'
    assert source.is_file()
    uri = path.as_uri()
    diagnostic = {
        "range": {"start": {"line": 4, "character": 38}, "end": {"line": 4, "character": 47}},
        "message": "no tag", "data": {"fix": '"Nowhere"@en'},
    }  # fmt: skip
    editor.open(uri, text)
    (action,) = editor.request(
        "textDocument/codeAction",
        {"textDocument": {"uri": uri}, "range": diagnostic["range"], "context": {"diagnostics": [diagnostic]}},
    )
    (edit,) = action["edit"]["changes"][uri]
    assert (action["kind"], edit["newText"], edit["range"]) == ("quickfix", '"Nowhere"@en', diagnostic["range"])


def test_references_and_renaming_reach_all_files_and_no_text(editor: Editor, project: Project) -> None:
    uri = (project.root / "data" / "ttl" / "rename.ttl").as_uri()
    text = HEAD + 'country:SEN rdfs:comment "country:SEN" ; tc:inRegion <https://w3id.org/tcgraph/id/country/SEN> .\n'
    editor.open(uri, text)
    where = {"textDocument": {"uri": uri}, "position": {"line": 4, "character": 3}}
    found = editor.request("textDocument/references", {**where, "context": {"includeDeclaration": True}})
    assert [place["range"]["start"]["character"] for place in found if place["uri"] == uri] == [0, 53]
    assert (project.data / "reference" / "countries.ttl").as_uri() in {place["uri"] for place in found}
    changes = editor.request("textDocument/rename", {**where, "newName": "SNX"})["changes"]
    assert [edit["newText"] for edit in changes[uri]] == ["country:SNX", "<https://w3id.org/tcgraph/id/country/SNX>"]
    assert sum(map(len, changes.values())) == len(found)


def test_formatting_and_symbols(editor: Editor, project: Project) -> None:
    uri = (project.root / "data" / "ttl" / "layout.ttl").as_uri()
    editor.open(uri, HEAD + 'country:XXB   a tc:Country;rdfs:label "B"@en .\ncountry:XXC rdfs:label "C"@en .\n')
    (edit,) = editor.request(
        "textDocument/formatting",
        {"textDocument": {"uri": uri}, "options": {"tabSize": 4, "insertSpaces": True}},
    )
    assert "country:XXB a tc:Country" in edit["newText"]
    assert edit["range"]["start"] == {"line": 0, "character": 0}
    symbols = editor.request("textDocument/documentSymbol", {"textDocument": {"uri": uri}})
    assert [(each["name"], each.get("detail")) for each in symbols] == [
        ("country:XXB", "tc:Country"),
        ("country:XXC", None),
    ]
