"""Every setting of the server, in one table: its environment variable, its default, and what it is for."""

from __future__ import annotations

import re
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

Network = IPv4Network | IPv6Network


class Settings(BaseSettings):
    """Settings of ``tcgraph serve``, read from ``TCGRAPH_…`` variables when constructed; none is read at import.

    Secrets have no command line option: an option shows in the list of processes.
    """

    model_config = SettingsConfigDict(env_prefix="TCGRAPH_", frozen=True, extra="ignore")

    host: str = Field("127.0.0.1", description="Address to listen on.")
    port: int = Field(8297, ge=0, le=65535, description="Port to listen on; 0 takes a free one.")
    public_url: str = Field("", description="Address that users see, when a proxy stands in front.")
    trusted_proxies: str = Field(
        "", description="Comma-separated addresses and networks (10.88.0.0/16) whose X-Forwarded-For is believed."
    )
    root_path: str = Field("", description="Path prefix that the proxy strips.")
    assistants: bool = Field(False, description="Whether assistants may connect at /mcp (Model Context Protocol).")
    corrections: str = Field(
        "",
        description="Where readers report errors, where that is another than project.toml says: "
        "a mail address, or the address of a form for new issues.",
    )
    embedders: str = Field(
        "", description="Comma-separated origins (https://example.org) whose pages may show facts in a frame, or *."
    )
    publisher: str = Field("", description="Who publishes the graph, where that is another than project.toml says.")
    base_iri: str = Field("", description="Base under which servers and exports publish our IRIs as their own copy.")

    engine: str = Field(
        "",
        description="Addresses of a SPARQL server that holds the graph, instead of this process; "
        "after commas, of others that hold the same and are asked while it is away.",
    )
    engine_union: bool = Field(
        False,
        description="Whether that server's default graph is the union of all, but for FROM; else questions name them.",
    )
    engine_poll_seconds: float = Field(2.0, gt=0, description="How often that server is asked for its version.")
    engine_cache_seconds: float = Field(
        30.0, gt=0, description="How old an answer may be while that server tells no version."
    )

    workers: int = Field(4, ge=1, le=64, description="Worker processes for questions that are answered at once.")
    slow_workers: int = Field(
        4, ge=1, le=64, description="Worker processes for long questions, low in priority and off one processor."
    )
    slow_after: float = Field(0.05, gt=0, description="Seconds after which a question counts as long.")
    slow_per_client: int = Field(2, ge=1, description="Long questions that one client may have running.")
    queue_seconds: float = Field(5.0, gt=0, description="How long a question may wait for a worker.")
    queue_length: int = Field(1000, ge=1, description="How many questions may wait; one more is answered 503.")

    query_seconds: float = Field(10.0, gt=0, description="Time limit of a question.")
    query_memory_mb: int = Field(512, ge=16, description="Memory limit of a question.")
    result_mb: int = Field(64, ge=1, description="Size limit of a result.")
    request_kb: int = Field(256, ge=1, description="Size limit of a question's text.")
    body_seconds: float = Field(10.0, gt=0, description="How long a request's body may take to arrive.")
    header_seconds: float = Field(10.0, gt=0, description="How long a request's header may take to arrive.")
    send_seconds: float = Field(10.0, gt=0, description="In which a client has to take 64 kB of its answer, or all.")
    unsent_mb: int = Field(256, ge=1, description="What may wait for clients that are slow to take their answers.")
    connections_per_client: int = Field(256, ge=0, description="Connections one address may have open; 0 for any.")
    requests_per_minute: int = Field(0, ge=0, description="Requests a client may make in a minute; 0 for no limit.")
    cache_mb: int = Field(64, ge=0, description="Memory for cached results; 0 turns the cache off.")
    planner: bool = Field(True, description="Whether questions are put in words that cost the engine less.")
    union_default_graph: bool = Field(True, description="Whether a query sees all named graphs as its default graph.")

    services: str = Field(
        "", description="Comma-separated addresses of SPARQL endpoints that SERVICE may ask; without one it is refused."
    )
    service_seconds: float = Field(8.0, gt=0, description="Time limit of all that one question asks of others.")
    service_rows: int = Field(10_000, ge=1, description="Rows that another server may give for one SERVICE clause.")

    read: Literal["anyone", "bearers"] = Field(
        "anyone", description="Who may read: anyone, or bearers of a token; a proxy may send one for people."
    )
    write: bool = Field(False, description="Whether the graph can be changed over HTTP, by bearers of a token.")
    tokens: Path | None = Field(None, description="File of hashed tokens; else tokens.json in the state directory.")
    shacl_policy: Literal["reject", "warn", "off"] = Field(
        "reject", description="What becomes of a change after which the graph violates its shapes."
    )
    literals: Literal["refuse", "normalise"] = Field(
        "refuse", description="What becomes of a literal that would be served in another form, such as 100.00 as 100."
    )
    write_seconds: float = Field(60.0, gt=0, description="Time limit of a change, its validation included.")
    write_memory_mb: int = Field(2048, ge=64, description="Memory limit of a change.")
    write_mb: int = Field(64, ge=1, description="Size limit of a change's text, and of the files that it loads.")
    load_from: Path | None = Field(
        None, description="Folder of files that LOAD may name in a change, as file: IRIs; without one LOAD is refused."
    )

    feed_days: float = Field(
        365, gt=0, description="How long the change feed keeps superseded versions and deletions, in days."
    )

    log_format: Literal["json", "text"] = Field("text", description="Form of log lines on standard error.")
    slow_query_seconds: float = Field(1.0, ge=0, description="Questions that take longer are logged with their text.")
    traces: bool = Field(
        False, description="Whether to send OpenTelemetry traces, as the OTEL_ variables say; needs tcgraph[otel]."
    )
    drain_seconds: float = Field(10.0, ge=0, description="How long running requests may go on after a stop signal.")

    @field_validator("services")
    @classmethod
    def _are_endpoints(cls, value: str) -> str:
        endpoints(value)
        return value

    @field_validator("embedders")
    @classmethod
    def _are_origins(cls, value: str) -> str:
        embedders(value)
        return value

    @field_validator("trusted_proxies")
    @classmethod
    def _are_addresses(cls, value: str) -> str:
        networks(value)
        return value


