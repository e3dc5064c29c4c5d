"""Apache Jena, the real one, loads things by their address, asks the endpoint, and joins it with data of its own."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import rdflib

from tests.conftest import PATIENCE
from tests.http.running import THINGS, Running

JARS = Path("/usr/share/java")
Jena = Callable[..., str]
_MISPLACED = "org/apache/jena/ext/"
TAKEN = "PREFIX tc: <https://w3id.org/tcgraph/ns#> PREFIX s: <https://w3id.org/tcgraph/vocab/status/> "

pytestmark = [
    pytest.mark.at_size,
    pytest.mark.skipif(
        shutil.which("java") is None or not (JARS / "jena-cmds.jar").exists(),
        reason="needs a Java runtime and Apache Jena (apt install libapache-jena-java)",
    ),
]


@pytest.fixture(scope="module")
def jena(tmp_path_factory: pytest.TempPathFactory) -> Jena:
    """Runs a command of Jena, and gives what it prints."""
    # Debian's jar has the classes of one package renamed, and the texts that they look for not.
    folder = tmp_path_factory.mktemp("jena")
    with zipfile.ZipFile(JARS / "jena-core.jar") as jar:
        for name in jar.namelist():
            if name.startswith(_MISPLACED) and name.endswith(".properties"):
                place = folder / name.removeprefix(_MISPLACED)
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(jar.read(name))
    loggers = ("log4j", "slf4j", "logback", "jcl-over", "jul-to")
    jars = [jar for jar in sorted(JARS.glob("*.jar")) if not any(name in jar.name for name in loggers)]
    path = ":".join(map(str, (folder, *jars, JARS / "slf4j-api.jar", JARS / "slf4j-nop.jar")))

    def run(command: str, *arguments: str) -> str:
        found = subprocess.run(
            ["java", "-cp", path, command, *arguments], capture_output=True, text=True, check=False, timeout=PATIENCE
        )
        assert found.returncode == 0, found.stderr
        return found.stdout

    return run


@pytest.mark.parametrize("path", THINGS)
def test_riot_loads_a_graph_by_its_address(jena: Jena, server: Running, path: str) -> None:
    read = rdflib.Graph().parse(data=jena("riotcmd.riot", "--output=ntriples", f"{server.url}/{path}"), format="nt")
    wanted = rdflib.Graph().parse(f"{server.url}/{path}", format="turtle")
    assert len(read) == len(wanted) > 3


@pytest.mark.parametrize("method", [(), ("--post",)], ids=["get", "post"])
def test_it_asks_the_endpoint(jena: Jena, server: Running, method: tuple[str, ...]) -> None:
    service = ("arq.rsparql", f"--service={server.url}/sparql", *method)
    table = jena(*service, "--results=csv", f"{TAKEN}SELECT (COUNT(*) AS ?n) {{ ?o tc:status s:taken }}")
    assert int(table.split()[1]) > 10
    assert "yes" in jena(*service, f"{TAKEN}ASK {{ ?o tc:status s:taken }}").lower()
    text = "DESCRIBE <https://w3id.org/tcgraph/id/recommendation/12>"
    described = rdflib.Graph().parse(data=jena(*service, "--results=ntriples", text), format="nt")
    assert len(described) > 3


def test_it_joins_the_endpoint_with_data_of_its_own(jena: Jena, server: Running, tmp_path: Path) -> None:
    mine = tmp_path / "mine.ttl"
    mine.write_text("<urn:watched> <urn:is> <https://w3id.org/tcgraph/id/country/BEN> .")
    text = f"{TAKEN}SELECT ?code {{ ?w <urn:is> ?c SERVICE <{server.url}/sparql> {{ ?c tc:iso3 ?code }} }}"
    assert jena("arq.arq", f"--data={mine}", "--results=csv", text).split() == ["code", "BEN"]
