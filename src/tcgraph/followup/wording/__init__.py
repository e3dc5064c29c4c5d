"""What a sentence says of a status: parsed, then judged by verb, tense, denial and whose word it is.

Begin at ``status_wording``. Imports no other part of ``followup`` but its plain modules.
"""
