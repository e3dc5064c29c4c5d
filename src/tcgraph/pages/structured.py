"""What a page tells search engines, in the terms of schema.org: a block of JSON-LD, which no browser runs.

A script element whose type is no script's is a data block (HTML §4.12.1), so the policy ``script-src 'self'`` has
nothing to forbid there.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from markupsafe import Markup

from tcgraph.pages.i18n import Translate
from tcgraph.pages.page import Page, State
from tcgraph.pages.page_formats import MEDIA_TYPES, suffixes_of
from tcgraph.pages.site import Site, ask
from tcgraph.rdf import Literal, NamedNode, Term, plain
from tcgraph.terms import PREFIXES

Node = Mapping[str, object]

_SCHEMA = PREFIXES["schema"]
_SAME = (_SCHEMA + "sameAs", PREFIXES["skos"] + "exactMatch", PREFIXES["owl"] + "sameAs")
_MOST = 100


def block(page: Page, state: State, t: Translate) -> Markup:
    """The page, where it stands among the others, and what it is about, as a script element of data."""
    address = state.absolute(state.url())
    node: dict[str, object] = {
        "@type": "WebPage",
        "@id": address,
        "url": address,
        "name": page.title,
        "inLanguage": state.language,
        "breadcrumb": {"@type": "BreadcrumbList", "itemListElement": list(_steps(page, state, t))},
    }
    nodes: list[Node] = [node]
    if page.subject:
        nodes.append(page.subject)
        node["mainEntity"] = {"@id": page.subject["@id"]}
    text = json.dumps({"@context": "https://schema.org", "@graph": nodes}, ensure_ascii=False, separators=(",", ":"))
    # Without < nothing can end a script element or open a comment in it (HTML §4.12.1.3).
    safe = text.replace("<", "\\u003c")
    return Markup(f'<script type="application/ld+json" data-server>{safe}</script>')  # noqa: S704


def dataset(site: Site, state: State, page: Page, t: Translate) -> Node:
    """The whole graph as a data set, had in the forms of this page and as dumps."""
    home = state.absolute(state.to("/data"))
    return {
        "@type": "Dataset",
        "@id": f"{home}#dataset",
        "name": t("structured.dataset"),
        "description": t("foot.what"),
        "url": home,
        "license": site.project.about.licence,
        "isAccessibleForFree": True,
        "version": site.version(),
        "isBasedOn": [*reports(site)],
        "distribution": [
            *(_download(state.absolute(state.twin(suffix)), MEDIA_TYPES[suffix]) for suffix in suffixes_of(page)),
            *(_download(state.absolute(state.root + path), syntax.media_type) for syntax, path in site.dumps),
        ],
    }


def reports(site: Site, number: str = "") -> Iterable[Node]:
    """The documents whose recommendations are followed up, or the one in which a recommendation stands."""
    for row in ask(site, "reported-documents", {"number": number}).texts():
        node: Node = {"@type": "Report", "@id": row["document"], "name": row["title"], "reportNumber": row["symbol"]}
        yield {**node, **({"datePublished": row["issued"]} if row["issued"] else {})}


def part_of_report(site: Site, thing: str, number: str, name: str, summary: str, about: Iterable[Node]) -> Node:
    """A recommendation: a numbered part of a report, and what it names."""
    return {
        "@type": "CreativeWork",
        "@id": thing,
        "name": name,
        "abstract": summary,
        "position": int(number),
        "isPartOf": [*reports(site, number)],
        "about": [*about],
    }


def listing(state: State, title: str, things: Iterable[tuple[str, str]]) -> Node:
    """A list of things by name and address of their page."""
    address = state.absolute(state.url())
    return {
        "@type": "ItemList",
        "@id": f"{address}#list",
        "name": title,
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "url": state.absolute(href)}
            for place, (name, href) in enumerate(things, start=1)
            if place <= _MOST
        ],
    }


def described(thing: NamedNode, name: str, said: Mapping[str, list[Term]], state: State) -> Node | None:
    """A thing in those of its classes that schema.org has, by the stated alignment; None where it has none."""
    kinds = sorted(
        kind.value.removeprefix(_SCHEMA)
        for kind in said.get(PREFIXES["rdf"] + "type", [])
        if isinstance(kind, NamedNode) and kind.value.startswith(_SCHEMA)
    )
    if not kinds:
        return None
    node: dict[str, object] = {"@type": kinds[0] if len(kinds) == 1 else kinds, "@id": thing.value, "name": name}
    same = sorted({plain(value) for link in _SAME for value in said.get(link, []) if isinstance(value, NamedNode)})
    if same:
        node["sameAs"] = same
    for link, values in sorted(said.items()):
        own = link.removeprefix(_SCHEMA)
        found = sorted(plain(value) for value in values if isinstance(value, Literal))
        if link.startswith(_SCHEMA) and found:
            node[own] = found[0]
    return node | {"mainEntityOfPage": state.absolute(state.url())}


def _steps(page: Page, state: State, t: Translate) -> Iterable[Node]:
    steps = [("tcgraph", state.to("/"))]
    section = f"/{page.section}"
    if page.section and state.path not in ("/", section):
        steps.append((t(f"nav.{page.section}"), state.to(section)))
    if state.path != "/":
        steps.append((page.title, state.url()))
    for place, (name, href) in enumerate(steps, start=1):
        yield {"@type": "ListItem", "position": place, "name": name, "item": state.absolute(href)}


def _download(address: str, form: str) -> Node:
    return {"@type": "DataDownload", "contentUrl": address, "encodingFormat": form.partition(";")[0]}
