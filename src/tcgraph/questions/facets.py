"""How many actions fit each further part of a question, so that only what has answers is offered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from tcgraph.questions.chips import ANY, Chip, Question, action_lines, compiled
from tcgraph.questions.condition_patterns import prefixed
from tcgraph.questions.kinds import OWN, Kind
from tcgraph.rdf import Term, plain

Rows = Iterable[tuple[Term | None, ...]]


class Facets:
    """The parts that questions about one graph may have.

    Args:
        kinds: of the project.
        select: gives the rows of a query; whoever asks often, remembers them.
    """

    def __init__(self, kinds: Mapping[str, Kind], select: Callable[[str], Rows]) -> None:
        self.kinds = kinds
        self._select = select

    def has(self, key: str, as_of: str = "") -> dict[str, set[str]]:
        """What each action has of a kind, or its status, section or number."""
        found: dict[str, set[str]] = {}
        for action, value in self._select(_pairs(key, self.kinds, as_of)):
            found.setdefault(plain(action), set()).add(plain(value))
        return found

    def holding(self, chip: Chip, as_of: str = "") -> set[str]:
        """The actions for which one part holds."""
        if chip.key in OWN or chip.none:
            return self._actions(as_of)  # said of what is shown, and of no action by itself
        if chip.key in ("words", "when", "done", "role", "only"):
            alone = Question("action", (replace(chip, without=False),), as_of)
            fitting = {plain(row[1]) for row in self._select(compiled(alone, self.kinds))}
        else:
            wanted = set(chip.values)
            fitting = set()
            keys = {self._key(value, chip.key) for value in chip.values}
            for key in keys:
                has = self.has(key, as_of)
                fitting |= {action for action, values in has.items() if ANY in wanted or values & wanted}
        return self._actions(as_of) - fitting if chip.without else fitting

    def fitting(self, question: Question) -> set[str]:
        """The actions for which every part holds."""
        found = self._actions(question.as_of)
        for chip in question.chips:
            found &= self.holding(chip, question.as_of)
        return found

    def values(self, question: Question, key: str) -> list[tuple[str, int]]:
        """What may be asked for by a key, beside all other parts of a question, and how many actions fit then."""
        rest = self.fitting(replace(question, chips=tuple(chip for chip in question.chips if chip.key != key)))
        counted: Counter[str] = Counter()
        for action, values in self.has(key, question.as_of).items():
            if action in rest:
                counted.update(values)
                if key in self.kinds:
                    counted[ANY] += 1
        if key in self.kinds:
            counted.pop(self.kinds[key].top, 0)
        return sorted(counted.items(), key=lambda item: (item[0] != ANY, -item[1], item[0]))

    def together(self, question: Question, key: str) -> Counter[str]:
        """What the actions that fit a question have of a kind, and how many of them have each."""
        fitting = self.fitting(question)
        has = self.has(key, question.as_of).items()
        return Counter(value for action, values in has if action in fitting for value in values)

    def _actions(self, as_of: str) -> set[str]:
        return set(self.has("status", as_of))

    def _key(self, value: str, key: str) -> str:
        kind = self.kinds.get(key)
        if kind is None or value == ANY or value.startswith(kind.folder):
            return key
        return next((k.name for k in self.kinds.values() if k.folder and value.startswith(k.folder) and not k.of), key)


def _pairs(key: str, kinds: Mapping[str, Kind], as_of: str = "") -> str:
    """The query for every action with what it has of one kind, or its status, section, number or parts."""
    lines = action_lines(as_of)
    value = f"?{key}"
    if key in kinds:
        kind = kinds[key]
        value = f"?{kind.variable}"
        lines.append(f"?action {kind.action} {value} .")
        if kind.folder:
            lines.append(f'FILTER(STRSTARTS(STR({value}), "{kind.folder}"))')
    if key == "role":
        lines.append("?taking tc:inAction ?action ; tc:role/skos:notation ?role .")
    body = "\n".join(f"  {line}" for line in lines)
    return prefixed(f"SELECT DISTINCT ?action {value}\nWHERE {{\n{body}\n}}\n")
