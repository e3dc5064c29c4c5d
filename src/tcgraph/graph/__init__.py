"""What is done to a graph: build it from files, reason over it, validate it, explain it."""
