"""What CKAN's reader of DCAT makes of a document: ``python dcat.py FILE SYNTAX``; prints CKAN's datasets as JSON."""

import json
import sys
from pathlib import Path

from ckanext.dcat.processors import RDFParser

reader = RDFParser()
reader.parse(Path(sys.argv[1]).read_text(), sys.argv[2])
print(json.dumps(list(reader.datasets())))  # noqa: T201
