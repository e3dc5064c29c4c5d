"""RDF syntaxes written straight from canonical N-Quads lines: in their order, as a stream, without parsing terms.

A canonical line (RDFC-1.0 §5) holds each term in one form, with few escapes, so the text of a term can be carried into
the other syntaxes as it stands or nearly so. That is several times faster than reading it into terms and writing those.
"""

from tcgraph.export.syntaxes.writing import document, written

__all__ = ["document", "written"]
