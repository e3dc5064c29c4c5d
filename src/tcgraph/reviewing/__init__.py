"""Reviewing a draft on a page of this machine's own: the same decisions as in its workbook, made by keyboard.

Begin with :mod:`tcgraph.reviewing.session`. A draft's rows (``rows``) are changed by what a person does (``changes``),
each change is written to a journal before it is shown, and the workbook is written at the end (``file``). ``app``
serves the page, and ``run`` lets nobody in but who has the key. It imports ``followup`` and what is below, and the
style of ``pages``.
"""
