"""Reports for committees: what they say (content), and how it is set as Word, HTML or Markdown (render)."""
