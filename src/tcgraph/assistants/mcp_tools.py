"""The tools by the official SDK of the Model Context Protocol."""

from __future__ import annotations

import functools
import inspect
import re
from collections.abc import Callable
from typing import Any

from mcp.server import MCPServer
from mcp.server.mcpserver.context import Context
from mcp.server.mcpserver.exceptions import ResourceError, ToolError
from mcp_types import CallToolResult, InputRequiredResult, ToolAnnotations
from pydantic import ValidationError

import tcgraph
from tcgraph.assistants.reply import DATA, written
from tcgraph.assistants.tools import Tools
from tcgraph.errors import TcgraphError, UnknownTerm

_ABOUT = (
    "A checked graph of what was done about the recommendations of a governing body's resolution. Ask ask_in_words "
    "first, in the user's own words and with the user's language. Where it is not sure, a question of list_questions "
    "may be the one: ask_question answers it. search and describe tell of one thing; sparql answers the rest (schema "
    "tells how to write it). Give on what the note says of completeness, and cite where_in_document of the rows that "
    "you use. The graph has summaries in words of its own and no sentence of the document: never quote them as its "
    f"words. No row means what the note says, and never that nothing happened in the world. {DATA}"
)
_SHELL = re.compile(r"\s*(?:Try|Run): tcgraph [^.]*\.?$")
_READS = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)


class _Server(MCPServer):
    """A server that refuses wrong arguments in a sentence, those that a tool has not among them."""

    async def call_tool(
        self, name: str, arguments: dict[str, Any], context: Context[Any, Any] | None = None
    ) -> CallToolResult | InputRequiredResult:
        """See the SDK's."""
        tool = next((tool for tool in self._tool_manager.list_tools() if tool.name == name), None)
        known: dict[str, Any] = tool.parameters["properties"] if tool else {}
        if known and (unknown := [given for given in arguments if given not in known]):
            raise ToolError(f"{name} takes no {', '.join(unknown)}; it takes: {', '.join(known)}.")
        try:
            return await super().call_tool(name, arguments, context)
        except ToolError as error:
            if isinstance(error.__cause__, ToolError | ResourceError):
                raise ToolError(str(error.__cause__)) from None
            if not isinstance(error.__cause__, ValidationError):
                raise
            wrong = [f"{fault['loc'][0]}: {fault['msg'].lower()}" for fault in error.__cause__.errors()]
            raise ToolError(f"{name} cannot take these: {'; '.join(dict.fromkeys(wrong))}.") from None


def server_of(tools: Tools, *, bounded: bool = False) -> MCPServer:
    """A server of the protocol, over any transport.

    Replies are text alone: the same again as structured content is read twice by clients that hand on both.

    Args:
        tools: what it offers.
        bounded: whether tools that work in this process, and not within a worker's limits, are left out.
    """
    server = _Server("tcgraph", instructions=_ABOUT, version=tcgraph.__version__, log_level="WARNING")
    offered: tuple[Callable[..., object], ...] = (
        tools.ask_in_words,
        tools.list_questions,
        tools.ask_question,
        tools.search,
        tools.describe,
        tools.explain,
        tools.schema,
        tools.sparql,
        *(() if bounded else (tools.validate,)),
    )
    for tool in offered:
        told = _told(tool, ToolError)
        about = inspect.cleandoc(tool.__doc__ or "")
        server.add_tool(told, name=tool.__name__, description=about, annotations=_READS, structured_output=False)
    _resources(server, tools)
    _prompts(server)
    return server


def _told(tool: Callable[..., object], kind: type[Exception]) -> Callable[..., str]:
    """A tool whose reply is text, and whose errors are told in their one sentence, without a shell's commands."""

    @functools.wraps(tool)
    def told(*arguments: Any, **named: Any) -> str:
        try:
            return written(tool(*arguments, **named))
        except TcgraphError as error:
            said = _SHELL.sub("", str(error))
            raise kind(f"{said} search finds what there is." if isinstance(error, UnknownTerm) else said) from None

    return told


def _resources(server: MCPServer, tools: Tools) -> None:
    @server.resource("tcgraph://questions", name="questions", mime_type="application/json")
    def questions() -> str:
        """The named questions, with their parameters."""
        return _told(tools.list_questions, ResourceError)()

    @server.resource("tcgraph://question/{name}", name="question", mime_type="application/json")
    def question(name: str) -> str:
        """A named question: its columns, what it takes, and its SPARQL."""
        return _told(tools.question, ResourceError)(name)

    @server.resource("tcgraph://thing/{kind}/{code}", name="fact", mime_type="application/json")
    def thing(kind: str, code: str) -> str:
        """What is said of a thing such as action/17-1-a or recommendation/12, with its places in the document."""
        return _told(tools.describe, ResourceError)(f"{kind}/{code}")

    @server.resource("tcgraph://passage/{code}", name="passage", mime_type="application/json")
    def passage(code: str) -> str:
        """Where a passage of the document stands: its locator, line, offsets and digest; not its words."""
        return _told(tools.describe, ResourceError)(f"passage/{code}")


def _prompts(server: MCPServer) -> None:
    @server.prompt(name="answer_with_sources", description="Answer a question from the graph alone, each fact cited.")
    def answer_with_sources(question: str) -> str:
        return (
            f"Answer this question from the tcgraph tools alone: {question}\n"
            "Cite where_in_document of each row that you use, keep hedges such as 'possibly', tell what is inferred, "
            "and say what the answer's note says of its completeness."
        )

    @server.prompt(name="brief", description="A page on a country, region, donor, organisation, Convention or theme.")
    def brief(subject: str) -> str:
        return (
            f"Write one page on {subject} from the tcgraph tools alone: what was recommended, what was taken, is under "
            "way and is planned, who takes part and who pays, each with where the document tells it; end with what "
            "the graph does not tell."
        )
