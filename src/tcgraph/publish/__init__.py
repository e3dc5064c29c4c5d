"""Versions of the built graph, and the atomic swap from one to the next."""
