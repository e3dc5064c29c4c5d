"""Which follow-ups a project holds: each a resolution, a decision or a set of recommendations of some body.

Each is described in a small file of its own, ``follow-up.ttl`` in its folder of data, so that whoever only wants to
know which there are reads no graph.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tcgraph.errors import BadParameter
from tcgraph.namespaces import stands_in
from tcgraph.rdf import GraphFormat, Literal, NamedNode, parse
from tcgraph.terms import PREFIXES, TC

FILE = "follow-up.ttl"
_TYPE = NamedNode(PREFIXES["rdf"] + "type")
_CODE = NamedNode(PREFIXES["dcterms"] + "identifier")
_LABEL = NamedNode(PREFIXES["rdfs"] + "label")
_BODY = NamedNode(TC + "ofBody")


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What is followed up as one thing.

    Attributes:
        code: short, for addresses, options and file names.
        node: its IRI.
        folder: where its data is.
        names: what it is called, by language.
        body: whose it is, in the graph; None where the file does not say.
    """

    code: str
    node: NamedNode
    folder: Path
    names: Mapping[str, str] = field(default_factory=dict)
    body: NamedNode | None = None

    def name(self, language: str = "en") -> str:
        """What it is called, in a language where it is named in it, else in any."""
        return self.names.get(language) or self.names.get("en") or next(iter(self.names.values()), self.code)


def follow_ups(data: Path, main: str = "") -> tuple[FollowUp, ...]:
    """The follow-ups whose files are below a folder of data.

    Args:
        data: the folder.
        main: code of the one to name first: the project's own.

    Raises:
        BrokenInput: a file does not parse.
    """
    found = [one for path in sorted(data.glob(f"*/{FILE}")) for one in _read(path)]
    return tuple(sorted(found, key=lambda one: (one.code != main, one.code)))


def chosen(known: Sequence[FollowUp], code: str) -> FollowUp | None:
    """The follow-up that a command is about: that of a code, else the only one, else the first of several.

    Args:
        known: those of the project, its own first.
        code: what the caller gave; may be empty.

    Returns:
        None where the project describes none.

    Raises:
        BadParameter: there is none of that code.
    """
    if not code:
        return known[0] if known else None
    for one in known:
        if one.code == code:
            return one
    raise BadParameter(f"There is no follow-up {code!r}; there are: {', '.join(one.code for one in known) or 'none'}.")


def _read(path: Path) -> list[FollowUp]:
    said: dict[NamedNode, dict[NamedNode, list[object]]] = defaultdict(lambda: defaultdict(list))
    for triple in parse(path.read_bytes(), GraphFormat.TURTLE):
        if isinstance(triple.subject, NamedNode):
            said[triple.subject][triple.predicate].append(triple.object)
    return [_of(node, told, path.parent) for node, told in said.items() if NamedNode(TC + "FollowUp") in told[_TYPE]]


def _of(node: NamedNode, told: Mapping[NamedNode, Sequence[object]], folder: Path) -> FollowUp:
    codes = [term.value for term in told.get(_CODE, ()) if isinstance(term, Literal)]
    labels = [term for term in told.get(_LABEL, ()) if isinstance(term, Literal) and not stands_in(term)]
    names = {term.language or "en": term.value for term in labels}
    bodies = [term for term in told.get(_BODY, ()) if isinstance(term, NamedNode)]
    code = codes[0] if codes else node.value.rpartition("/")[2]
    return FollowUp(code, node, folder, names, bodies[0] if bodies else None)
