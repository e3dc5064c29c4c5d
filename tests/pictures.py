"""The pictures of README and manual, taken from the running product: ``make pictures``.

Each keeps the headings and figures of its page within it, so that a test sees when the page says something else by now.
"""

from __future__ import annotations

import io
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from PIL.PngImagePlugin import PngInfo
from playwright.sync_api import Browser, sync_playwright

from tests.conftest import ROOT
from tests.http.running import running

_TOLD = "Description"
_COLOURS = 64
"""A page has few colours; with these a picture takes a third of the bytes and looks the same."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of a page.

    Attributes:
        file: where it is, from the root of the repository.
        path: the page's address on the server.
        width: the window's, in CSS pixels.
        height: likewise.
    """

    file: str
    path: str
    width: int = 1200
    height: int = 800


PICTURES = (
    Picture(".github/follow-up.png", "/follow-up?open=6", 1360, 1000),
    Picture("docs/pictures/front.png", "/"),
    Picture("docs/pictures/recommendation.png", "/recommendations/17"),
    Picture("docs/pictures/words.png", "/search?q=which+donors+fund+Africa"),
    Picture("docs/pictures/build.png", "/build?section=1&status=planned"),
    Picture("docs/pictures/editor.png", "/sparql"),
    Picture("docs/pictures/quality.png", "/quality"),
)


def told(html: str) -> str:
    """What a page says at its head: its title and the figures below it, in plain words."""
    head = re.search(r"<h1.*?</h1>(?:\s*<p.*?</p>)*", html, re.DOTALL)
    return " ".join(re.sub(r"<[^>]*>", " ", head[0]).split()) if head else ""


def told_in(file: Path) -> str:
    """What the page of a picture said at its head when the picture was taken."""
    with Image.open(file) as image:
        return str(image.info.get(_TOLD, ""))


def take(picture: Picture, server: str, browser: Browser) -> bytes:
    """One picture.

    Args:
        picture: of what.
        server: the address of a server.
        browser: takes it.

    Returns:
        A PNG file.
    """
    page = browser.new_page(viewport={"width": picture.width, "height": picture.height})
    page.goto(server + picture.path, wait_until="networkidle")
    shown = page.screenshot()
    about = PngInfo()
    about.add_itxt(_TOLD, told(page.content()), zip=True)
    page.close()
    out = io.BytesIO()
    with Image.open(io.BytesIO(shown)) as image:
        image.convert("RGB").quantize(_COLOURS).save(out, "PNG", optimize=True, pnginfo=about)
    return out.getvalue()


def main() -> None:
    """Take all of them."""
    with TemporaryDirectory() as state, running(ROOT, Path(state)) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for picture in PICTURES:
            file = ROOT / picture.file
            file.parent.mkdir(exist_ok=True)
            file.write_bytes(take(picture, server.url, browser))
        browser.close()


if __name__ == "__main__":
    main()
