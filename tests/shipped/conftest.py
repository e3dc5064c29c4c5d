"""The engines that the shipped project is tried on."""

from tests.engine.conftest import engine, oxigraph, remote, server, virtuoso

__all__ = ["engine", "oxigraph", "remote", "server", "virtuoso"]
