"""The processes behind a server: one holds the loaded store and forks workers, one hands out questions and changes.

Begin with :class:`tcgraph.server.served_graph.ServedGraph`, what everything above asks.
:mod:`tcgraph.server.scheduler` says who answers which question when, one module for each policy;
:mod:`tcgraph.server.processes` speaks with the store's process (``fork_server``) and its workers. It knows nothing of
HTTP.
"""