def networks(listed: str) -> tuple[Network, ...]:
    """The networks in a comma-separated list; an address is a network of one.

    Raises:
        ValueError: an item is neither; the message says which.
    """
    return tuple(ip_network(item.strip(), strict=False) for item in listed.split(",") if item.strip())


def endpoints(listed: str) -> tuple[str, ...]:
    """The SPARQL endpoints in a comma-separated list.

    Raises:
        ValueError: one is no address that could be asked; the message says which and why.
    """
    found = tuple(item.strip() for item in listed.split(",") if item.strip())
    for address in found:
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError(f"{address} is no http or https address")
        if parts.username is not None or parts.password is not None:
            raise ValueError(f"{parts.hostname}: a name or password does not belong into an address")
        if parts.query or parts.fragment:
            raise ValueError(f"{address}: give an endpoint's address without ? and #")
    return found


def embedders(listed: str) -> tuple[str, ...]:
    """The origins in a comma-separated list, as sources of a policy (Content Security Policy Level 3 §2.3.1).

    Raises:
        ValueError: one is no origin; the message says which.
    """
    found = tuple(item.strip().rstrip("/") for item in listed.split(",") if item.strip())
    for origin in found:
        if not re.fullmatch(r"\*|https?://(\*\.)?[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*(:\d{1,5})?", origin):
            raise ValueError(f"{origin} is no origin such as https://example.org")
    return found


def table() -> str:
    """The settings as a Markdown table, for the documentation."""
    lines = ["| variable | default | what it is for |", "|---|---|---|"]
    for name, field in Settings.model_fields.items():
        default = "" if field.default in (None, "") else field.default
        lines.append(f"| `TCGRAPH_{name.upper()}` | {default} | {field.description} |")
    return "\n".join(lines) + "\n"
