"""Keep a copy of a graph current from the stream of its changes, whoever publishes it."""
