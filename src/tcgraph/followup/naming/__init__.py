"""What a text names: bodies, texts, places and programmes, those that the graph knows and those that it does not.

Begin at ``entities``; ``table_names`` looks at a whole table. Imports ``wording`` for parsed sentences.
"""
