"""Pictures as SVG, made on the server: they need no script, print well, and tell by pattern as well as by colour."""
