"""Graphs of any size in the project's own vocabulary: recommendations, actions, programmes, countries and donors.

    python -m tests.bench.generate 1000000 graph.nt

The same size and seed give the same bytes. One thing in `faults` breaks some rule, so that checking finds something.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from tcgraph.terms import ID, PREFIXES, TC

VOCAB = PREFIXES["vocab"]
XSD = PREFIXES["xsd"]
TYPE = f"<{PREFIXES['rdf']}type>"
LABEL = f"<{PREFIXES['rdfs']}label>"
NOTATION = f"<{PREFIXES['skos']}notation>"
STATUSES = ("taken", "under-way", "planned", "standing")
STAGES = ("drafted", "agreed", "running", "closed")
PER_RECOMMENDATION = 70
COUNTRIES, REGIONS, THEMES = 200, 6, 12


def generate(triples: int, *, seed: int = 297, faults: int = 500) -> Iterator[str]:
    """Generate a graph.

    Args:
        triples: about how many; the result is within two per cent above 10,000.
        seed: of the random choices.
        faults: one thing in so many is faulty; 0 for none.

    Returns:
        N-Triples, one or more lines at a time.
    """
    chance = random.Random(seed)
    donors = max(10, triples // 5000)
    fixed = COUNTRIES * 4 + REGIONS * 2 + donors * 3
    recommendations = max(1, (triples - fixed) // PER_RECOMMENDATION)

    def faulty() -> bool:
        return faults > 0 and chance.randrange(faults) == 0

    yield from _places()
    for number in range(donors):
        node = _id(f"organisation/donor-{number}")
        yield _type(node, "Organisation") + _label(node, f"Donor {number}")
        yield f"{node} <{TC}organisationKind> <{VOCAB}organisation-kind/donor-government> .\n"
    for number in range(1, recommendations + 1):
        yield _recommendation(number, chance, faulty())
        yield _programme(number, chance, faulty())
        for letter in "abcd":
            yield _action(number, letter, chance, donors, faulty)


def _id(local: str) -> str:
    return f"<{ID}{local}>"


def _type(node: str, name: str) -> str:
    return f"{node} {TYPE} <{TC}{name}> .\n"


def _label(node: str, text: str, language: str = "en") -> str:
    return f'{node} {LABEL} "{text}"@{language} .\n'


def _code(number: int) -> str:
    """A made-up alpha-3 code: distinct, three capitals."""
    return "".join(chr(65 + number // 26**place % 26) for place in (2, 1, 0))


def _places() -> Iterator[str]:
    for number in range(REGIONS):
        node = _id(f"region/region-{number}")
        yield _type(node, "Region") + _label(node, f"Region {number}")
    for number in range(COUNTRIES):
        node = _id(f"country/{_code(number)}")
        yield _type(node, "Country") + _label(node, f"Country {number}")
        yield f'{node} {NOTATION} "{_code(number)}" .\n'
        yield f"{node} <{TC}inRegion> {_id(f'region/region-{number % REGIONS}')} .\n"


def _recommendation(number: int, chance: random.Random, faulty: bool) -> str:
    node = _id(f"recommendation/{number}")
    lines = [
        _type(node, "Recommendation"),
        _label(node, f"Recommendation {number}"),
        _label(node, f"Recommandation {number}", "en" if faulty else "fr"),
        f'{node} <{TC}number> "{number}"^^<{XSD}integer> .\n',
        f"{node} <{TC}inSection> {_id(f'section/{1 + number % 5}')} .\n",
        f"{node} <{TC}addressee> {_id(f'organisation/donor-{number % 10}')} .\n",
        f"{node} <{TC}theme> <{VOCAB}theme/theme-{chance.randrange(THEMES)}> .\n",
        f'{node} <{TC}summary> "What recommendation {number} asks of the Office and of its constituents."@en .\n',
    ]
    return "".join(lines)


def _programme(number: int, chance: random.Random, faulty: bool) -> str:
    node = _id(f"country-programme/{number}")
    start = chance.randrange(2002, 2008)
    end = start - 1 if faulty else start + chance.randrange(1, 5)
    return (
        _type(node, "CountryProgramme")
        + _label(node, f"Programme {number}")
        + f"{node} <{TC}country> {_id(f'country/{_code(chance.randrange(COUNTRIES))}')} .\n"
        + f'{node} <{TC}periodStart> "{start}-01-01"^^<{XSD}date> .\n'
        + f'{node} <{TC}periodEnd> "{end}-12-31"^^<{XSD}date> .\n'
        + f"{node} <{TC}stage> <{VOCAB}stage/{chance.choice(STAGES)}> .\n"
    )


def _action(number: int, letter: str, chance: random.Random, donors: int, faulty: Callable[[], bool]) -> str:
    key = f"{number}-1-{letter}"
    node, observation, funding = _id(f"action/{key}"), _id(f"observation/{key}/2006-10"), _id(f"funding/{key}")
    country = _id(f"country/{_code(chance.randrange(COUNTRIES))}")
    status = "done" if faulty() else chance.choice(STATUSES)
    date = "October 2006" if faulty() else "2006-10-11"
    lines = [
        _type(node, "Action"),
        _label(node, f"Action {key}"),
        f"{node} <{TC}addresses> {_id(f'recommendation/{number}')} .\n" if not faulty() else "",
        f'{node} <{TC}summary> "What was done in action {key}, in our own words."@en .\n',
        f"{node} <{TC}agent> {_id(f'organisation/donor-{chance.randrange(donors)}')} .\n",
        f"{node} <{TC}hasObservation> {observation} .\n",
        f"{node} <{TC}beneficiary> {country} .\n",
        _type(observation, "Observation"),
        f"{observation} <{TC}ofAction> {node} .\n",
        f"{observation} <{TC}status> <{VOCAB}status/{status}> .\n",
        f'{observation} <{TC}asOf> "{date}"^^<{XSD}date> .\n',
    ]
    if letter in "ab":
        donor = country if faulty() else _id(f"organisation/donor-{chance.randrange(donors)}")
        lines += [
            _type(funding, "Funding"),
            _label(funding, f"Funding {key}"),
            f"{funding} <{TC}donor> {donor} .\n",
            f"{funding} <{TC}inAction> {node} .\n",
            f"{funding} <{TC}certainty> <{VOCAB}certainty/{chance.choice(('stated', 'hedged'))}> .\n",
            f'{funding} <{TC}amount> "{chance.randrange(1, 10**7)}"^^<{XSD}integer> .\n',
        ]
    return "".join(lines)


def main(arguments: list[str] | None = None) -> int:
    """Write a graph to a file; says how many triples it has."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("triples", type=int)
    parser.add_argument("file", type=Path)
    parser.add_argument("--seed", type=int, default=297)
    parser.add_argument("--faults", type=int, default=500)
    chosen = parser.parse_args(arguments)
    written = 0
    with chosen.file.open("w", encoding="utf-8") as out:
        for lines in generate(chosen.triples, seed=chosen.seed, faults=chosen.faults):
            out.write(lines)
            written += lines.count("\n")
    sys.stdout.write(f"{chosen.file}: {written} triples\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
