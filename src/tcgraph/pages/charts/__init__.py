"""Figures: pictures drawn on the server as SVG, with what belongs to them.

Where to begin: :class:`~tcgraph.pages.charts.figure.Figure` is one picture with its title, unit, source, note, key,
table and address; the macro ``picture`` shows it on a page, and ``standalone`` writes it as a file of its own.
What draws: ``bars`` (plain or stacked), ``tiles`` (which numbers stand beside a name), ``dots`` (a mark for each thing,
by date or by kind), ``timeline`` (spans), ``world`` (a map), ``flow`` (bands between columns), ``network`` (what stands
around a thing). A page names them together as its ``figures``.

    drawings = bars_at_each_width(bars, series)
    figure = Figure("sections", title, drawings, unit=t("matrix.actions"), source=…, rows=…)

Rules that all of them keep: colours are names (:data:`~tcgraph.pages.charts.svg.PAINT`) that ``site.css`` gives for
light, dark and paper, and a file of its own gets as attributes; each mark that tells a number says it as ``data-value``
and leads to the facts behind it; labels are broken into lines, never cut; a drawing is made for a wide and for a narrow
screen where one does not fit both; nothing needs script. May import: the graph's terms and the words of the interface.
"""
