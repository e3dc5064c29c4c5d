"""From a project's files to a published version: content-addressed, complete, and swapped in at one instant."""

from tcgraph.publish.build import BuildResult, build
from tcgraph.publish.versions import Manifest, Version, VersionStore, state_directory

__all__ = ["BuildResult", "Manifest", "Version", "VersionStore", "build", "state_directory"]
