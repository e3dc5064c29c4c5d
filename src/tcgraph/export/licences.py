"""The licences under which what we hand on stands."""

from __future__ import annotations

from typing import Final

DATA: Final = "https://creativecommons.org/licenses/by/4.0/"
"""Ontology, concept schemes, shapes and data, as each ontology file says of itself."""

CODE: Final = "https://www.apache.org/licenses/LICENSE-2.0"
"""The software, queries included."""
