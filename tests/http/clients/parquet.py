"""What DuckDB answers over HTTP, by its own extension: ``python parquet.py QUESTION``; prints the rows as JSON."""

import json
import sys
from pathlib import Path

import duckdb
import duckdb_extension_httpfs

(extension,) = Path(duckdb_extension_httpfs.__file__).parent.rglob("httpfs.duckdb_extension")
connection = duckdb.connect()
connection.execute(f"LOAD '{extension}'")
print(json.dumps(connection.execute(sys.argv[1]).fetchall()))  # noqa: T201
