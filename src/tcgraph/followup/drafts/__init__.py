"""From entries to facts: a draft with proposals, the review file in which a person decides, and its acceptance.

Begin at ``draft``, ``review`` and ``accept``. Stands on ``layout``, ``naming`` and ``wording``.
"""
