"""The graph for assistants: tools over the Model Context Protocol, on standard input and output and at ``/mcp``.

Begin at ``tools.py``, which says what can be asked and knows no protocol: ``understood.py`` tells a question in words,
``said_of.py`` one thing, ``reply.py`` what fits a reply. ``mcp_tools.py`` hands them to the official SDK, ``routes.py``
to a web server. Texts of the graph are handed out as data, marked as such: no tool acts on what they say.
"""
