"""Where a SPARQL server answers, and what it is told about who asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final
from urllib.parse import urlsplit

from tcgraph.errors import EngineError

_USER: Final = "TCGRAPH_ENGINE_USER"
_PASSWORD: Final = "TCGRAPH_ENGINE_PASSWORD"  # noqa: S105 -- the variable's name
_TOKEN: Final = "TCGRAPH_ENGINE_TOKEN"  # noqa: S105 -- the variable's name
_SCHEME: Final = "TCGRAPH_ENGINE_AUTH"
_TIMEOUT: Final = "TCGRAPH_ENGINE_TIMEOUT"


@dataclass(frozen=True, slots=True)
class Endpoints:
    """The addresses of one server, and of those that hold the same as it does.

    Attributes:
        query: where queries go (SPARQL 1.1 Protocol §2.1).
        update: where updates go (§2.2).
        store: the graph store (SPARQL 1.1 Graph Store HTTP Protocol); None when the server has none.
        others: where queries go while the server is away: other members of its cluster, which take no changes from us.
    """

    query: str
    update: str
    store: str | None = None
    others: tuple[str, ...] = ()

    @classmethod
    def parse(cls, location: str) -> Endpoints:
        """Read one to three addresses: of queries, updates and the graph store, separated by spaces.

        From a single address the others follow by custom: beside ``…/query`` are ``…/update`` and ``…/store``; a
        server's root has those three below it; ``…/sparql`` and Virtuoso's ``…/sparql-auth`` take updates too. After
        a comma, one address each of other members of the same cluster.

        Raises:
            EngineError: an address is not http(s), or carries a user or password.
        """
        first, *members = location.split(",")
        if any(len(member.split()) != 1 for member in members):
            raise EngineError("After a comma, name another member of the cluster by the address of its queries alone.")
        named = cls._one(first)
        return replace(named, others=tuple(cls._one(member).query for member in members))

    @classmethod
    def _one(cls, location: str) -> Endpoints:
        addresses = location.split()
        for address in addresses:
            parts = urlsplit(address)
            if parts.scheme not in ("http", "https") or not parts.netloc:
                raise EngineError(
                    f"{address} is no address of a SPARQL server; it must start with http:// or https://."
                )
            if parts.username or parts.password:
                raise EngineError(f"Leave the password out of the address; set {_USER} and {_PASSWORD} instead.")
        if not 1 <= len(addresses) <= 3:
            raise EngineError("Name a server by one to three addresses: of queries, of updates, of the graph store.")
        if len(addresses) > 1:
            return cls(addresses[0], addresses[1], addresses[2] if len(addresses) > 2 else None)
        return cls._by_custom(addresses[0])

    @classmethod
    def _by_custom(cls, address: str) -> Endpoints:
        parent, _, last = address.rstrip("/").rpartition("/")
        if last == "query":
            return cls(address, f"{parent}/update", f"{parent}/store")
        if last == "sparql-auth":
            return cls(address, address, f"{parent}/sparql-graph-crud-auth")
        if not urlsplit(address).path.strip("/"):
            root = address.rstrip("/")
            return cls(f"{root}/query", f"{root}/update", f"{root}/store")
        return cls(address, address)


class Members:
    """The members of a cluster, the one that answered last first.

    Args:
        addresses: of each, in the order in which they are tried at the start.
    """

    def __init__(self, addresses: tuple[str, ...]) -> None:
        self.addresses = addresses
        self._first = 0

    def __len__(self) -> int:
        return len(self.addresses)

    def at(self, attempt: int) -> str:
        """Whom to ask at an attempt, the first being 0."""
        return self.addresses[(self._first + attempt) % len(self.addresses)]

    def answered(self, address: str) -> None:
        """One answered: it is asked first from now on."""
        self._first = self.addresses.index(address)


class AuthScheme(StrEnum):
    """How a server wants to know who asks."""

    NONE = "none"
    BASIC = "basic"
    DIGEST = "digest"
    BEARER = "bearer"


@dataclass(frozen=True, slots=True)
class Credentials:
    """Who asks. Secrets come from the environment alone and never show in a representation."""

    scheme: AuthScheme = AuthScheme.NONE
    user: str = ""
    secret: str = field(default="", repr=False)

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> Credentials:
        """Read ``TCGRAPH_ENGINE_TOKEN``, or ``…_USER`` and ``…_PASSWORD`` (``…_AUTH=digest`` where the server asks).

        Raises:
            EngineError: a part is missing, or the scheme is unknown.
        """
        user, password, token = (environment.get(name, "") for name in (_USER, _PASSWORD, _TOKEN))
        named = environment.get(_SCHEME, AuthScheme.BEARER if token else AuthScheme.BASIC if user else AuthScheme.NONE)
        try:
            scheme = AuthScheme(named.lower())
        except ValueError:
            raise EngineError(f"{_SCHEME}={named} is unknown; use one of {', '.join(AuthScheme)}.") from None
        if scheme is AuthScheme.BEARER and not token:
            raise EngineError(f"{_SCHEME}=bearer needs {_TOKEN}.")
        if scheme in (AuthScheme.BASIC, AuthScheme.DIGEST) and not (user and password):
            raise EngineError(f"{_SCHEME}={scheme} needs both {_USER} and {_PASSWORD}.")
        return cls(scheme, user, token if scheme is AuthScheme.BEARER else password)


def timeout_of(environment: Mapping[str, str]) -> float:
    """Seconds to wait for an answer: ``TCGRAPH_ENGINE_TIMEOUT``.

    Raises:
        EngineError: it is not a positive number.
    """
    text = environment.get(_TIMEOUT, "60")
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < 86400:
        raise EngineError(f"{_TIMEOUT}={text} is not a number of seconds.")
    return seconds
