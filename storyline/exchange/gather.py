"""The files a document names → a folder beside it, so that the document can be read again from there."""

import shutil
from pathlib import Path
from typing import TypeVar

from storyline.frames.replacing import replacing
from storyline.schema.media import FileRef, map_files
from storyline.schema.script import Script

FOLDER = "files"

D = TypeVar("D", bound=Script)


def gather(document: D, root: Path, folder: Path) -> D:
    """Copy what a script or storyboard names from `root` into `folder/files`, and name the copies instead.

    Copies are named by their digest: films may share a folder, and what is there already is not copied again.
    Nothing is copied when both folders are the same.

    Raises:
        AssemblyError: the folder cannot be written.
    """
    if root.resolve() == folder.resolve():
        return document

    def copied(ref: FileRef, _: object) -> FileRef:
        name = f"{FOLDER}/{(ref.digest or '')[:16]}{Path(ref.path).suffix.lower()}"
        target = folder / name
        if not target.exists():
            with replacing(target) as part:
                shutil.copyfile(root / ref.path, part)
        return ref.model_copy(update={"path": name})

    return map_files(document, copied)
