"""Names for documents that file systems, XML and query tools take, whatever their ids are."""

from __future__ import annotations

import hashlib
import re
import unicodedata

_NO_NAME = re.compile(r"[^A-Za-z0-9_]+")
_RESERVED = re.compile(r"con|prn|aux|nul|com\d|lpt\d", re.IGNORECASE)  # by Windows, as names of files
_LONGEST = 60


class Names:
    """Gives each id a name of ASCII letters, digits and ``_``; the same ids in the same order get the same names.

    >>> names = Names()
    >>> names("news/2022/một.txt"), names("news 2022 mot"), names("../../etc/passwd")
    ('news_2022_mot', 'news_2022_mot_723727ee', 'etc_passwd')
    """

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def __call__(self, id: str) -> str:
        """The name of a document that has not been named yet."""
        plain = unicodedata.normalize("NFD", id.removesuffix(".txt").replace("đ", "d").replace("Đ", "D"))
        ascii_only = plain.encode("ascii", "ignore").decode()
        name = _NO_NAME.sub("_", ascii_only).strip("_")[:_LONGEST]
        if not name or name[0].isdigit() or _RESERVED.fullmatch(name):
            name = f"d_{name}".rstrip("_")
        unique = name
        number = 0
        while unique.lower() in self._taken:  # file systems may not tell capitals apart
            salt = f"{id}\0{number}" if number else id
            unique = f"{name}_{hashlib.sha256(salt.encode()).hexdigest()[:8]}"
            number += 1
        self._taken.add(unique.lower())
        return unique
