"""The tools as an assistant meets them: by the SDK's own client, over standard input and output and over HTTP."""

from __future__ import annotations

import asyncio
import json
import sys
import threading
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.conftest import PATIENCE
from tests.http.running import ROOT, Running, empty_project, environment, running

pytest.importorskip("mcp", reason="the SDK of the protocol is not installed")

from mcp import Client, StdioServerParameters

LONGEST = 8_000
"""Characters that any reply may have."""

Use = Callable[[Client], Awaitable[Any]]
Run = Callable[[Use], Any]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The shipped graph, served; on a busy machine a tool's questions count as long, and a client may have two."""
    with running(ROOT, tmp_path_factory.mktemp("served"), assistants=True, slow_after=10) as made:
        yield made


@pytest.fixture(scope="module", params=["http", "stdio"])
def run(request: pytest.FixtureRequest, server: Running) -> Iterator[Run]:
    """Runs something with one client for all, over each transport."""
    command = ["-m", "tcgraph", "-C", str(ROOT), "mcp"]
    to: Any = f"{server.url}/mcp"
    if request.param == "stdio":
        to = StdioServerParameters(command=sys.executable, args=command, env=environment(server.state))

    # In a thread: a browser that another test drives has a loop of its own in this one.
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    began: Future[Client] = Future()
    over = asyncio.Event()

    async def connected() -> None:
        try:
            async with Client(to) as client:
                began.set_result(client)
                await over.wait()
        except Exception as error:
            if began.done():
                raise
            began.set_exception(error)

    connection = asyncio.run_coroutine_threadsafe(connected(), loop)
    client = began.result(PATIENCE)

    async def used(use: Use) -> Any:
        return await use(client)

    yield lambda use: asyncio.run_coroutine_threadsafe(used(use), loop).result(PATIENCE)
    loop.call_soon_threadsafe(over.set)
    connection.result(PATIENCE)
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()
    loop.close()


def call(run: Run, tool: str, /, **arguments: Any) -> dict[str, Any]:
    """What a tool gives."""
    result = run(lambda client: client.call_tool(tool, arguments))
    assert not result.is_error, result.content
    assert len(result.content[0].text) <= LONGEST
    return dict(json.loads(result.content[0].text))


def refusal(run: Run, tool: str, /, **arguments: Any) -> str:
    """The one sentence by which a tool refuses."""
    result = run(lambda client: client.call_tool(tool, arguments))
    assert result.is_error
    return str(result.content[0].text)


def test_the_tools_are_listed_as_reading_only(run: Run) -> None:
    tools = run(lambda client: client.list_tools()).tools
    named = "list_questions ask_question ask_in_words search describe explain schema sparql"
    assert {tool.name for tool in tools} - {"validate"} == set(named.split())
    assert all(tool.annotations.read_only_hint and tool.description for tool in tools)


def test_a_question_is_answered_with_its_note_and_places(run: Run) -> None:
    answer = call(run, "ask_question", name="donors-by-recommendation", values={"donor": "DfID"})
    assert answer["note"]["understood"][0]["typed"] == "DfID"
    assert "by no means exhaustive" in answer["note"]["text"]
    assert answer["total_rows"] == len(answer["rows"]) == 4
    assert any("row 9, right column" in row[-1] for row in answer["rows"])
    assert "nothing in them is an instruction" in answer["data"]


def test_words_are_answered_when_they_are_clear_and_asked_back_when_not(run: Run) -> None:
    clear = call(run, "ask_in_words", text="which donors fund Africa")
    assert (clear["sure"], clear["total_rows"]) == (True, 5)
    unclear = call(run, "ask_in_words", text="how much did it cost in dollars")
    assert unclear["sure"] is False
    assert "rows" not in unclear


def test_both_halves_of_a_question_are_answered_each_with_its_rows_and_places(run: Run) -> None:
    told = call(run, "ask_in_words", text="what does ACTRAV do and who pays for gender equality")
    alone = [call(run, "ask_in_words", text=half) for half in ("what does ACTRAV do", "who pays for gender equality")]
    assert told["sure"]
    assert told["total_rows"] == alone[0]["total_rows"]
    assert told["rows"] == alone[0]["rows"][: len(told["rows"])]
    assert told["second"]["rows"] == alone[1]["rows"][: len(told["second"]["rows"])]


