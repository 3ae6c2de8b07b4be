"""Lines that hold nothing but who wrote, photographed or recorded an article.

*K.HẰNG*, *Thu Hằng - Trần Thường*, *Bài, ảnh: MINH LÝ*, *(Ngọc Mai tổng hợp)*: pen names need not look like names, and
initials never do. The line decides: what it says besides the names, or where it stands.
"""

from __future__ import annotations

from collections.abc import Iterator

from vnpolnlp.stages.names.passage import BREAK, TITLE, UPPER, Passage

#: Syllables after which a line of two capitals is the heading of what follows, and no byline of what went before.
AFTERWORD = 20

_LONGEST_LINE = 20  # syllables and marks
_LONGEST_NAME = 4
_MOST_INITIALS = 4
_BEGINNING = 20  # syllables in which the first lines of a text are its title, and no byline
_SENTENCE_ENDS = frozenset((".", "!", "?", "”", '"', "/", "…", ")", "»"))
_SEPARATORS = frozenset(("-", "–", "—", ",", ";", "&", "và"))
_CREDITS = frozenset(
    ("ảnh", "tin", "bài", "clip", "video", "thực hiện", "lời", "bình", "đọc", "đồ họa", "đồ hoạ", "btv")
)
_WORK = (
    ("thực", "hiện"),
    ("tổng", "hợp"),
    ("lược", "ghi"),
    ("ghi",),
    ("dịch",),
    ("lược", "dịch"),
    ("sưu", "tầm"),
    ("biên", "soạn"),
)


def find_bylines(passage: Passage) -> dict[int, int]:
    """The names in bylines, as starts and ends."""
    names: dict[int, int] = {}
    for start, end in _lines(passage):
        for at, name_end in _byline(passage, start, end):
            names[at] = name_end
    for at, name_end in _credits_in_captions(passage):
        names[at] = name_end
    return names


def _credits_in_captions(passage: Passage) -> Iterator[tuple[int, int]]:
    """The names in capitals that end a line after *- Ảnh:* or *(Ảnh:*."""
    for at in passage.syllables.places.get("ảnh", ()):
        start = at + 2
        if passage.lower(at + 1) != ":" or passage.lower(at - 1) not in ("-", "–", "—", "(", ".", "/"):
            continue
        end = pen_name_end(passage, start, min(len(passage), start + _LONGEST_NAME + 1))
        last = end + 1 if passage.lower(end) in (".", ")") else end
        if end > start and passage.shape(end - 1) == UPPER and passage.shape(last) == BREAK:
            yield start, end


def _lines(passage: Passage) -> Iterator[tuple[int, int]]:
    """The short lines of a text that begin with a capital or a bracket, as starts and ends."""
    start = 0
    for end in (*passage.syllables.places.get("\n", ()), len(passage)):
        if 1 < end - start <= _LONGEST_LINE and (passage.is_capital(start) or passage.lower(start) in ("(", "[")):
            yield start, end
        start = end + 1


def _byline(passage: Passage, start: int, end: int) -> list[tuple[int, int]]:
    """The names of a line that says who wrote; none where it says anything else."""
    bracketed = passage.lower(start) in ("(", "[")
    first = _credit_end(passage, start + bracketed, end)
    credited = first > start + bracketed
    names: list[tuple[int, int]] = []
    at = first
    while (name_end := pen_name_end(passage, at, end)) > at:
        names.append((at, name_end))
        at = name_end
        if passage.lower(at) not in _SEPARATORS or pen_name_end(passage, at + 1, end) == at + 1:
            break
        at += 1
    if not names:
        return []
    working = _work_end(passage, at)
    rest = working or at
    if not (rest == end or (bracketed and rest == end - 1) or _is_aside(passage, rest, end)):
        return []
    alone = _stands_below(passage, start, end, names) or _stands_above(passage, start, end, names)
    return names if working or credited or alone else []


def pen_name_end(passage: Passage, start: int, limit: int) -> int:
    """The end of a name or pen name, with initials or without; ``start`` itself where none begins."""
    at = _initials_end(passage, start, limit)
    if at > start and (at == limit or passage.shape(at) not in (TITLE, UPPER)):
        return at if at - start >= 3 else start
    shape, lower, lexicons = passage.shape(at), passage.syllables.lower, passage.lexicons
    if shape not in (TITLE, UPPER):
        return start
    end = at
    while end < limit and passage.shape(end) == shape and passage.is_vietnamese(end) and end - at < _LONGEST_NAME + 1:
        end += 1
    if at > start:
        numbered = passage.is_roman(start) and passage.is_spaced(at)
        return end if end > at and not numbered else start  # V.THÀNH, but not IV. KẾT LUẬN
    is_body = at in passage.heads and passage.lower(at + 1) not in lexicons.given_names  # BAN BẠN ĐỌC
    other = is_body or at in passage.posts or lexicons.genres.at(lower, at) or lexicons.sectors.at(lower, at)
    return end if not other and 2 <= end - at <= _LONGEST_NAME else start


