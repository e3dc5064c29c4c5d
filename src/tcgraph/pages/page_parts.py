"""Every part that pages are made of, shown once, with real figures, for those who build pages or check them.

The parts are macros of ``macros.html``: ``badge`` and ``marks`` (a status), ``recs``, ``thing`` and ``pill`` (links),
``cell`` (a term in a table), ``table`` (see :mod:`tcgraph.pages.result_columns`), ``picture`` and ``regions`` (see
:mod:`tcgraph.pages.charts`), ``downloads``, ``query`` and ``source``; and classes of ``site.css``: ``filters``,
``hint``, ``empty``, ``problem``, ``more``, ``cards``, ``figures``, ``dated``, ``bar``. Sizes and colours are its
variables. What is of the server alone, such as its address, has ``data-server``: editions leave it out.
"""

from __future__ import annotations

from collections.abc import Mapping

from tcgraph.followup.statuses import STATUSES
from tcgraph.pages.charts.network import NetworkNode, network
from tcgraph.pages.i18n import translator
from tcgraph.pages.page import Page, State, View
from tcgraph.pages.pictures import Pictures
from tcgraph.pages.site import Site, ask

_SHOWN = ("sections", "promises-kept", "events", "countries-by-recommendation")
_NUMBERS, _FEW = "choose-recommendation", 3


def build(site: Site, state: State, _: Mapping[str, str]) -> Page:
    """The page of parts."""
    t = translator(state.language)
    pictures = Pictures(site, state)
    answers = [ask(site, name, {"lang": state.language}) for name in _SHOWN if name in site.queries]
    found = [pictures.of_question(site.queries[answer.name], answer) for answer in answers]
    near = tuple(
        NetworkNode(t(f"nav.{key}"), t("components.link"), state.to(f"/{key}"), towards=towards)
        for key, towards in (("countries", True), ("donors", True), ("organisations", False))
    )
    drawn = pictures.figure("network", t("nav.graph"), network(NetworkNode(t("nav.follow-up"), below=near)))
    figures = (*(figure for figure in found if figure is not None), drawn)
    numbers = [row["value"] for row in ask(site, _NUMBERS).texts()] if _NUMBERS in site.queries else []
    context = {"statuses": STATUSES, "table": answers[0] if answers else None, "numbers": numbers[:_FEW]}
    return Page("components.html", t("components.title"), "", context, tuple(answers), (), figures)


VIEWS = (View("/components", build),)
