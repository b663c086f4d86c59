"""Files that were sent, kept in memory and downloadable for as long as the sandbox runs."""

import hashlib
from dataclasses import dataclass
from typing import Any

JSON = dict[str, Any]
DOWNLOAD_LIMIT = 20 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class StoredFile:
    """One file with what the messenger knows about it; `path` is the last part of its download address."""

    id: str
    unique_id: str
    path: str
    name: str
    mime: str
    content: bytes
    facts: JSON

    def reference(self) -> JSON:
        """The fields that every file object of the Bot API has."""
        return {"file_id": self.id, "file_unique_id": self.unique_id, "file_size": len(self.content)}


class FileStore:
    """All files by id and by path. Ids are drawn from the content and a counter, so that a run can be repeated."""

    def __init__(self) -> None:
        self._by_id: dict[str, StoredFile] = {}
        self._by_path: dict[str, StoredFile] = {}
        self._count = 0

    def put(self, folder: str, name: str, mime: str, content: bytes, facts: JSON) -> StoredFile:
        """Keep a file; `folder` is `photos`, `documents`, … and decides the kind that it may be sent again as."""
        digest = hashlib.sha256(content).hexdigest()
        number, self._count = self._count, self._count + 1
        suffix = "." + name.rsplit(".", 1)[1] if "." in name else ""
        path = f"{folder}/file_{number}{suffix}"
        unique = digest[:15]
        file = StoredFile(
            f"BQAC{folder[:2]}{digest[:40]}{number:06d}", unique, path, name, mime, content, facts
        )
        self._by_id[file.id] = file
        self._by_path[path] = file
        return file

    def get(self, file_id: str) -> StoredFile | None:
        return self._by_id.get(file_id)

    def at(self, path: str) -> StoredFile | None:
        return self._by_path.get(path)

    def clear(self) -> None:
        """Forget everything; numbers go on, so that an old id never means a new file."""
        self._by_id.clear()
        self._by_path.clear()
