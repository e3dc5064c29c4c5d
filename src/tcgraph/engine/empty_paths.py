"""Paths of no steps at a constant: they match whether or not the constant is in the data (SPARQL 1.1 §18.4, ALP).

The embedded engine looks for the constant in its data first. Where it is in no triple, the one solution that a path of
no steps has is given by a second branch.
"""

from __future__ import annotations

from tcgraph.sparql.syntax import (
    Alternative,
    Exists,
    Filter,
    Group,
    Inverse,
    Iri,
    Literal,
    Path,
    Predicate,
    Repeated,
    Sequence,
    Triples,
    Union,
    Values,
    Var,
)

_P, _O, _S = (Var(f"tcgraph_{name}") for name in "pos")


def completed(triples: Triples) -> tuple[Triples | Union, ...]:
    """The same triples, the paths among them that may have no steps and end in one constant each with a second branch.

    Args:
        triples: with one subject.
    """
    subject = triples.subject
    if not isinstance(subject, Var | Iri | Literal):
        return (triples,)
    kept: list[Predicate] = []
    found: list[Union] = []
    for predicate in triples.predicates:
        others = []
        for each in predicate.objects:
            constant = _constant(subject, each) if isinstance(each, Var | Iri | Literal) else None
            if constant is not None and not isinstance(predicate.verb, Var) and _may_be_empty(predicate.verb):
                alone = Triples(subject, (Predicate(predicate.verb, (each,)),))
                ends = [end for end in (subject, each) if isinstance(end, Var)]
                found.append(Union((Group((alone,)), _absent(constant, ends))))
            else:
                others.append(each)
        if others:
            kept.append(Predicate(predicate.verb, tuple(others)))
    if not found:
        return (triples,)
    return (*((Triples(subject, tuple(kept)),) if kept else ()), *found)


def _constant(start: Var | Iri | Literal, end: Var | Iri | Literal) -> Iri | Literal | None:
    """The one constant at the ends; None for two variables, which end in the data, and for two constants."""
    constants = {each for each in (start, end) if not isinstance(each, Var)}
    return constants.pop() if len(constants) == 1 else None


def _absent(constant: Iri | Literal, ends: list[Var]) -> Group:
    """The solution where the constant is in no triple."""
    bound = (Values((end,), ((constant,),)) for end in ends)
    patterns = (Triples(constant, (Predicate(_P, (_O,)),)), Triples(_S, (Predicate(_P, (constant,)),)))
    return Group((*bound, *(Filter(Exists(Group((each,)), negated=True)) for each in patterns)))


def _may_be_empty(path: Path) -> bool:
    """Whether a path may have no steps (§9.1)."""
    match path:
        case Repeated():
            return path.sign != "+" or _may_be_empty(path.path)
        case Inverse():
            return _may_be_empty(path.path)
        case Sequence():
            return all(map(_may_be_empty, path.parts))
        case Alternative():
            return any(map(_may_be_empty, path.parts))
        case _:
            return False
