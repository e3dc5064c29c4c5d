"""Read a document as one or two of its rows show: where their words stand, so do those of all the others.

``by_example`` is the way in. A document is a sequence of ``document_blocks`` with traits; a ``row_pattern`` says which
of them ask and how their answers are found; ``learning`` finds the pattern that covers what a person showed.
"""
