"""Turtle, TriG, N-Triples and N-Quads read with the place of every term, and written in one layout."""
