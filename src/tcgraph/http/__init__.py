"""The graph over HTTP: the endpoint, the API and the pages."""
