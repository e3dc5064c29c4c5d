"""The address of a page as a value: all that a page shows follows from its path and these parameters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from urllib.parse import urlencode

FIRST = "/start"
"""What stands for the first page where a suffix follows."""


@dataclass(frozen=True, slots=True)
class State:
    """Path and parameters of a request.

    Attributes:
        path: without any suffix such as ``.csv``.
        parameters: those given and not empty, without ``lang``.
        language: one of those that pages can be had in.
        root: what a proxy strips from the front of every address, and what stands before those written here.
        origin: scheme and host by which readers reach the server; empty when nobody knows.
        said: whether the address names the language, so that those it leads to name it too, English among them.
    """

    path: str
    parameters: Mapping[str, str]
    language: str = "en"
    root: str = ""
    origin: str = ""
    said: bool = False

    @property
    def named_language(self) -> str:
        """What the addresses that this page leads to say of the language; empty where they need not."""
        return self.language if self.said or self.language != "en" else ""

    def get(self, name: str, default: str = "") -> str:
        """A parameter's text."""
        return self.parameters.get(name, default)

    def url(self, path: str | None = None, /, **changes: object) -> str:
        """The address of this state with some parameters changed; None or an empty text removes one."""
        merged = {**self.parameters, **{name: "" if value is None else str(value) for name, value in changes.items()}}
        return self._address(self.path if path is None else path, merged)

    def to(self, path: str, /, **parameters: object) -> str:
        """The address of another page, in the same language and about the same follow-up, without other parameters."""
        given = {"of": self.get("of"), **parameters}
        return self._address(path, {name: "" if value is None else str(value) for name, value in given.items()})

    def twin(self, suffix: str, **changes: object) -> str:
        """The address of this page's twin in another format, with some parameters changed."""
        path = FIRST if self.path == "/" else self.path
        return self.url(f"{path}.{suffix}", **changes)

    def in_language(self, language: str) -> str:
        """The address of this page in another language."""
        return replace(self, language=language, said=True).url()

    def absolute(self, address: str) -> str:
        """An address of this server, as :meth:`url` and :meth:`to` write them, for readers elsewhere."""
        return self.origin + address

    def _address(self, path: str, parameters: Mapping[str, str]) -> str:
        path, mark, fragment = path.partition("#")
        pairs = "&".join(_pair(name, value) for name, value in parameters.items() if value and name != "lang")
        if self.named_language:
            pairs += ("&" if pairs else "") + f"lang={self.named_language}"
        query = ("&" if "?" in path else "?") + pairs if pairs else ""
        return self.root + path + query + mark + fragment


@lru_cache(maxsize=4096)
def _pair(name: str, value: str) -> str:
    """One parameter of an address; a page writes the same few again and again."""
    return urlencode([(name, value)])
