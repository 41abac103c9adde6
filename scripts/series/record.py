# SPDX-License-Identifier: GPL-2.0
"""What apply found in a plain tree, kept there: unapply puts that back.

One archive in the top folder: before/ has the files as they were, after/ those of them
that the series changed as it left them, manifest.json the sums of all.
"""

import gzip
import hashlib
import io
import json
import tarfile
import zlib
from pathlib import Path

from series.gittree import Refused, merged
from series.staging import now_in

NAME = ".kvm-nisv-before.tar.gz"
JOURNAL = ".kvm-nisv-journal"


def digest(now):
    """What tells a file from another, None for one that is not there."""
    return None if now is None else [hashlib.sha256(now[0]).hexdigest(), now[1]]


def pack(members):
    """{name: bytes} as an archive; the same input gives the same bytes."""
    plain = io.BytesIO()
    with tarfile.open(fileobj=plain, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return gzip.compress(plain.getvalue(), mtime=0)


def make(tree, files):
    """The archive for a tree in which these files will be replaced: (content, mode)"""
    before = {path: now_in(tree, path) for path in files}
    manifest = {path: [digest(before[path]), digest(now)] for path, now in files.items()}
    members = {"manifest.json": json.dumps(manifest, indent=1).encode()}
    for path, was in before.items():
        if was:
            members[f"before/{path}"] = was[0]
            if files[path]:
                members[f"after/{path}"] = files[path][0]
    return pack(members), 0o644


def read(tree):
    """(manifest, {name: bytes}), or None if the tree has none."""
    path = Path(tree) / NAME
    if not path.is_file():
        return None
    try:
        with tarfile.open(path) as archive:
            members = {info.name: archive.extractfile(info).read()
                       for info in archive if info.isfile()}
        manifest = json.loads(members.pop("manifest.json"))
        for name, (before, after) in manifest.items():
            for folder, what in (("before", before), ("after", before and after)):
                if what and digest((members[f"{folder}/{name}"], what[1])) != what:
                    raise ValueError(f"{folder}/{name}")
    except (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile, ValueError, KeyError,
            TypeError) as error:
        raise Refused(f"{path}: damaged, what was there before can't be told:"
                      f" {(str(error).splitlines() or ['cut short'])[0]}") from error
    return manifest, members


def restored(tree):
    """{path: content} of the tree as it was before apply, without what is so already.

    A file that was changed since keeps that change, if it lies elsewhere; None if there
    is no record.
    """
    found = read(tree)
    if found is None:
        return None
    manifest, members = found
    files = {}
    for path, (before, after) in manifest.items():
        now = now_in(tree, path)
        if digest(now) == before:
            continue
        was = before and (members[f"before/{path}"], before[1])
        if digest(now) == after:
            files[path] = was
            continue
        clean = None
        if now and was and after:
            clean = merged(now[0], members[f"after/{path}"], was[0])
        if clean is None:
            raise Refused(f"{tree}: {path} was changed since the series was applied, where the"
                          " series has it: nothing was changed; take that change out first")
        files[path] = clean, was[1]
    return files

