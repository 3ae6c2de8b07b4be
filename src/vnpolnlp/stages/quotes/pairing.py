"""Which quotation marks belong together.

The marks of a paragraph are read as a whole: every mark opens, closes or is none (an apostrophe, minutes, inches, a
mark whose partner is missing), and each reading has a cost: against the spaces and punctuation around the mark,
against the shape of its partner, for lines and letters crossed, for a mark left alone. The cheapest reading of all
marks wins. That a mark is missing somewhere costs once and cannot turn the rest of a document inside out, as counting
``"`` would. The search keeps a fixed number of readings, so its time grows with the number of marks only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple
from unicodedata import normalize

from vnpolnlp.stages.quotes.lexicon import cues
from vnpolnlp.text.spelling import fold

#: Family, then the glyph's class in it. Families: double, single, angle.
_CLASSES: Mapping[str, str] = {
    **dict.fromkeys(("“", "”", "„", "‟"), "double curly"),
    **dict.fromkeys(('"', "＂"), "double straight"),
    **dict.fromkeys(("''", "``", "‘‘", "’’", ",,", "´´"), "double twin"),
    **dict.fromkeys(("‘", "’", "‚", "‛", "`", "´"), "single curly"),
    "'": "single straight",
    **dict.fromkeys(("«", "»"), "angle double"),
    **dict.fromkeys(("‹", "›"), "angle single"),
    **dict.fromkeys(("「", "」", "『", "』"), "angle corner"),
}
_OPENERS = frozenset("“„‟‘‚‛«‹「『`") | {"``", "‘‘", ",,"}
_CLOSERS = frozenset("”’»›」』´") | {"’’", "´´"}
#: Every character that can be part of a quotation mark; a quotation neither begins nor ends with one.
MARKS = frozenset("“”„‟\"＂'‘’‚‛`´«»‹›「」『』")
_DOUBLED = "|".join(rf"(?<={mark}){mark}" for mark in "'`‘’´")
# One mark, or two that are one. It begins with a set, which makes searching fast. Two commas are a mark only where a
# word follows and none is glued before: ,,lợi ích nhóm''.
_MARK = re.compile(rf"[{''.join(sorted(MARKS))},](?:{_DOUBLED}|(?<=,),(?<![\w,],,)(?=\w)|(?<!,))")
_BLOCK_END = re.compile(r"\n\n+")
_WORD_BEFORE = re.compile(r"(?<!\w)(\w+) ?$")
_WORD_AFTER = re.compile(r" ?(\w+)")
_VOWEL = re.compile("[aeiouyAEIOUY]")
_UNOPENED = re.compile(r"\A[^:\n]+: ?(?=\w[^:\n]*\Z)")
_ENDS = re.compile(r" ?(?:[.,;–-]|\n|$)")
# What stands between two quotations that are one; two quotations joined by a word such as *và* are two.
_INNER = re.compile(r'\A(?: (?!và |hoặc |hay |là |với )\w[\w ,]*? (?:","(?= )|$))+')
_LONGEST_INNER = 80
_LEAST_SPACES = 4  # in the first of two quotations that are one; shorter ones may be terms
_LETTERS = re.compile(r"\w")

_OPENING = frozenset("([{-/…:=+*•>&")
_CLOSING = frozenset(".,;:!?)]}…-/&")
_MEASURES = frozenset(("'", '"', "’", "”", "''", "’’", "´", "`"))
#: What follows an apostrophe in an English or French word: I'm, don't, Giơ-ne-vơ's, l'Humanité.
_CLITICS = frozenset(("s", "m", "t", "d", "re", "ll", "ve", "em", "n"))

# Costs. Only their order matters much; they were set on made-up paragraphs and checked by reading quotations of
# raw news, where a mark against its spacing is about as rare as a missing partner.
_ALONE = 3.0  # a mark without its partner
_AGAINST = 4.0  # opens where the spacing says close, or the reverse
_AT_EDGE = 6.0  # opens at the end of a line, closes at the beginning of one
_GLUED = 1.5  # a word on both sides: là"như thế"
_SPACED = 0.3  # a space on both sides: " như thế "
_TURNED = 1.5  # a directed mark the wrong way round, where the spacing supports it
_LINE = {"double": 0.6, "single": 1.5, "angle": 0.6}  # crossing a line break
_CHARACTER = {"double": 0.001, "single": 0.006, "angle": 0.001}
_NESTED_ALIKE = 1.0
_NESTED = 0.2
_UNLIKE_GLYPH = 0.3
_UNLIKE_FAMILY = 2.5
_BEAM = 8
_DEEPEST = 3


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation in normalised text: its content, and the extent of content with marks."""

    start: int
    end: int
    outer_start: int
    outer_end: int
    depth: int
    recovered: bool = False


