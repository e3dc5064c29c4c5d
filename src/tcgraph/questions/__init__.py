"""Named queries as people ask them: values in their words (``values``), and what an answer is worth (``notes``)."""
