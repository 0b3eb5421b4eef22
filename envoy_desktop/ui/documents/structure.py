"""The editor's lines and the plain-text form of a memo: one into the other without loss.

A line is what a person sees: no backslashes, no brackets around facts, no marker lines around what
is asked. Table rows and attachment lines stand as they are in the form.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from envoy_desktop.documents import markup
from envoy_desktop.documents.blocks import Face, Inline, Text, circled, heading_number, plain

OPEN, CLOSE, AS_IT_IS = "【请求】", "【/请求】", "\\~"
RAW = ("table", "picture", "attachment")
Place = tuple[int, ...]
_FACES = {"楷体": Face.KAI, "黑体": Face.HEI}
_WORDS = {face: word for word, face in _FACES.items()}
_FACT = "事实 "


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the editor. `request` numbers the matter it belongs to, 0 for none.

    `as_is`: body text whatever it begins with ("1. …" that is no heading).
    """

    runs: Text = ()
    request: int = 0
    as_is: bool = False

    @property
    def text(self) -> str:
        """What stands in the line."""
        return plain(self.runs)

    @property
    def kind(self) -> str:
        """heading1 … heading4, item, table, attachment, text; blank for an empty line."""
        if self.as_is:
            return "text"
        if not self.text.strip():
            return ""
        return markup.line_kind(self.text)


def lines_of(form: str) -> list[Line]:
    """The lines that a form shows; a form that is half typed gives what can be seen of it."""
    lines: list[Line] = []
    request = asked = 0
    for raw in form.replace("\r\n", "\n").split("\n"):
        line = raw.strip()
        if line == OPEN:
            asked += 1
            request = asked
        elif line == CLOSE:
            request = 0
        elif line.startswith(AS_IT_IS):
            lines.append(Line(_runs(raw.partition(AS_IT_IS)[2]), request, as_is=True))
        elif line:
            kind = markup.line_kind(line)
            if kind in RAW:
                lines.append(Line((Inline(line),), request))
            else:
                runs = _runs(line)
                if kind == "heading3" and markup.line_kind(plain(runs)) != kind:
                    # `1.` before a marked figure would be seen as one figure with it
                    length = markup.mark_length(line)
                    runs = _runs(line[: length - 1] + "．" + line[length:])
                # a mark may hide what the line begins with: 一、 in Kai is body text
                as_is = kind == "text" and markup.line_kind(plain(runs)) != "text"
                lines.append(Line(runs, request, as_is))
    return lines


def numbered_form(lines: Sequence[Line]) -> Iterator[tuple[int, str]]:
    """The form's lines, each with the number of the editor's line it comes from."""
    request = 0
    for n, line in enumerate(lines):
        if line.request != request:
            if request:
                yield n - 1, CLOSE
            if line.request:
                yield n, OPEN
            request = line.request
        yield n, _form_line(line)
    if request:
        yield len(lines) - 1, CLOSE


def form_of(lines: Sequence[Line]) -> str:
    """The plain-text form of the editor's lines."""
    return "".join(text + "\n" for _n, text in numbered_form(lines))


def places(lines: Sequence[Line]) -> list[Place | None]:
    """Where each line stands in the document (`Layout.anchors` knows these); None for blanks."""
    found: list[Place | None] = []
    prefix: Place = ()
    attachment, block, inner, request, table = 0, -1, -1, 0, False
    for line in lines:
        kind = line.kind
        if kind == "attachment":
            attachment += 1
            prefix, block, request, table = (-attachment,), -1, 0, False
            found.append((*prefix, 0))
            continue
        if not kind:
            found.append(None)
            table = False
            continue
        if kind == "table":
            # its caption begins a table, its first row only where there is no caption
            if not table or line.text.lstrip().startswith("表："):
                block += 1
            table = True
            found.append((*prefix, block))
            continue
        table = False
        if line.request:
            if line.request != request:
                block, inner = block + 1, -1
            inner += 1
            found.append((*prefix, block, inner))
        else:
            block += 1
            found.append((*prefix, block))
        request = line.request
    return found


