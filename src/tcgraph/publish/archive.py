"""One file that holds everything a server would miss: the version in force and every change since.

An archive is a gzipped tar with ``contents.json`` first, which gives each file's size and SHA-256. It is read and
checked in full before anything is put in place; a damaged one changes nothing. Tokens are left out: who may read a
backup need not be one who may write.

Version and journal are put in force as one: both are laid ready in ``restoring/``, whose appearance under that name
is the restore. What is left to do then is done by :func:`finish`, again if need be.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import shutil
import tarfile
import tempfile
import zlib
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from tcgraph.errors import EngineError
from tcgraph.publish.journal import FILE as JOURNAL
from tcgraph.publish.journal import Journal
from tcgraph.publish.lock import alone
from tcgraph.publish.versions import Manifest, NoVersion, VersionStore, sync

_CONTENTS = "contents.json"
_READY = "restoring"
_VERSION = "version"
_FORMAT = 1
_NAME = re.compile(r"[0-9a-f]{16}")
_FILES = ("dump.nq", "report.json", "manifest.json")


class DamagedArchive(EngineError):
    """An archive that is not whole, or none of ours."""


@dataclass(frozen=True, slots=True)
class Archive:
    """What an archive holds.

    Attributes:
        version: the published version's name.
        quads: how many it has, before any change.
        changes: how many changes were made since.
    """

    version: str
    quads: int
    changes: int


def back_up(versions: VersionStore, target: Path) -> Archive:
    """Write an archive; a server may be running meanwhile, and the archive holds what it had acknowledged.

    Args:
        versions: what to keep safe.
        target: the archive; replaced in one step once it is whole and on the disk.

    Raises:
        NoVersion: nothing was published yet.
        EngineError: the archive cannot be written.
    """
    if (versions.root / _READY).is_dir():
        with alone(versions.root):
            finish(versions)
    version = versions.current()
    if version is None:
        raise NoVersion("There is nothing to back up yet. Run: tcgraph build")
    content = {f"version/{name}": (version.path / name).read_bytes() for name in _FILES}
    # A journal only grows, and what is read of a record that is just being written fails its digest.
    journal = Journal(versions.root / JOURNAL)
    content[JOURNAL] = journal.whole()
    told = {
        "format": _FORMAT,
        "version": version.name,
        "quads": version.manifest.quads,
        "changes": len(journal.entries),
        "files": {
            name: {"bytes": len(body), "sha256": hashlib.sha256(body).hexdigest()} for name, body in content.items()
        },
    }
    files = {_CONTENTS: json.dumps(told, indent=2).encode() + b"\n", **content}
    try:
        handle, draft = tempfile.mkstemp(prefix=f".{target.name}-", dir=target.parent)
        try:
            with os.fdopen(handle, "wb") as file, tarfile.open(fileobj=file, mode="w:gz") as tar:
                for name, body in files.items():
                    member = tarfile.TarInfo(name)
                    member.size = len(body)
                    tar.addfile(member, io.BytesIO(body))
            sync(Path(draft))
            Path(draft).replace(target)
            sync(target.parent)
        except BaseException:
            Path(draft).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise EngineError(f"Cannot write {target}: {error.strerror or error}.") from error
    return Archive(version.name, version.manifest.quads, len(journal.entries))


def restore(versions: VersionStore, source: Path) -> Archive:
    """Put an archive's version and changes in force; the journal that was there is kept beside it.

    Raises:
        DamagedArchive: the archive is not whole; nothing was changed.
        InUse: a server runs on the directory; likewise.
        EngineError: the state directory cannot be written; what was in force still is.
    """
    contents, files = _checked(source)
    with alone(versions.root):
        finish(versions)
        _put(versions, contents, files)
        finish(versions)
    return contents


def finish(versions: VersionStore) -> None:
    """Put in force what a restore has laid ready, when the machine stopped before that was done.

    Raises:
        EngineError: the state directory cannot be written.
    """
    ready = versions.root / _READY
    if not ready.is_dir():
        return
    place, fresh = versions.root / JOURNAL, ready / JOURNAL
    try:
        name = (ready / _VERSION).read_text(encoding="ascii")
        if fresh.exists():
            if place.exists() and place.read_bytes() != fresh.read_bytes():
                kept = next(path for n in count(1) if not (path := versions.root / f"{JOURNAL}.before-{n}").exists())
                os.link(place, kept)
            fresh.replace(place)
            sync(versions.root)
        version = versions.find(name)
        if version is None:
            raise EngineError(f"{ready} names a version that is not there; restore again.")
        versions.swap(version)
        # Out of the way in one step: half of it would be neither ready nor done.
        done = versions.root / f".{_READY}-done"
        shutil.rmtree(done, ignore_errors=True)
        ready.rename(done)
        shutil.rmtree(done, ignore_errors=True)
        sync(versions.root)
    except OSError as error:
        raise EngineError(f"Cannot write in {versions.root}: {error.strerror or error}.") from error


def _put(versions: VersionStore, contents: Archive, files: dict[str, bytes]) -> None:
    """Lay a version and a journal ready."""

    def fill(folder: Path) -> Manifest:
        for name in _FILES[:2]:
            (folder / name).write_bytes(files[f"version/{name}"])
        given = json.loads(files["version/manifest.json"])
        return Manifest(**{**given, "notes": tuple(given["notes"])})

    dump = files["version/dump.nq"]
    version = versions.find(contents.version)
    if version is None or not version.dump.is_file() or version.dump.read_bytes() != dump:
        versions.add(contents.version, fill)
    try:
        draft = Path(tempfile.mkdtemp(prefix=".draft-", dir=versions.root))
        try:
            (draft / JOURNAL).write_bytes(files[JOURNAL])
            (draft / _VERSION).write_text(contents.version, encoding="ascii")
            for path in (draft / JOURNAL, draft / _VERSION, draft):
                sync(path)
            draft.rename(versions.root / _READY)
            sync(versions.root)
        except BaseException:
            shutil.rmtree(draft, ignore_errors=True)
            raise
    except OSError as error:
        raise EngineError(f"Cannot write in {versions.root}: {error.strerror or error}.") from error


def _checked(source: Path) -> tuple[Archive, dict[str, bytes]]:
    """Read an archive into memory and hold every file to its digest."""
    try:
        with tarfile.open(source, mode="r:gz") as tar:
            files = {member.name: file.read() for member in tar if (file := tar.extractfile(member)) is not None}
        told = json.loads(files.pop(_CONTENTS))
        expected = told["files"]
        archive = Archive(told["version"], told["quads"], told["changes"])
        named = json.loads(files["version/manifest.json"])["name"]
        known = told["format"] == _FORMAT
        for name in (JOURNAL, *(f"version/{name}" for name in _FILES)):
            body = files[name]
            if len(body) != expected[name]["bytes"] or hashlib.sha256(body).hexdigest() != expected[name]["sha256"]:
                raise DamagedArchive(f"{source} is damaged: {name} is not what was saved. Nothing was restored.")
    except FileNotFoundError:
        raise EngineError(f"There is no file {source}.") from None
    except (OSError, EOFError, tarfile.TarError, zlib.error, ValueError, KeyError, TypeError) as error:
        raise DamagedArchive(f"{source} is damaged or no backup: {error}. Nothing was restored.") from error
    if not known:
        raise DamagedArchive(f"{source} was made by a newer tcgraph; use that one. Nothing was restored.")
    if named != archive.version or not _NAME.fullmatch(archive.version):
        raise DamagedArchive(f"{source} is no backup: its version has no proper name. Nothing was restored.")
    return archive, files
