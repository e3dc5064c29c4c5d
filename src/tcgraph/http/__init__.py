"""The graph over HTTP, for programs: SPARQL, the graph store, linked data, the query API, the feed.

Begin with :func:`tcgraph.http.start.create_app`: it lists what every request passes through (``middleware/``), and
what answers SPARQL before FastAPI is there. Every other address is registered from :mod:`tcgraph.http.app`. Pages that
people read stand above and are handed in (:mod:`tcgraph.http.mounted_pages`). It imports ``server`` and what is below.
"""
