"""How long each page takes when nothing is kept, on the shipped graph and among a million triples of other things.

    python -m tests.bench.pages --triples 0 1000000 --runs 20 --paint
    python -m tests.bench.pages --phone

Prints one line a page: milliseconds on the clock (half of the runs, 95 in 100), milliseconds of one processor, bytes,
and with ``--paint`` the first contentful paint in Debian's Chromium at a first visit, and at one after it. The
recommendations stay the shipped ones: what grows is all that they stand among. With ``--phone`` the paints alone, of
the whole server, on a telephone's screen at a quarter of the processor's speed, with 150 ms a request and 1.6 Mbit/s.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.requests import Request

from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.http.mounted_pages import Pages
from tcgraph.owl.reason import reason
from tcgraph.pages import Site, make_pages
from tcgraph.pages.site import AnswerCache, Memo
from tcgraph.project import Project, Role
from tcgraph.publish.project_graph import load_project
from tcgraph.queries import read_queries
from tcgraph.rdf import GraphFormat, NamedNode
from tcgraph.terms import GRAPH
from tests.bench.generate import generate
from tests.http.running import running
from tests.http.served import served

if TYPE_CHECKING:
    from playwright.sync_api import ViewportSize

ROOT = Path(__file__).parents[2]
PAGES = (
    "/", "/follow-up?section=2&status=planned", "/follow-up?open=6", "/recommendations/17", "/countries", "/donors",
    "/organisations", "/standards", "/frameworks", "/deadlines", "/ask", "/ask/follow-up-matrix",
    "/ask/country-in-the-document?country=SEN", "/sparql", "/quality", "/data", "/ontology", "/search?q=UNDAF",
    "/page/organisation/undp", "/page/country/SEN", "/graph?about=organisation/undp&draw=1",
)  # fmt: skip
_PHONE: ViewportSize = {"width": 390, "height": 844}
_NETWORK = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 94_000}
"""Bytes a second, and the milliseconds of each request: Lighthouse's slow fourth generation."""


def site_of(triples: int) -> Site:
    """The shipped graph, with so many triples of other things beside it."""
    engine, project = EmbeddedEngine(), Project(ROOT)
    load_project(engine, project, roles=(Role.ONTOLOGY, Role.DATA))
    reason(engine)
    if triples:
        with tempfile.NamedTemporaryFile("w", suffix=".nt", encoding="utf-8") as file:
            for lines in generate(triples, faults=0):
                # Their numbers would be those of the shipped recommendations.
                other = lines.replace("/id/recommendation/", "/id/case/")
                file.write(other.replace("/ns#Recommendation>", "/ns#Need>"))
            file.flush()
            engine.load(Path(file.name), GraphFormat.N_TRIPLES, graph=NamedNode(GRAPH + "bench"))
    return Site(engine=lambda: engine, project=project, queries=read_queries(project.queries))


def measure(pages: Pages, site: Site, path: str, runs: int) -> tuple[list[float], float, int]:
    """Make a page so many times with nothing kept: seconds of each, processor seconds of one, bytes."""
    app = Starlette(routes=[*pages.routes, pages.editor])
    route, _, query = path.partition("?")
    taken: list[float] = []
    busy = time.process_time()
    size = 0
    for _ in range(runs):
        object.__setattr__(site, "answers", AnswerCache())
        object.__setattr__(site, "memo", Memo())
        start = time.perf_counter()
        size = len(_get(app, route, query))
        taken.append(time.perf_counter() - start)
    return taken, (time.process_time() - busy) / runs, size


def _get(app: Starlette, path: str, query: str) -> bytes:
    """Ask the page's own handler, without a server between."""
    scope = {
        "type": "http", "method": "GET", "path": path, "raw_path": path.encode(), "query_string": query.encode(),
        "headers": [(b"host", b"127.0.0.1"), (b"accept", b"text/html")], "root_path": "", "scheme": "http",
        "server": ("127.0.0.1", 80), "client": ("127.0.0.1", 1), "http_version": "1.1",
    }  # fmt: skip
    for route in app.routes:
        match, child = route.matches(scope)
        if match.value == 2:
            endpoint = child["endpoint"]
            return bytes(endpoint(Request({**scope, **child})).body)
    raise LookupError(path)


def paints(address: str, *, phone: bool) -> dict[str, tuple[float, float]]:
    """The first contentful paint of each page, in milliseconds: at a first visit, and at one after it."""
    from playwright.sync_api import sync_playwright

    read = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN"
    found: dict[str, tuple[float, float]] = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        for path in PAGES:
            page = browser.new_page(viewport=_PHONE if phone else None)
            if phone:
                session = page.context.new_cdp_session(page)
                session.send("Network.emulateNetworkConditions", _NETWORK)
                session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
            taken: list[float] = []
            for _ in range(2):
                page.goto(address + path, wait_until="load")
                page.wait_for_timeout(500)
                taken.append(page.evaluate(read))
            found[path] = (taken[0], taken[1])
            page.close()
        browser.close()
    return found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--triples", type=int, nargs="+", default=[0, 1_000_000], help="of other things, beside ours")
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--paint", action="store_true", help="also the first contentful paint")
    parser.add_argument("--phone", action="store_true", help="that alone, on a slowed telephone")
    given = parser.parse_args()
    if given.phone:
        with tempfile.TemporaryDirectory() as state, running(ROOT, Path(state)) as up:
            print("| page | first paint, ms | again, ms |\n|---|---|---|")
            for path, (paint, again) in paints(up.url, phone=True).items():
                print(f"| {path} | {paint:,.0f} | {again:,.0f} |", flush=True)
        return
    for triples in given.triples:
        site = site_of(triples)
        pages = make_pages(site)
        painted = {}
        if given.paint:
            with served(pages) as address:
                painted = paints(address, phone=False)
        print(f"{site.engine().size():,} triples", flush=True)
        print("| page | ms, half | ms, 95 in 100 | ms of processor | bytes | first paint, ms | again, ms |")
        print("|---|---|---|---|---|---|---|")

        for path in PAGES:
            taken, busy, size = measure(pages, site, path, given.runs)
            ordered = sorted(taken)
            late = ordered[min(len(ordered) - 1, round(0.95 * len(ordered)))]
            half, (paint, again) = statistics.median(ordered), painted.get(path, (float("nan"), float("nan")))
            told = (half * 1000, late * 1000, busy * 1000, size, paint, again)
            print(f"| {path} | " + " | ".join(f"{figure:,.0f}" for figure in told) + " |", flush=True)


if __name__ == "__main__":
    main()
