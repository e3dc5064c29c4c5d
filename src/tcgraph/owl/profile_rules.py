"""The OWL 2 RL/RDF rules, as the W3C profile tabulates them (OWL 2 Profiles §4.3, Tables 5 to 9), and each in words.

They are in ``profile_rules.toml``. Rules over lists of any length are in :mod:`instances`; equality (Table 4) is in
:mod:`equality`.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Final

from tcgraph.owl.patterns import EntailmentRule, parse_rules

_TABLES = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
DATA_RULES: Final[tuple[EntailmentRule, ...]] = tuple(parse_rules(_TABLES["data"]))
COMPOSED_RULES: Final[tuple[EntailmentRule, ...]] = tuple(parse_rules(_TABLES["composed"]))
COMPARED_RULES: Final[tuple[EntailmentRule, ...]] = tuple(parse_rules(_TABLES["compared"]))
MEANINGS: Final[dict[str, str]] = _TABLES["meanings"]
"""What each rule says, in words for a reader who does not know the tables."""
CONTRADICTIONS: Final[dict[str, str]] = _TABLES["contradictions"]
"""What each rule against something says of the facts that it found."""
