"""How much is tried: always the same in the suite, and as much as one likes by hand (``FUZZ_EXAMPLES=20000``)."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

_ASKED = os.environ.get("FUZZ_EXAMPLES")


def amount(usual: int) -> settings:
    """Settings for so many examples, or for those asked for, which then differ from run to run."""
    return settings(
        max_examples=int(_ASKED or usual),
        derandomize=_ASKED is None,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