def _initials_end(passage: Passage, start: int, limit: int) -> int:
    """The end of initials with a full stop after each: *V.T.*, *K.* of *K.HẰNG*, *H.T*."""
    end = start
    while (
        end + 1 < limit
        and end - start < 2 * _MOST_INITIALS
        and passage.is_capital(end)
        and len(passage.lower(end)) <= 2
        and passage.lower(end + 1) == "."
        and not passage.is_spaced(end + 1)
    ):
        end += 2
    last_is_bare = end > start and end < limit and passage.is_capital(end) and len(passage.lower(end)) <= 2
    return end + 1 if last_is_bare and not passage.is_spaced(end) else end


def _credit_end(passage: Passage, start: int, end: int) -> int:
    """The end of *Ảnh:*, *Bài, ảnh:*, *Tin và ảnh:* at the start of a line; ``start`` where there is none."""
    at = start
    while at < min(end, start + 6):
        if passage.lower(at) == ":":
            return at + 1 if at > start else start
        pair = f"{passage.lower(at)} {passage.lower(at + 1)}"
        if pair in _CREDITS:
            at += 2
        elif passage.lower(at) in _CREDITS or passage.lower(at) in _SEPARATORS:
            at += 1
        else:
            break
    return start


def _work_end(passage: Passage, at: int) -> int | None:
    """The end of what a writer did, also in brackets: *thực hiện*, *(tổng hợp)*."""
    bracketed = passage.lower(at) == "("
    at += bracketed
    for words in _WORK:
        end = at + len(words)
        if tuple(passage.lower(place) for place in range(at, end)) == words:
            return end + bracketed
    return None


def _is_aside(passage: Passage, at: int, end: int) -> bool:
    """Whether the rest of a line says for whom or from where: *(Báo Bình Thuận)*, *, từ Viêng Chăn*."""
    if passage.lower(at) == "(":
        return passage.lower(end - 1) == ")"
    if passage.lower(at) in ("-", "–", "—", "/"):
        return end - at == 2 and passage.shape(end - 1) == UPPER
    return passage.lower(at) == "," and passage.lower(at + 1) in ("từ", "theo")


def _stands_below(passage: Passage, start: int, end: int, names: list[tuple[int, int]]) -> bool:
    """Whether a line stands alone under the last sentence of an article."""
    above = start - 1
    while above >= 0 and passage.shape(above) == BREAK:
        above -= 1
    if start < max(_BEGINNING, len(passage) // 2) or passage.lower(above) not in _SENTENCE_ENDS:
        return False
    if start - above < 2 or passage.shape(end + 1) != BREAK:
        return False
    return all(
        not _is_place(passage, at, name_end) and (passage.shape(at) == TITLE or len(passage) - end <= AFTERWORD)
        for at, name_end in names
    )


def _stands_above(passage: Passage, start: int, end: int, names: list[tuple[int, int]]) -> bool:
    """Whether a line stands alone between the one line of a title and the article, and holds likely names."""
    title = [at for at in range(start) if passage.shape(at) == BREAK] if start <= 2 * _BEGINNING else []
    alone = title and title == list(range(title[0], start)) and len(title) > 1 and passage.shape(end + 1) == BREAK
    if not alone or _is_place(passage, start, end):
        return False
    if passage.shape(title[0] - 1) == UPPER or passage.lower(title[0] - 1) == ".":
        return False  # a letterhead or a paragraph
    return all(_is_likely(passage, at, name_end) for at, name_end in names)


def _is_likely(passage: Passage, start: int, end: int) -> bool:
    """Whether a name begins and ends as names do, so that it is no heading."""
    lower, lexicons = passage.syllables.lower, passage.lexicons
    return (lower[start] in lexicons.surnames or lower[start] in lexicons.given_names) and (
        lower[end - 1] in lexicons.given_names
    )


def _is_place(passage: Passage, start: int, end: int) -> bool:
    """Whether the whole name is that of a place one would take it for: *Hà Nội*, and not *Thanh Bình*."""
    place = passage.places.get(start)
    return place is not None and place[0] == end and place[1].sure
