"""The tools by the official SDK of the Model Context Protocol."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable
from typing import Any

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ResourceError, ToolError
from mcp_types import ToolAnnotations

import tcgraph
from tcgraph.assistants.tools import DATA, Tools
from tcgraph.errors import TcgraphError

_ABOUT = (
    "A checked graph of what was done about the recommendations of a governing body's resolution. Prefer ask_question "
    "with a question of list_questions; ask_in_words takes a sentence and tells when it is not sure. Each answer has a "
    "note of what it counts and how complete it is, and citations with places in the document: give both on. No row "
    f"means what the note says, and never that nothing happened in the world. {DATA}"
)


def server_of(tools: Tools, *, bounded: bool = False) -> MCPServer:
    """A server of the protocol, over any transport.

    Args:
        tools: what it offers.
        bounded: whether tools that work in this process, and not within a worker's limits, are left out.
    """
    server: MCPServer = MCPServer("tcgraph", instructions=_ABOUT, version=tcgraph.__version__, log_level="WARNING")
    offered: tuple[Callable[..., dict[str, Any]], ...] = (
        tools.list_questions,
        tools.ask_question,
        tools.ask_in_words,
        tools.search,
        tools.describe,
        tools.explain,
        tools.schema,
        tools.sparql,
        *(() if bounded else (tools.validate,)),
    )
    reads = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)
    for tool in offered:
        server.add_tool(_told(tool, ToolError), name=tool.__name__, annotations=reads, structured_output=True)
    _resources(server, tools)
    _prompts(server)
    return server


def _told(tool: Callable[..., dict[str, Any]], kind: type[Exception]) -> Callable[..., dict[str, Any]]:
    """A tool whose errors are told in their one sentence."""

    @functools.wraps(tool)
    def told(*arguments: Any, **named: Any) -> dict[str, Any]:
        try:
            return tool(*arguments, **named)
        except TcgraphError as error:
            raise kind(str(error)) from None

    return told


def _resources(server: MCPServer, tools: Tools) -> None:
    @server.resource("tcgraph://questions", name="questions", mime_type="application/json")
    def questions() -> str:
        """All named questions."""
        return json.dumps(tools.list_questions(), ensure_ascii=False)

    @server.resource("tcgraph://thing/{kind}/{code}", name="fact", mime_type="application/json")
    def thing(kind: str, code: str) -> str:
        """What is said of a thing such as action/17-1-a or recommendation/12, with its places in the document."""
        return json.dumps(_told(tools.describe, ResourceError)(f"{kind}/{code}"), ensure_ascii=False)

    @server.resource("tcgraph://passage/{code}", name="passage", mime_type="application/json")
    def passage(code: str) -> str:
        """Where a passage of the document stands: its locator, line, offsets and digest; not its words."""
        return json.dumps(_told(tools.describe, ResourceError)(f"passage/{code}"), ensure_ascii=False)


def _prompts(server: MCPServer) -> None:
    @server.prompt(name="answer_with_sources", description="Answer a question from the graph alone, each fact cited.")
    def answer_with_sources(question: str) -> str:
        return (
            f"Answer this question from the tcgraph tools alone: {question}\n"
            "Cite the place in the document for each fact, keep hedges such as 'possibly', tell what is inferred, "
            "and say what the answer's note says of its completeness."
        )

    @server.prompt(name="brief", description="A page on a country, region, donor, organisation, Convention or theme.")
    def brief(subject: str) -> str:
        return (
            f"Write one page on {subject} from the tcgraph tools alone: what was recommended, what was taken, is under "
            "way and is planned, who takes part and who pays, each with its citation; end with what the graph does "
            "not tell."
        )
