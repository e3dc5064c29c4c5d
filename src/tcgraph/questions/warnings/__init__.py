"""What is off about a query of a reader's own: names that nothing has, conditions that nothing meets, doubled rows.

Begin at ``query_warnings``, which asks each of the others.
"""