class _Mark(NamedTuple):
    start: int
    end: int
    kind: str
    opens: float
    closes: float
    alone: float


class _Choice(NamedTuple):
    """What one mark was read as, and the choice for the mark before it."""

    role: int
    before: _Choice | None


class _Reading(NamedTuple):
    """A reading of the marks so far, with the classes of the marks that are open and the last choice made."""

    cost: float
    stack: tuple[str, ...]
    last: _Choice | None


@lru_cache(maxsize=2)
def find_quotes(text: str) -> tuple[Quotation, ...]:
    """The quotations of normalised text, by start, the longer one first.

    Kept for the last texts, since the stages for terms and quotes both ask.

    >>> text = 'Không có "vùng cấm", cột cao 5’, TV 21", ở xã Ea H’leo: " Cố lên ". Chống “bệnh'
    >>> [text[q.start:q.end] for q in find_quotes(text)]
    ['vùng cấm', 'Cố lên']
    """
    found: dict[tuple[int, int], Quotation] = {}
    for start, end in _blocks(text):
        marks = [_weigh(text, match, start, end) for match in _MARK.finditer(text, start, end)]
        if marks:
            for quotation in _pair(text, marks, start, end):
                # Doubled marks (""như thế"") give the same content twice; the outer one is kept.
                known = found.get((quotation.start, quotation.end))
                if known is None or known.depth > quotation.depth:
                    found[quotation.start, quotation.end] = quotation
    return tuple(sorted(found.values(), key=lambda q: (q.start, -q.end)))


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """The paragraphs, as blank lines part them: no quotation goes on across a blank line."""
    start = 0
    for match in _BLOCK_END.finditer(text):
        yield start, match.start()
        start = match.end()
    yield start, len(text)


def _weigh(text: str, match: re.Match[str], block_start: int, block_end: int) -> _Mark:
    """What it costs to read a mark as opening, as closing and as neither."""
    start, end = match.span()
    glyph = match[0]
    kind = _CLASSES[glyph]
    left = text[start - 1] if start > block_start else "\n"
    right = text[end] if end < block_end else "\n"
    # The nearest visible characters, past one space.
    far_left = text[start - 2] if left in " ,;" and start - 1 > block_start else left
    far_right = text[end + 1] if right == " " and end + 1 < block_end else right
    opens, closes = _spacing(left, right, far_left, far_right)
    alone = _ALONE
    if kind.startswith("single"):
        alone = 2.0
    if glyph in _OPENERS:
        closes = max(_TURNED, closes) if closes < 1 else closes + _AGAINST
        opens *= 0.25
    elif glyph in _CLOSERS:
        opens = max(_TURNED, opens) if opens < 1 else opens + _AGAINST
        closes *= 0.25
    if _is_measure(glyph, left, far_left, far_right):
        alone = 0.5
        opens += _AGAINST
    elif kind.startswith("single") and _is_apostrophe(text, start, end, left, right):
        alone = 0.0
        opens += _AGAINST
        closes += _AGAINST
    return _Mark(start, end, kind, opens, closes, alone)


def _spacing(left: str, right: str, far_left: str, far_right: str) -> tuple[float, float]:
    """The costs of opening and closing by what stands around a mark."""
    opener_left = left in " \n" or left in _OPENING or left in MARKS
    closer_right = right in " \n" or right in _CLOSING or right in MARKS
    opens = closes = _SPACED
    if left == "\n":
        # `"Ai chịu trách nhiệm?` / `", ông hỏi`: split into sentences, a closing mark comes to begin a line.
        opens, closes = (_AGAINST, 0.2) if far_right in ",.;:!?)-" else (0.0, _AT_EDGE)
    if right == "\n":
        opens, closes = _AT_EDGE, 0.0 if left != "\n" else _AT_EDGE
    if "\n" in (left, right):
        return opens, closes
    if left == " " and right == " ":
        if far_left in ":(" or far_right in "(":
            return 0.1, 1.5
        if far_right in ".,;:!?)" or far_left in ",;.!?":
            return 1.5, 0.1
        return _SPACED, _SPACED
    if right in ".,;:!?)" and left in MARKS:
        return _AGAINST, 0.0
    if (left == " " and right in MARKS) or (right == " " and left in MARKS):
        return 0.2, 0.2  # a mark beside another one says nothing by itself: `… ' nóng '", ông nói`
    if left == " ":
        # `" như thế ",`: a space inside before the closing mark.
        return (0.0, _AGAINST) if right not in ",.;:!?)" else (_AGAINST, 0.1)
    if right == " ":
        if left in ",;" and far_left in MARKS:
            return _SPACED, 0.5  # a list without spaces after its commas: `"vùng cấm "," ngoại lệ "`
        return (_AGAINST, 0.0) if left not in "([" else (0.1, _AGAINST)
    if opener_left and closer_right:
        return 0.5, 0.5
    if opener_left:
        return 0.0, _AGAINST if left not in MARKS and left not in "-…/" else _GLUED
    if closer_right:
        return _AGAINST if right not in MARKS and right not in "-…/" else _GLUED, 0.0
    return _GLUED, _GLUED


