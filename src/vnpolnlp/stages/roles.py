"""Posts and ranks, with who holds them and in which body.

A post is marked when a particular holder is meant (ANNOTATION.md): one named beside it, directly (*Bí thư Tỉnh ủy Đỗ
Thanh Bình*), in a chain (*Nguyễn Văn A, Ủy viên …, Bí thư …*) or by a verb (*ông A giữ chức …*); or, for the head of a
body, the one person there can be (*Chủ tịch UBND tỉnh yêu cầu*). Plural and generic uses are left alone.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from vnpolnlp.arbitration import arbitrate, propose
from vnpolnlp.document import Candidate, Document
from vnpolnlp.stages.names.lexicons import NameLexicons, Post, name_lexicons
from vnpolnlp.text.syllables import BREAK, LOWER, MARK, TITLE, UPPER, Syllables
from vnpolnlp.text.view import View


@dataclass(frozen=True, slots=True)
class Mention:
    """A post in a text: its span, where its body ends, and what the text says of body and holder.

    ``whole`` says that a mark or a verb follows, and no word that could go on its title.
    """

    start: int
    end: int
    post: Post
    capital: bool
    plural: bool
    former: bool
    whole: bool
    body: Candidate | None
    body_end: int
    holder: Candidate | None = None
    signs: bool = False


_FORMER = re.compile(r"(?:nguyên|cựu) $", re.IGNORECASE)
_SEVERAL = ("các", "những", "nhiều", "mọi", "mỗi", "từng", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín",
            "mười", "số")  # fmt: skip
_ADDRESSED = ("đồng chí", "vị", "ông", "bà")
_PLURAL = re.compile(rf"\b(?:{'|'.join(_SEVERAL)}|\d+) (?:(?:{'|'.join(_ADDRESSED)}) )?$", re.IGNORECASE)
_PLURAL_ENDS = tuple(f"{word} " for word in (*_SEVERAL, *_ADDRESSED))
_PLURAL_REACH = 24
# What may stand between a person and a post that is theirs: ", ", " - ", " (", " | ", " hiện là ", " được bầu
# giữ chức vụ ", also after age or year of birth.
_HELD = re.compile(
    r"""(?:,\ (?:\d\d\ tuổi|(?:SN|sinh(?:\ năm)?)\ \d{4}(?:,\ (?:dân\ tộc\ )?\w+(?:\ \w+)?)?))?
      \ ?[,(\-–:|]\ ?(?:(?:hiện\ |từng\ |(?:lúc|khi|hồi|bấy)\ (?:đó|ấy|này|giờ)\ |về\ sau\ |sau\ này\ )?là\ |kiêm[ ]
        |(?:hiện\ )?giữ\ chức\ (?:vụ\ )?)?
    | ,?\ (?:(?:hiện|hiện\ nay|đang|còn|vẫn|từng|vốn|nay|đã|được|thôi|tiếp\ tục|tái\ cử|trúng\ cử|đắc\ cử|bị|sẽ
             |chính\ thức|bầu|cử)\ ){0,3}
      (?: là|làm|thay|kiêm|trước\ là|nguyên\ là
        | giữ(?:\ chức|\ cương\ vị)?(?:\ vụ)?
        | đảm\ (?:nhiệm|nhận|trách)(?:\ chức\ vụ|\ cương\ vị)?
        | (?:trong|với|trên)\ cương\ vị
        | chức(?:\ vụ|\ danh)?
        | bổ\ nhiệm(?:\ làm|\ giữ\ chức)?
      )\ """,
    re.IGNORECASE | re.VERBOSE,
)
# Between two posts of one person.
_AND = re.compile(r"(?:[,;]| và| kiêm|, kiêm|,? đồng thời là) (?:giữ chức )?| ?- ", re.IGNORECASE)
# Before a post, without the person beside it: cách chức Ủy viên …, với cương vị Bí thư …, luân chuyển về làm Bí thư ….
_CUE = re.compile(
    r"(?:cương vị|chức vụ:?|chức danh|(?:cách|giữ|thôi) chức|quân hàm|(?:thời kỳ|thời gian|từng|hiện) là"
    r"|(?:luân chuyển|điều động|phân công|bổ nhiệm|bầu|cử)(?: về| sang| đến| xuống)? làm|\(gồm"
    r"|(?:từ khi|trước khi|sau khi|thời gian) làm|vai trò|(?:vẫn|hiện) (?:còn )?là|giữ (?:thêm )?chức(?: vụ)?"
    r"|phân công nhiệm vụ|trúng cử|\b(?:ông|bà|anh|chị|đồng chí)(?: hiện| đang| nay| từng| nguyên)? là) $",
    re.IGNORECASE,
)
# Before a post that nobody holds yet: Quốc hội bầu Chủ tịch nước.
_TO_BE_FILLED = re.compile(r"\b(?:bầu(?: tân| ra)?|vị trí|ứng cử) $", re.IGNORECASE)
_GAP = re.compile(r" (?:(?:là |do )?(?:đồng chí|ông|bà)) | ?", re.IGNORECASE)
# A holder set off from the post: "Chủ tịch UBND xã, ông Thạch Sa Rươl, nói", "Bí thư Huyện ủy - Lê Văn Sang".
_APPOSED = re.compile(r"(?: đầu tiên)?,? (?:- )?(?:đồng chí|ông|bà) | - ", re.IGNORECASE)
_IN, _OF = " tại ", " của "
_REPLACES = re.compile(r"(?: được (?:cử|bầu|bổ nhiệm))? thay(?: cho| thế)?(?: (?:đồng chí|ông|bà))? ", re.IGNORECASE)
# Between a body and who leads it: "Đoàn công tác do ông Lê Văn Nam làm Trưởng đoàn".
_LED_BY = re.compile(r"(?: \([^()\n]{1,40}\))?,? do [^.;\n]{0,60}", re.IGNORECASE)
_LEADER = re.compile(r"Trưởng (?:ban|đoàn)\b", re.IGNORECASE)
_LED = 3  # bodies to look back at: the leader may have a post of another one
# Kinds of posts that one person at a time holds, so that the post alone denotes somebody.
_ONE_HOLDER = frozenset(("head", "chief", "foreign", "standing"))
# A line of a signature block: "KT. CHỦ TỊCH", "TM. BAN THƯỜNG VỤ" above, "(đã ký)" between the post and the signer.
_ON_BEHALF = re.compile(r"(?:K/?T|T/?M|T/?L|TUQ|T/UQ|Q)(?:\.|\b) ?")
_IN_PLACE_OF = re.compile(r"(?:K/?T|T/?L|TUQ|T/UQ)\.? ?")
_TO_SIGNER = re.compile(
    r"(?: ?\n ?(?:[(\[]?(?:đã kí|đã ký|ký tên|chữ ký|ký|kí)[^\n]{0,30})?){1,8}"
    r"(?:(?:GS|PGS|TS|ThS|BS|KS|CN)\.? ?|(?:(?:Trung|Thượng|Thiếu|Đại) (?:tá|tướng|úy|uỷ)) )*",
    re.IGNORECASE,
)
_CUE_REACH = 24
_LONGEST_LINE = 120  # of a signature block
# What former posts follow in an obituary or a record of service: "; nguyên Phó Bí thư …", a line of its own.
_FORMERLY = re.compile(r"(?:[;,] |\n)$")
_LONGEST_SENTENCE = 1_000
# A regulation lists the posts it is about: so many one after another, with no holder, are nobody's.
_MOST_UNHELD = 4
_LONGEST_GAP = 60
_RULED = re.compile(r"\b(?:chức danh|tiêu chuẩn)\b", re.IGNORECASE)
_RULED_REACH = 300
_CELL = " chi bộ"
_TYPE_WORDS = ("ban", "phòng", "đoàn")


class Roles:
    """Mark posts and ranks with ``holder`` and ``body``."""

    needs: ClassVar[tuple[str, ...]] = ("names",)
    gives: ClassVar[tuple[str, ...]] = ("roles",)
    follows: ClassVar[tuple[str, ...]] = ("events", "documents")

    def __init__(self) -> None:
        self.lexicons = name_lexicons()

    def __call__(self, document: Document) -> Document:
        """The document with its posts proposed as entities."""
        view = document.view
        names = arbitrate(document.candidates)
        mentions = _resolved(view.text, find_mentions(view.text, view.syllables, names, self.lexicons), names)
        found = []
        held: set[str] = set()
        previous: Mention | None = None  # a post of somebody's, which a chain may go on from
        for mention in without_lists(view.text, mentions):
            if mention.holder:
                held.add(mention.post.form)
            goes_on = previous is not None and _goes_on_chain(previous, mention, view.text)
            alone = mention.post.form in held and _stands_for_one(mention, view.text)
            if _is_somebodys(mention, view.text) or alone or goes_on:
                attrs = _attrs(view, mention)
                found.append(Candidate(mention.start, mention.end, "ROLE", f"roles/{mention.post.kind}", attrs, 1))
            previous = mention if goes_on or mention.holder or _has_cue(mention, view.text) else None
        return propose(document, found)


def with_attributes(view: View, spans: Sequence[Candidate], lexicons: NameLexicons) -> list[Candidate]:
    """The spans decided to be entities, the posts among them with the holder and body that the others give."""
    names = [span for span in spans if span.label != "ROLE"]
    starts = {name.start: name for name in names if name.label in ("ORG", "LOC")}
    mentions = {(m.start, m.end): m for m in find_mentions(view.text, view.syllables, names, lexicons)}
    for post in spans:
        if post.label == "ROLE" and (post.start, post.end) not in mentions:
            body = starts.get(post.end + 1)
            form = view.text[post.start : post.end]
            reached = _body_end(view.text, starts, body, post.end)
            mentions[post.start, post.end] = Mention(
                post.start, post.end, Post(form, "named"), form[0].isupper(), False, False, False, body, reached
            )
    resolved = _resolved(view.text, [mentions[span] for span in sorted(mentions)], names)
    attrs = {(mention.start, mention.end): _attrs(view, mention) for mention in resolved}
    return [replace(s, attrs=attrs[s.start, s.end]) if s.label == "ROLE" else s for s in spans]


def _resolved(text: str, mentions: Sequence[Mention], names: Sequence[Candidate]) -> list[Mention]:
    people = [name for name in names if name.label == "PER"]
    return find_bodies(text, resolve_holders(text, find_signatures(text, mentions, people), people), names)


def _attrs(view: View, mention: Mention) -> Mapping[str, str]:
    named = {"holder": mention.holder, "body": mention.body}
    return {name: view.raw_slice(span.start, span.end) for name, span in named.items() if span}


def find_mentions(text: str, syllables: Syllables, names: Sequence[Candidate], lexicons: NameLexicons) -> list[Mention]:
    """The posts of a text with the body each one names, whether or not somebody holds them."""
    starts = {name.start: name for name in names if name.label in ("ORG", "LOC")}
    covered = [(name.start, name.end) for name in names]
    mentions = []
    for first, last, post in lexicons.posts.find_in(syllables):
        if syllables.lower[max(0, first - 1) : first + 1] in (["chức", "vụ"], ["nhiệm", "vụ"]):
            own = lexicons.posts.at(syllables.lower, first + 1)
            first, post = (first + 1, own[1]) if own else (first, post)  # chức vụ + trưởng Ban …
        start, end = syllables.starts[first], syllables.ends[last - 1]
        inner = next((at for at in range(first + 1, last) if syllables.starts[at] in starts), None)
        # Bí thư + Chi bộ, Phó Trưởng + Ban: bodies with a capital.
        if inner is not None and (syllables.shapes[inner] == TITLE or starts[syllables.starts[inner]].end > end):
            last = inner  # Trưởng + ban Tổ chức Trung ương, Chánh + Văn phòng Tỉnh ủy
            end = syllables.ends[last - 1]
        body_from, reached = end + 1, end
        if post.form.endswith(_CELL) and inner is None:  # "Bí thư chi bộ": the cell is no part of the post
            last -= len(_CELL.split())
            body_from, end = syllables.starts[last], syllables.ends[last - 1]
        if _is_inside(covered, start, end) or _is_common_word(syllables, first, last):
            continue
        body = starts.get(body_from)
        if post.kind == "standing" and (body is None or text[body.start : body.end].casefold() != "ban bí thư"):
            continue
        plural = _is_plural(text[max(0, start - _PLURAL_REACH) : start])
        former = _FORMER.search(text, max(0, start - 8), start)
        capital = former is not None or syllables.shapes[first] in (TITLE, UPPER)
        first_letter = former.start() if former else start
        body_end = _body_end(text, starts, body, reached)
        whole = last >= len(syllables) or syllables.shapes[last] in (MARK, BREAK)
        verb = lexicons.breaks.at(syllables.lower, last) if syllables.shapes[last : last + 1] == [LOWER] else None
        whole = whole or (verb is not None and syllables.lower[last] not in _SEVERAL)
        mentions.append(Mention(first_letter, end, post, capital, plural, former is not None, whole, body, body_end))
    return _share_bodies(text, mentions)


def without_lists(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions without lists of posts that nobody holds: *Chủ tịch nước, Thủ tướng, Chánh án …* of a rule."""
    kept: list[Mention] = []
    run: list[Mention] = []
    for mention in mentions:
        if run and not _goes_on_a_list(text[run[-1].body_end : mention.start]):
            kept += _unless_ruled(text, run)
            run = []
        if mention.holder or mention.signs:
            kept += (*run, mention)
            run = []
        else:
            run.append(mention)
    return kept + _unless_ruled(text, run)


def _unless_ruled(text: str, run: list[Mention]) -> list[Mention]:
    """A list of posts, or nothing if it says for which posts a rule holds.

    *Bộ trưởng Bộ A, Bộ trưởng Bộ B, … chịu trách nhiệm* is about those who hold them.
    """
    ruled = len(run) > _MOST_UNHELD and _RULED.search(text, max(0, run[0].start - _RULED_REACH), run[0].start)
    return [] if ruled else run


def _goes_on_a_list(between: str) -> bool:
    """Whether what stands between two posts is the rest of a list item: *, *, *; Thường trực Ban Bí thư, *."""
    ends = any(mark in between for mark in (". ", "\n", ":", "“", '"'))
    return not ends and len(between) <= _LONGEST_GAP and between.lstrip(" ")[:1] in (",", ";") and between[-1:] == " "


def _is_plural(before: str) -> bool:
    """Whether what stands before a post says that several are meant: *các đồng chí*, *hai*, *3*."""
    may_be = before.lower().endswith(_PLURAL_ENDS) or before[-2:-1].isdigit()
    return may_be and _PLURAL.search(before) is not None


def _body_end(text: str, starts: Mapping[int, Candidate], body: Candidate | None, end: int) -> int:
    """Where a post with its body ends; *đại biểu Quốc hội tỉnh Phú Yên*, *Đại sứ Anh tại Việt Nam*."""
    if body is None:
        return end
    place = starts.get(body.end + (len(_IN) if text.startswith(_IN, body.end) else 1))
    return place.end if place and place.label == "LOC" else body.end


def _is_inside(spans: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    at = bisect_right(spans, (start, end)) - 1
    return (at >= 0 and spans[at][1] > start) or (at + 1 < len(spans) and spans[at + 1][0] < end)


def _is_common_word(syllables: Syllables, first: int, last: int) -> bool:
    """Whether a short post is part of a longer word: *phó* of *đối phó*, *trưởng* of *trưởng thành*."""
    if last - first > 1 or syllables.shapes[first] != LOWER:
        return False
    if last >= len(syllables):
        return True
    return syllables.shapes[last] in (LOWER, BREAK) and syllables.lower[last] not in _TYPE_WORDS


def _share_bodies(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """Posts without a body of their own that share the next one's: *Phó Tư lệnh kiêm Tham mưu trưởng Quân chủng*."""
    shared = list(mentions)
    for at in range(len(shared) - 2, -1, -1):
        mention, after = shared[at], shared[at + 1]
        if mention.body or after.body is None or mention.post.kind not in ("head", "named"):
            continue
        between = text[mention.end : after.start].strip(" ,")
        # "nguyên Đảng ủy viên, nguyên Phó Tư lệnh Quân chủng Hải quân": a committee's member, of the same body.
        if between == "kiêm" or (between in ("và", "") and mention.post.form == "Đảng ủy viên"):
            shared[at] = replace(mention, body=after.body)
    return shared


def find_signatures(text: str, mentions: Sequence[Mention], people: Sequence[Candidate]) -> list[Mention]:
    """The mentions with those marked that fill a line of a signature block, and with the signer.

    Such a line is in capitals above a name, or stands below one that says for whom somebody signs. *KT. GIÁM ĐỐC*
    names a post in whose place somebody signs: it is a particular one, and its holder is not the signer.
    """
    starts = {person.start: person for person in people}
    found = []
    for mention in mentions:
        near = max(0, mention.start - _LONGEST_LINE)
        line = max(near, text.rfind("\n", near, mention.start) + 1)
        before, after = text[line : mention.start], text[mention.body_end : mention.body_end + 2]
        alone = after == "" or after[0] == "\n" or after == " \n"
        capitals = text[mention.start : mention.end].isupper()
        authorised = not before.strip() and mention.capital and _is_authorised(text, line)
        if alone and (authorised or (capitals and (not before.strip() or _ON_BEHALF.fullmatch(before)))):
            if _IN_PLACE_OF.fullmatch(before):
                mention = replace(mention, signs=True, plural=False)
            else:
                to_signer = _TO_SIGNER.match(text, mention.body_end)
                signer = starts.get(to_signer.end()) if to_signer else None
                if signer or authorised:
                    mention = replace(mention, signs=True, plural=False, holder=signer)
        found.append(mention)
    return found


def _is_authorised(text: str, line: int) -> bool:
    """Whether the line above one says for whom somebody signs: *T/M BAN CHẤP HÀNH* above *BÍ THƯ*."""
    above = text[max(0, line - _LONGEST_LINE) : max(0, line - 1)].rstrip().rpartition("\n")[2].lstrip()
    return _ON_BEHALF.match(above) is not None and above.isupper()


def resolve_holders(text: str, mentions: Sequence[Mention], people: Sequence[Candidate]) -> list[Mention]:
    """The mentions with the person each post belongs to, where the text says it."""
    starts = {person.start: person for person in people}
    ends = [person.end for person in people]
    resolved = list(mentions)
    # Forward: a person right after the post and its body; the posts before it in a chain are the same person's.
    for at in range(len(resolved) - 1, -1, -1):
        mention = resolved[at]
        if mention.signs:
            continue
        gap = _APPOSED.match(text, mention.body_end) or _GAP.match(text, mention.body_end)
        person = starts.get(gap.end()) if gap else None
        if person is None and at + 1 < len(resolved):
            after = resolved[at + 1]
            joined = not _is_deputy_of(after, mention) and _AND.fullmatch(text[mention.body_end : after.start])
            if joined and ";" not in joined[0] and after.holder and after.holder.start > after.start:
                person = after.holder
        if person and not mention.plural:
            resolved[at] = replace(mention, holder=person)
    # Backward: a person right before the post, or before the chain that the post goes on. It wins over a person at
    # the far end of a chain, but not over one who follows at once.
    for at, mention in enumerate(resolved):
        if mention.signs or _follows_at_once(text, mention):
            continue
        before = bisect_left(ends, mention.start + 1) - 1
        person = people[before] if before >= 0 else None
        if person and mention.start - person.end < 60 and _HELD.fullmatch(text[person.end : mention.start]):
            resolved[at] = replace(mention, holder=_successor(text, people, before), plural=False)
            continue
        if mention.plural:
            continue
        previous = resolved[at - 1] if at > 0 else None
        joined = _AND.fullmatch(text[previous.body_end : mention.start]) if previous else None
        if previous and joined and previous.holder and not _follows_at_once(text, previous):
            resolved[at] = replace(mention, holder=previous.holder)
        elif (
            mention.holder is None
            and mention.former
            and _FORMERLY.search(text, max(0, mention.start - 2), mention.start)
        ):
            resolved[at] = replace(mention, holder=_whose_record(text, mention, people, ends))
        elif mention.holder is None and (
            _CUE.search(text, max(0, mention.start - _CUE_REACH), mention.start)
            or (mention.post.kind not in _ONE_HOLDER and text.endswith("; ", 0, mention.start))
        ):
            resolved[at] = replace(mention, holder=_only_person(text, mention, people, ends))
    return resolved


def _successor(text: str, people: Sequence[Candidate], at: int) -> Candidate:
    """Who holds a post behind a person: that person, or whoever replaces them: *ông A thay ông B làm Chủ tịch*."""
    replaced = at > 0 and _REPLACES.fullmatch(text[people[at - 1].end : people[at].start])
    return people[at - 1] if replaced else people[at]


def _is_deputy_of(mention: Mention, other: Mention) -> bool:
    """Whether a post without a body is the deputy of another: *Chủ tịch UBND tỉnh, Phó Chủ tịch Vừ A Hừ*."""
    return mention.body is None and mention.post.form == f"Phó {other.post.form}"


def find_bodies(text: str, mentions: Sequence[Mention], names: Sequence[Candidate]) -> list[Mention]:
    """The mentions with bodies that do not stand behind the post: behind the holder, before who leads them, the head's.

    *Đại sứ Tommy Koh của Singapore*; *Đoàn công tác do ông Lê Văn Nam làm Trưởng đoàn*; *Chủ tịch UBND tỉnh, Phó Chủ
    tịch Vừ A Hừ*.
    """
    starts = {name.start: name for name in names if name.label in ("ORG", "LOC")}
    bodies = [name for name in names if name.label == "ORG"]
    ends = [body.end for body in bodies]
    found = list(mentions)
    for at, mention in enumerate(found):
        holder = mention.holder
        if mention.body or holder is None:
            continue
        head = found[at - 1] if at else None
        body: Candidate | None = None
        if _follows_at_once(text, mention) and text.startswith(_OF, holder.end):
            body = starts.get(holder.end + len(_OF))
        elif (
            head
            and head.post.kind == "head"
            and _is_deputy_of(mention, head)
            and _AND.fullmatch(text[head.body_end : mention.start])
        ):
            body = head.body
        elif _LEADER.search(mention.post.form):
            first = min(holder.start, mention.start)
            before = bisect_right(ends, first)
            nearest = bodies[max(0, before - _LED) : before]
            body = next((led for led in reversed(nearest) if _LED_BY.fullmatch(text[led.end : first])), None)
        found[at] = replace(mention, body=body)
    return found


def _follows_at_once(text: str, mention: Mention) -> bool:
    """Whether the holder stands right behind the post and its body."""
    holder = mention.holder
    if holder is None or holder.start < mention.body_end:
        return False
    return _GAP.fullmatch(text[mention.body_end : holder.start]) is not None


def _whose_record(text: str, mention: Mention, people: Sequence[Candidate], ends: Sequence[int]) -> Candidate | None:
    """The one person whose record of service, in the lines before it, a former post goes on."""
    near = max(0, mention.start - _LONGEST_SENTENCE)
    first = max(near, *(text.rfind(mark, near, mention.start) for mark in ("\n\n", ". ")))
    about = people[bisect_right(ends, first) : bisect_right(ends, mention.start)]
    return about[0] if len({text[person.start : person.end] for person in about}) == 1 else None


def _only_person(text: str, mention: Mention, people: Sequence[Candidate], ends: Sequence[int]) -> Candidate | None:
    """The one person that the clause, or else the sentence, of a post is about; ``None`` for several or nobody."""
    near = max(0, mention.start - _LONGEST_SENTENCE), mention.end + _LONGEST_SENTENCE
    first = max(near[0], *(text.rfind(mark, near[0], mention.start) for mark in (". ", "\n", "! ", "? ")))
    last = min((at for mark in (". ", "\n") if (at := text.find(mark, mention.end, near[1])) >= 0), default=near[1])
    clause = max(first, text.rfind(";", first, mention.start))
    for start, end in ((clause, mention.start), (first, last)):
        about: dict[str, Candidate] = {}
        for person in people[bisect_right(ends, start) : bisect_left(ends, end)]:
            about.setdefault(text[person.start : person.end], person)
        if about:
            return next(iter(about.values())) if len(about) == 1 else None
    return None


def _stands_for_one(mention: Mention, text: str) -> bool:
    """Whether a post alone is that of somebody whom the text named with it: *xin ý kiến Bí thư*, *Giám đốc trả lời*."""
    before = text[max(0, mention.start - 2) : mention.start]
    inside = before.endswith(" ") and not before.startswith((".", "!", "?", ":", "\n"))
    head = mention.post.kind == "head" and mention.capital and not mention.plural and not mention.former
    return head and inside and mention.whole and mention.body is None


def _has_cue(mention: Mention, text: str) -> bool:
    """Whether the words before a post say that somebody held it: *giữ chức*, *Ông là*."""
    return _CUE.search(text, max(0, mention.start - _CUE_REACH), mention.start) is not None


def _goes_on_chain(previous: Mention, mention: Mention, text: str) -> bool:
    """Whether a post with its body goes on a chain of somebody's: *Ông là ủy viên …; đại biểu Quốc hội*."""
    joined = _AND.fullmatch(text[previous.body_end : mention.start])
    return joined is not None and mention.body is not None and not mention.plural


def _is_somebodys(mention: Mention, text: str) -> bool:
    if mention.plural or (mention.post.kind == "deputy" and mention.body is None):
        return False  # "đại biểu" alone is anybody at a meeting
    if mention.holder is not None or mention.signs:
        return True
    kind = mention.post.kind
    if kind == "unique":
        return mention.capital and not _TO_BE_FILLED.search(text, max(0, mention.start - _CUE_REACH), mention.start)
    if kind in ("rank", "member", "named", "deputy") or not mention.capital:
        return mention.body is not None and _has_cue(mention, text)
    return kind in _ONE_HOLDER and mention.body is not None and (mention.capital or kind == "foreign")
