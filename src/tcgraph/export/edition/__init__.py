"""The edition as plain files: pages, data at every IRI, downloads, search, and questions answered in the browser."""
