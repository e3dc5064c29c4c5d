"""Where facts come from: the source document, reference lists, other people's tables."""
