"""The reporting workbook: written for an office, read back, its faults told by cell, its rows made facts.

Begin at ``workbook`` (out) and ``intake`` (in); ``sheets`` says what each column holds.
"""
