"""What every node of a syntax tree is: a value with a place in the text, which nobody changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, fields, replace
from operator import is_
from typing import Any, ClassVar, TypeVar, dataclass_transform

T = TypeVar("T")
N = TypeVar("N", bound="Node")


@dataclass_transform(frozen_default=True, eq_default=True, field_specifiers=(field,))
def node(cls: type[T]) -> type[T]:
    """Make a class a node.

    Its fields may not be assigned to, which the type checker sees to: a frozen dataclass takes three times as long to
    make, and that is most of what parsing takes.
    """
    made = dataclass(slots=True, unsafe_hash=True)(cls)
    made._parts = tuple(  # type: ignore[attr-defined]
        field.name
        for field in fields(made)  # type: ignore[arg-type]
        if field.compare and not _WORDS.issuperset(str(field.type).split(" | "))
    )
    return made


_WORDS = frozenset(("str", "bool", "int", "None", "tuple[str, ...]"))
"""Types of fields, as they are annotated, that hold no node."""


class _Descendants:
    """Keeps the nodes below one, once somebody asked: a tree is gone through again and again."""

    __slots__ = ("below",)
    below: tuple[Node, ...]


@node
class Node(_Descendants):
    """A part of a syntax tree.

    Attributes:
        start: offset in the text of its first character; -1 where it was not read from one.
        end: offset after its last character. Neither counts when nodes are compared: two texts say the same when their
            trees are equal.
    """

    _parts: ClassVar[tuple[str, ...]] = ()
    start: int = field(default=-1, compare=False, kw_only=True)
    end: int = field(default=-1, compare=False, kw_only=True)


def children(parent: Node) -> tuple[Node, ...]:
    """The nodes directly below one, in the order of the text."""
    if not parent._parts:
        return ()
    try:
        return parent.below
    except AttributeError:
        found: list[Node] = []
        _gather([getattr(parent, name) for name in parent._parts], found)
        parent.below = below = tuple(found)
        return below


def _gather(values: Iterable[Any], found: list[Node]) -> None:
    for value in values:
        if isinstance(value, Node):
            found.append(value)
        elif type(value) is tuple:
            _gather(value, found)


def walk(root: Node, into: Callable[[Node], bool] | None = None) -> Iterator[Node]:
    """A node and all below it, in the order of the text.

    Args:
        root: where to begin.
        into: whether to go on below a node; it is given itself either way. Below all of them, when not given.
    """
    stack = [root]
    while stack:
        found = stack.pop()
        yield found
        if found._parts and (into is None or into(found)):
            stack += children(found)[::-1]


def transform(root: N, change: Callable[[Node], Node]) -> N:
    """A tree with its nodes replaced, from the leaves up.

    Args:
        root: where to begin.
        change: gives what to put in the place of a node, whose own parts are replaced already; the node itself to
            leave it. The caller sees to it that what it gives may stand there.

    Returns:
        The new tree; what nothing was changed in is the same object as before.
    """
    below = children(root)
    return change(_with_below(root, [transform(part, change) for part in below]) if below else root)  # type: ignore[return-value]


def with_parts(parent: N, change: Callable[[Node], Node]) -> N:
    """A node with each of the nodes directly below it replaced; the node itself where none is by another."""
    below = children(parent)
    return _with_below(parent, [change(part) for part in below]) if below else parent


def _with_below(parent: N, below: list[Node]) -> N:
    if all(map(is_, below, children(parent))):
        return parent
    new = iter(below)
    return replace(parent, **{name: _filled(getattr(parent, name), new) for name in parent._parts})


def _filled(value: Any, new: Iterator[Node]) -> Any:
    """The value of a field with the next of some nodes in the place of each; the value itself where they are those."""
    if isinstance(value, Node):
        return next(new)
    if type(value) is not tuple:
        return value
    parts = tuple(_filled(each, new) for each in value)
    return value if all(map(is_, parts, value)) else parts
