"""The graph in the forms that partners load."""
