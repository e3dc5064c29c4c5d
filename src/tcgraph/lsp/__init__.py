"""A language server for Turtle and SPARQL in the project's terms."""
