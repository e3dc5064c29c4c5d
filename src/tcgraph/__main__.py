"""``python -m tcgraph``: the command line."""

from tcgraph.cli import main

main()