def _is_measure(glyph: str, left: str, far_left: str, far_right: str) -> bool:
    """Whether the mark can be feet, inches, minutes or seconds: 5'30", 21", 9h43 ’ 40”."""
    if glyph not in _MEASURES:
        return False
    return left.isdigit() or (glyph in "'’" and far_left.isdigit() and far_right.isdigit())


def _is_apostrophe(text: str, start: int, end: int, left: str, right: str) -> bool:
    """Whether the mark is inside a word: H'Mông, Đắk R'lấp, Giơ-ne-vơ's; also pulled apart: H ' Mông, Hay ’ at."""
    if left.isalnum() and right.isalnum():
        return True
    after = _WORD_AFTER.match(text, end, end + 12)
    if not after:
        return False
    before = _WORD_BEFORE.search(text[max(0, start - 12) : start])
    if not before:
        return False
    if after[1].lower() in _CLITICS and before[1].isascii():
        return True
    # Names of several peoples begin with a consonant and an apostrophe; no Vietnamese syllable is a consonant alone.
    return len(before[1]) <= 2 and before[1][0].isupper() and not _VOWEL.search(normalize("NFD", before[1]))


def _pair(text: str, marks: list[_Mark], block_start: int, block_end: int) -> list[Quotation]:
    """The quotations of one paragraph: the cheapest reading of its marks, and what can be saved of marks left alone."""
    roles = _read(text, marks)
    quotations: list[Quotation] = []
    open_marks: list[_Mark] = []
    alone: list[int] = []
    unopened: list[int] = []
    for place, (mark, role) in enumerate(zip(marks, roles, strict=True)):
        if role == _OPEN:
            open_marks.append(mark)
        elif role == _CLOSE:
            opener = open_marks.pop()
            found = _quotation(text, opener.start, opener.end, mark.start, mark.end, len(open_marks))
            if found:
                quotations.append(found)
        elif not open_marks and mark.opens < 0.5 and not mark.kind.startswith("single"):
            alone.append(place)
        elif not open_marks and mark.closes < 0.5 and mark.alone == _ALONE:
            unopened.append(place)
    quotations = _turned_out(text, quotations, block_start)
    for place in unopened:
        mark = marks[place]
        begin = _recover_start(text, mark, marks[place - 1].end if place else block_start, block_start)
        found = _quotation(text, begin, begin, mark.start, mark.end, 0, recovered=True) if begin else None
        if found:
            quotations.append(found)
    for place in alone:
        mark = marks[place]
        limit = marks[place + 1].start if place + 1 < len(marks) else block_end
        end = _recover(text, mark, limit, block_start, block_end)
        found = _quotation(text, mark.start, mark.end, end, end, 0, recovered=True) if end else None
        if found:
            quotations.append(found)
    return quotations


def _turned_out(text: str, quotations: list[Quotation], block_start: int) -> list[Quotation]:
    """The quotations with those put inside that spaces have turned out.

    Tools that put spaces around straight marks by counting them make ``"Tỉnh chống" vùng cấm "đến cùng", ông nói`` of
    a quotation in a quotation. What gives them away: the first begins a line or follows a colon and breaks off, no mark
    of punctuation and no verb of saying parts the two, and the sentence or its main clause ends with the second.
    """
    found: list[Quotation] = []
    for here in sorted(quotations, key=lambda quotation: (quotation.start, -quotation.end)):
        last = found[-1] if found else None
        if last is None or here.depth or last.depth or not _breaks_off(text, last, here, block_start):
            found.append(here)
            continue
        found[-1] = Quotation(last.start, here.end, last.outer_start, here.outer_end, 0)
        start = last.outer_end - 1
        for part in text[last.outer_end : here.outer_start].split('","'):
            end = start + 1 + len(part)
            inner = _quotation(text, start, start + 1, end, end + 1, 1)
            if inner:
                found.append(inner)
            start = end + 2
    return found