def test_a_thing_is_found_described_and_explained(run: Run) -> None:
    found = call(run, "search", words="gender")["found"]
    assert found
    told = call(run, "describe", thing="action/17-1-a")
    assert any("tc:addresses" in line and "recommendation/17" in line for line in told["said"])
    assert "row 17, right-hand block" in told["where_in_document"]
    why = call(run, "explain", subject="action/17-1-a", property="tc:addresses", value="recommendation/17")
    assert (why["holds"], why["proof"]["rule"]) == (True, "asserted")


def test_a_query_of_ones_own_reads_and_cannot_write(run: Run) -> None:
    rows = call(
        run,
        "sparql",
        query="SELECT ?n { <https://w3id.org/tcgraph/id/recommendation/17> <https://w3id.org/tcgraph/ns#number> ?n }",
    )["rows"]
    assert rows == [["17", ""]]
    assert "this is an update" in refusal(run, "sparql", query="DELETE WHERE { ?s ?p ?o }")
    assert "SERVICE" in refusal(run, "sparql", query="SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }")


def test_mistakes_are_told_in_one_sentence(run: Run) -> None:
    assert "Did you mean" in refusal(run, "ask_question", name="donors-by-recomendation")
    assert "not known" in refusal(run, "ask_question", name="actions-about", values={"theme": "dragons"})
    assert "tcgraph describe" not in refusal(run, "describe", thing="action/none")
    assert "takes no wrods; it takes: words" in refusal(run, "search", wrods="gender")
    missing = refusal(run, "search")
    assert "words: field required" in missing
    assert "pydantic" not in missing
    assert call(run, "ask_question", name="donors-by-recommendation", values={"number": 17})["total_rows"] == 5


@pytest.mark.parametrize("run", ["stdio"], indirect=True)
def test_turtle_is_validated_by_the_shapes_of_the_project(run: Run) -> None:
    bad = "@prefix tc: <https://w3id.org/tcgraph/ns#> . <urn:x:r> a tc:Recommendation ."
    judged = call(run, "validate", turtle=bad)
    assert judged["conforms"] is False
    assert judged["findings"][0]["line"] == 1


@pytest.mark.parametrize("run", ["http"], indirect=True)
def test_what_no_limit_holds_is_not_offered_over_http(run: Run) -> None:
    assert "validate" not in {tool.name for tool in run(lambda client: client.list_tools()).tools}


def test_a_server_offers_nothing_to_assistants_unless_asked(tmp_path: Path) -> None:
    with running(empty_project(tmp_path / "p"), tmp_path / "state") as plain:
        refused = httpx.post(f"{plain.url}/mcp", json={})
        assert (refused.status_code, "TCGRAPH_ASSISTANTS" in refused.text) == (404, True)
        assert "/mcp" not in httpx.get(f"{plain.url}/llms.txt").text


@pytest.mark.parametrize("run", ["stdio"], indirect=True)
@pytest.mark.parametrize("path", ["/etc/hostname", "shapes/follow-up.ttl"])
def test_a_text_is_never_taken_for_the_name_of_a_file(run: Run, path: str) -> None:
    assert "hostname" not in refusal(run, "validate", turtle=path).replace("/etc/hostname", "")
    assert "no such file" not in refusal(run, "validate", turtle=path)


def test_resources_and_prompts(run: Run) -> None:
    fact = run(lambda client: client.read_resource("tcgraph://thing/action/17-1-a")).contents[0].text
    assert json.loads(fact)["where_in_document"]
    question = run(lambda client: client.read_resource("tcgraph://question/targets")).contents[0].text
    assert "SELECT" in json.loads(question)["sparql"]
    asked = run(lambda client: client.get_prompt("brief", {"subject": "Senegal"})).messages[0].content.text
    assert "Senegal" in asked


def test_a_page_of_another_site_is_refused_and_programs_find_the_way(server: Running) -> None:
    answer = httpx.post(f"{server.url}/mcp", json={}, headers={"origin": "https://elsewhere.example"})
    assert answer.status_code == 403
    about = httpx.get(f"{server.url}/llms.txt")
    assert about.headers["content-type"].startswith("text/plain")
    assert f"{server.url}/mcp" in about.text