def renumbered(lines: Sequence[Line]) -> list[str | None]:
    """For each line the number it should begin with; None where it has none, or the right one."""
    wanted: list[str | None] = []
    counts, items = [0, 0, 0, 0], 0
    attachments = 0
    for line in lines:
        kind, text = line.kind, line.text
        right: str | None = None
        if kind == "attachment":
            attachments += 1
            counts, items = [0, 0, 0, 0], 0
        elif kind.startswith("heading"):
            level, items = int(kind[-1]), 0
            counts[level - 1] += 1
            counts[level:] = [0] * (4 - level)
            right = heading_number(level, counts[level - 1])
            after = text[markup.mark_length(text) :]
            if right.endswith(".") and after[:1].isdigit():
                right = right[:-1] + "．"
        elif kind == "item":
            items += 1
            right = circled(items)
        elif kind:
            items = 0
        stands = text[: markup.mark_length(text)] if right is not None else None
        wanted.append(right if right is not None and stands != right else None)
    return wanted


def with_mark(line: Line, mark: str) -> Line:
    """The line with another number (or none) at its front."""
    cut = markup.mark_length(line.text) if not line.as_is else 0
    runs: list[Inline] = []
    for run in line.runs:
        keep = run.text[cut:]
        cut = max(0, cut - len(run.text))
        if keep:
            runs.append(replace(run, text=keep))
    return Line(((Inline(mark),) if mark else ()) + tuple(runs), line.request)


def _form_line(line: Line) -> str:
    text = line.text
    if not text.strip() and not line.as_is:
        return ""
    if not line.as_is and markup.line_kind(text) in RAW:
        return text.strip()
    if not line.as_is and (length := markup.mark_length(text)):
        mark, rest = text[:length], "".join(_marked(run) for run in with_mark(line, "").runs)
        if mark.endswith("．") and not rest[:1].isdigit():
            mark = mark[:-1] + "."
        return (mark + rest).rstrip()
    told = "".join(_marked(run) for run in line.runs)
    if told.startswith((OPEN, CLOSE)) or (line.as_is and _begins_otherwise(told)):
        return AS_IT_IS + told
    return told.strip() if not line.as_is else told


def _begins_otherwise(told: str) -> bool:
    return told != told.strip() or markup.line_kind(told) != "text"


def _marked(run: Inline) -> str:
    options = [_WORDS[run.face]] if run.face in _WORDS else []
    if run.fact:
        options.append(_FACT + _escape(run.fact, "|]"))
    if not options:
        return _escape(run.text, "[]")
    return "[[" + "|".join([_escape(run.text, "[]|"), *options]) + "]]"


def _escape(text: str, signs: str) -> str:
    out = text.replace("\\", "\\\\")
    for sign in signs:
        out = out.replace(sign, "\\" + sign)
    return out


def _runs(line: str) -> Text:
    """The runs of a form's line; what is no proper mark is taken as text."""
    runs: list[Inline] = []
    plain_, at = "", 0
    while at < len(line):
        if line[at] == "\\" and at + 1 < len(line):
            plain_ += " " if line[at + 1] == "n" else line[at + 1]
            at += 2
        elif line.startswith("[[", at) and (end := _end(line, at + 2)) >= 0:
            made = _inline(line[at + 2 : end])
            if made is None:
                plain_ += "[["
                at += 2
                continue
            if plain_:
                runs.append(Inline(plain_))
                plain_ = ""
            if made.text:
                runs.append(made)
            at = end + 2
        else:
            plain_ += line[at]
            at += 1
    if plain_:
        runs.append(Inline(plain_))
    return tuple(runs)


def _end(line: str, start: int) -> int:
    at = start
    while at < len(line):
        if line[at] == "\\":
            at += 2
        elif line.startswith("]]", at):
            return at
        else:
            at += 1
    return -1


def _inline(inside: str) -> Inline | None:
    parts = [""]
    at = 0
    while at < len(inside):
        if inside[at] == "\\" and at + 1 < len(inside):
            parts[-1] += " " if inside[at + 1] == "n" else inside[at + 1]
            at += 2
        elif inside[at] == "|":
            parts.append("")
            at += 1
        else:
            parts[-1] += inside[at]
            at += 1
    face, fact = Face.INHERIT, ""
    for option in parts[1:]:
        if option in _FACES:
            face = _FACES[option]
        elif option.startswith(_FACT):
            fact = option.removeprefix(_FACT)
        else:
            return None
    return Inline(parts[0], face, fact)
