"""Bearer tokens (RFC 6750): random, shown once, kept as digests, each with what it allows."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import re
import secrets
import time
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tcgraph.errors import BadParameter, EngineError
from tcgraph.http.problems import Problem
from tcgraph.publish.versions import sync
from tcgraph.terms import GRAPH

_GUESSES = 10
_GUESS_SECONDS = 60.0
_SCOPE = re.compile(r"admin|read|write|write:\S+")
_RULES = (f"{GRAPH}shapes/", f"{GRAPH}ontology/")
"""Graphs by which changes are judged: who changes those changes what may come in."""
_NAME = re.compile(r"[\w.@-]{1,64}")


@dataclass(frozen=True, slots=True)
class AccessToken:
    """Somebody's token.

    Attributes:
        name: whose it is; written into the record of each change.
        scopes: ``admin`` (everything), ``write`` (any graph but the rules), ``write:IRI`` (that graph), ``read``;
            whoever may write may read.
    """

    name: str
    scopes: tuple[str, ...]

    def may_write(self, graph: str) -> bool:
        """Whether it allows changes to a graph; the empty text is the default graph."""
        enough = {"admin", f"write:{graph}"} if graph.startswith(_RULES) else {"admin", "write", f"write:{graph}"}
        return not enough.isdisjoint(self.scopes)


class Tokens:
    """The tokens of one server.

    A token has 256 random bits, so a plain digest is as good as a slow one: there is nothing to guess from.

    Args:
        path: JSON file of names, digests and scopes.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._failures: OrderedDict[str, list[float]] = OrderedDict()

    def issue(self, name: str, scopes: tuple[str, ...]) -> str:
        """Make a token; only its digest is kept.

        Returns:
            The token itself, never to be had again.

        Raises:
            BadParameter: the name or a scope is malformed, or the name is taken.
        """
        if not _NAME.fullmatch(name):
            raise BadParameter("A token's name has letters, digits, and . _ @ - only.")
        if wrong := [scope for scope in scopes if not _SCOPE.fullmatch(scope)] or not scopes:
            raise BadParameter(f"Unknown scope {wrong}; use admin, read, write, or write:GRAPH-IRI.")
        known = self._read()
        if any(entry["name"] == name for entry in known):
            raise BadParameter(f"There is a token {name!r} already; revoke it first.")
        token = secrets.token_urlsafe(32)
        self._write([*known, {"name": name, "sha256": _digest(token), "scopes": list(scopes)}])
        return token

    def revoke(self, name: str) -> None:
        """Make a token worthless.

        Raises:
            BadParameter: there is none of that name.
        """
        known = self._read()
        left = [entry for entry in known if entry["name"] != name]
        if len(left) == len(known):
            raise BadParameter(f"There is no token {name!r}.")
        self._write(left)

    def names(self) -> list[AccessToken]:
        """Every token, without its digest."""
        return [AccessToken(entry["name"], tuple(entry["scopes"])) for entry in self._read()]

    def check(self, authorization: str, client: str) -> AccessToken:
        """Who sends a request.

        Args:
            authorization: the Authorization header.
            client: the address that it comes from; ten wrong tokens in a minute close the door to it for a while.

        Raises:
            Problem: 401 without a valid token, 429 after too many wrong ones.
        """
        now = time.monotonic()
        recent = [moment for moment in self._failures.get(client, ()) if now - moment < _GUESS_SECONDS]
        if len(recent) >= _GUESSES:
            raise Problem(
                429, "too-many-guesses", "Too many wrong tokens; wait a minute.", headers={"retry-after": "60"}
            )
        scheme, _, value = authorization.partition(" ")
        challenge = {"www-authenticate": 'Bearer realm="tcgraph"'}
        if scheme.lower() != "bearer" or not value.strip():
            raise Problem(401, "token-needed", "Send a token: Authorization: Bearer …", headers=challenge)
        digest = _digest(value.strip())
        found = None
        for entry in self._read():
            # Every entry is compared, in constant time: how long it takes tells nothing.
            if hmac.compare_digest(entry["sha256"], digest):
                found = AccessToken(entry["name"], tuple(entry["scopes"]))
        if found is None:
            self._failures[client] = [*recent, now]
            if len(self._failures) > 10_000:
                self._failures.popitem(last=False)
            challenge = {"www-authenticate": 'Bearer realm="tcgraph", error="invalid_token"'}
            raise Problem(401, "wrong-token", "The token is not valid here.", headers=challenge)
        return found

    def _read(self) -> list[dict[str, Any]]:
        try:
            return list(json.loads(self._path.read_text(encoding="utf-8")))
        except FileNotFoundError:
            return []
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or error
            raise EngineError(f"Cannot read the tokens in {self._path}: {reason}.") from error

    def _write(self, entries: list[dict[str, Any]]) -> None:
        try:
            folder = self._path.parent
            folder.mkdir(parents=True, exist_ok=True)
            draft = self._path.with_suffix(".draft")
            draft.unlink(missing_ok=True)
            # A new file, never one that a link leads to: the server's account may put one there, and root may be here.
            descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                if os.geteuid() == 0:
                    # The server is to read it, under the account that the directory belongs to.
                    owner = folder.stat()
                    os.fchown(descriptor, owner.st_uid, owner.st_gid)
                file.write(json.dumps(entries, indent=2) + "\n")
            sync(draft)
            draft.replace(self._path)
        except OSError as error:
            raise EngineError(f"Cannot write the tokens to {self._path}: {error.strerror}.") from error


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