def _breaks_off(text: str, first: Quotation, second: Quotation, block_start: int) -> bool:
    """Whether the first quotation goes on in the second, so that what stands between them is quoted within both."""
    between = text[first.outer_end : min(second.outer_start, first.outer_end + _LONGEST_INNER)]
    marks = (first.outer_start, first.outer_end - 1, second.outer_start, second.outer_end - 1)
    lead = text[max(block_start, first.outer_start - 2) : first.outer_start].rstrip(" ")
    return (
        first.outer_end + len(between) == second.outer_start
        and all(text[place] == '"' for place in marks)
        and (not lead or lead[-1] in "\n:")
        and text[first.end - 1].isalnum()
        and text.count(" ", first.start, first.end) >= _LEAST_SPACES
        and _INNER.fullmatch(between) is not None
        and _ENDS.match(text, second.outer_end) is not None
        and not any(True for _ in cues().saying.find(fold(between).split()))
    )


_NONE, _OPEN, _CLOSE = range(3)


def _read(text: str, marks: list[_Mark]) -> list[int]:
    """The role of each mark in the cheapest reading."""
    beam = [_Reading(0.0, (), None)]
    last = marks[0].start
    for mark in marks:
        lines, letters = text.count("\n", last, mark.start), mark.start - last
        last = mark.start
        best: dict[tuple[str, ...], _Reading] = {}
        for reading in beam:
            cost, stack = reading.cost, reading.stack
            if stack:
                family = stack[-1].split()[0]
                cost += lines * _LINE[family] + letters * _CHARACTER[family]
            _keep(best, cost + mark.alone, stack, reading, _NONE)
            if len(stack) < _DEEPEST:
                _keep(best, cost + mark.opens + _nesting(stack, mark.kind), (*stack, mark.kind), reading, _OPEN)
            if stack:
                _keep(best, cost + mark.closes + _mismatch(stack[-1], mark.kind), stack[:-1], reading, _CLOSE)
        # Sorting is stable and the order of insertion fixed, so that ties are broken the same way every time.
        beam = sorted(best.values(), key=lambda reading: reading.cost)[:_BEAM]
        # The reading with nothing open is the one that can end the paragraph, so it is never dropped.
        if all(reading.stack for reading in beam):
            beam[-1] = best[()]
    roles: list[int] = []
    choice = next(reading for reading in beam if not reading.stack).last
    while choice is not None:
        roles.append(choice.role)
        choice = choice.before
    roles.reverse()
    return roles


def _keep(
    best: dict[tuple[str, ...], _Reading], cost: float, stack: tuple[str, ...], before: _Reading, role: int
) -> None:
    known = best.get(stack)
    if known is None or cost < known.cost:
        best[stack] = _Reading(cost, stack, _Choice(role, before.last))


def _nesting(stack: tuple[str, ...], kind: str) -> float:
    if not stack:
        return 0.0
    return _NESTED_ALIKE if kind in stack else _NESTED


def _mismatch(opener: str, closer: str) -> float:
    if opener == closer:
        return 0.0
    return _UNLIKE_GLYPH if opener.split()[0] == closer.split()[0] else _UNLIKE_FAMILY


def _quotation(
    text: str, outer_start: int, start: int, end: int, outer_end: int, depth: int, *, recovered: bool = False
) -> Quotation | None:
    """The quotation without outer white space and marks; ``None`` when nothing that can be read is left."""
    while start < end and (text[start].isspace() or text[start] in MARKS):
        start += 1
    while start < end and (text[end - 1].isspace() or text[end - 1] in MARKS):
        end -= 1
    if not _LETTERS.search(text, start, end):
        return None
    return Quotation(start, end, outer_start, outer_end, depth, recovered)


def _recover(text: str, mark: _Mark, limit: int, block_start: int, block_end: int) -> int | None:
    """Where a quotation that is never closed ends; ``None`` when the text does not tell.

    Only a mark that begins a paragraph or follows a colon says how far its quotation goes: to the end of the
    paragraph. In the middle of a sentence it may be one word or ten.
    """
    line_end = text.find("\n", mark.end, block_end)
    if line_end < 0:
        line_end = block_end
    if limit < line_end:
        return None
    before = text[max(block_start, mark.start - 2) : mark.start]
    if not (not before or before.endswith("\n") or before.rstrip(" ").endswith(":")):
        return None
    return line_end


def _recover_start(text: str, mark: _Mark, limit: int, block_start: int) -> int | None:
    """Where a quotation that is never opened begins; ``None`` when the text does not tell.

    Only the one colon of the line says so, with a capital after it and nothing but the sentence's end after the mark:
    Thông báo nêu: Các đơn vị chấp hành nghiêm”.
    """
    line_start = max(text.rfind("\n", block_start, mark.start) + 1, block_start)
    if limit > line_start:
        return None
    match = _UNOPENED.match(text[line_start : mark.start])
    if not match or not text[line_start + match.end()].isupper() or not _ENDS.match(text, mark.end):
        return None
    return line_start + match.end()
