"""Which cell of somebody's table says what: headings, columns, rows, blocks of answers, totals.

Begin at ``layout_table`` and ``columns``; what is found is an ``entry``. Imports ``wording`` for status words.
"""
