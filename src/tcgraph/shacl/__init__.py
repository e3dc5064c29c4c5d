"""SHACL (W3C Recommendation, 20 July 2017): shapes read, checked, compiled to SPARQL and run where the data is."""
