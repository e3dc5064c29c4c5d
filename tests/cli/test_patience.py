"""While a question takes long the command line says what of it costs, and Ctrl-C ends it at once."""

from __future__ import annotations

import signal
import subprocess
import sys
import time

import pytest

from tcgraph.cli.query import patience
from tcgraph.engine.embedded import EmbeddedEngine
from tests.conftest import PATIENCE
from tests.http.running import ROOT

ASKING = """
import pyoxigraph
from tcgraph.cli.query import patience
from tcgraph.engine.embedded import EmbeddedEngine
engine = EmbeddedEngine()
lines = "\\n".join(f"<urn:s{n}> <urn:p> {n} ." for n in range(20_000))
engine.store.bulk_load(lines.encode(), pyoxigraph.RdfFormat.TURTLE)
text = "SELECT (COUNT(*) AS ?n) { ?a <urn:p> ?b . ?c <urn:p> ?d FILTER(?b + ?d > 5) }"
with patience(engine, text, after=0.2):
    list(engine.store.query(text))
"""


def test_it_says_what_costs_and_can_be_ended() -> None:
    asking = subprocess.Popen(
        [sys.executable, "-c", ASKING], cwd=ROOT, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
    )
    try:
        assert asking.stderr is not None
        said = asking.stderr.readline()
        assert "This takes longer than 0.2 seconds. “?c <urn:p> ?d” has nothing in common" in said
        asking.send_signal(signal.SIGINT)
        assert asking.wait(timeout=PATIENCE) == -signal.SIGINT
    finally:
        asking.kill()
        asking.wait()


def test_nothing_is_said_of_a_quick_one(capfd: pytest.CaptureFixture[str]) -> None:
    before = signal.getsignal(signal.SIGINT)
    with patience(EmbeddedEngine(), "ASK {}", after=0.1):
        assert signal.getsignal(signal.SIGINT) is signal.SIG_DFL
    time.sleep(0.3)
    assert (capfd.readouterr().err, signal.getsignal(signal.SIGINT)) == ("", before)
