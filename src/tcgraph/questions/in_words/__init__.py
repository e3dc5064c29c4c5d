"""A question in somebody's own words, as parts that the graph can be asked by, with what was left out and how sure.

Begin at ``asking``; ``words`` takes a sentence apart and ``ledger`` says whether all of it is expressed.
"""
