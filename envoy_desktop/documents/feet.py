"""Below the body: signature, imprint, page number, code for the way back (GB/T 9704 7.3.5-7.5)."""

from dataclasses import dataclass
from datetime import date

from envoy_desktop.documents import geometry as g
from envoy_desktop.documents.blocks import Imprint, OfficialDocument, Party, Signature
from envoy_desktop.documents.fonts import Role
from envoy_desktop.documents.layout import BLACK, Bar, Page
from envoy_desktop.documents.linebreak import Line, Measure
from envoy_desktop.documents.press import Press


@dataclass(frozen=True, slots=True)
class PageCode:
    """What the small code of one page says, and the short number beside it for typing."""

    payload: str
    number: str


def dated(on: date) -> str:
    """A date as papers write it: 2026年3月2日."""
    return f"{on.year}年{on.month}月{on.day}日"


def signature_rows(signature: Signature | None) -> int:
    """Grid rows that the signature takes: a blank one, the organs, the date."""
    if signature is None:
        return 0
    if is_joint(signature):
        count = len(signature.organs)
        above = (count - 1) // 2
        deep = [-(-len(organ) // JOINT_CELLS) for organ in signature.organs[2 * above :]]
        last = max(*deep, deep[-1] + (1 if signature.on else 0))
        return 2 + g.SEAL_ROWS * above + last
    return 1 + len(signature.organs) + (1 if signature.on else 0)


JOINT_CELLS = 13
"""Characters of an organ on one line of its half of the page; a longer name goes on below."""


def is_joint(signature: Signature) -> bool:
    """Several organs with their seals: two a line (7.3.5.1); without seals they stand in a list."""
    return signature.sealed and len(signature.organs) > 1


def put_joint(press: Press, page: Page, signature: Signature, row: int) -> None:
    """Organs two a line, each centred in its half; the date below the last one (7.3.5.1)."""
    half = g.WIDTH / 2
    measure = Measure(g.SIZE, g.CELL, JOINT_CELLS * g.CELL, justify=False)
    count = len(signature.organs)
    end = row
    for n, organ in enumerate(signature.organs):
        right = n % 2 == 1 or n == count - 1
        middle = g.LEFT + half * (1.5 if right else 0.5)
        at = row + 1 + g.SEAL_ROWS * (n // 2)
        for m, line in enumerate(press.set(((organ, Role.FANG),), measure)):
            baseline = g.row_top(at + m) + g.ASCENT * g.SIZE
            page.put(line, middle - line.width / 2, baseline, g.SIZE)
            end = at + m + 1
    if signature.on:
        day = press.line(dated(signature.on), Role.FANG, g.SIZE, g.CELL)
        x = g.LEFT + half * 1.5 - day.width / 2
        page.put(day, x, g.row_top(end) + g.ASCENT * g.SIZE, g.SIZE)


def put_signature(press: Press, page: Page, signature: Signature, row: int) -> None:
    """The organs and the date; `row` is the first organ's grid row.

    With a seal the date ends four characters in and the organ is centred over it; an organ so
    wide that it would leave fewer than two characters is set two in, the date centred under it.
    Without a seal the organ ends two characters in and the date begins two after the organ.
    """
    if is_joint(signature):
        put_joint(press, page, signature, row)
        return
    organs = [press.line(organ, Role.FANG, g.SIZE, g.CELL) for organ in signature.organs]
    day = press.line(dated(signature.on) if signature.on else "", Role.FANG, g.SIZE, g.CELL)
    widest = max((line.width for line in organs), default=0.0)
    if not signature.sealed:
        left = g.RIGHT - g.ORGAN_IN - widest
        day_left = left + 2 * g.CELL
        if day_left + day.width > g.RIGHT - g.ORGAN_IN:
            day_left = g.RIGHT - g.ORGAN_IN - day.width
            left = min(left, day_left - 2 * g.CELL)
        places = [left] * len(organs)
    else:
        middle = g.RIGHT - g.DATE_IN - day.width / 2
        if middle + widest / 2 > g.RIGHT - g.ORGAN_IN:
            middle = g.RIGHT - g.ORGAN_IN - widest / 2
        day_left = middle - day.width / 2
        places = [middle - line.width / 2 for line in organs]
    for n, (line, x) in enumerate(zip(organs, places, strict=True)):
        page.put(line, x, g.row_top(row + n) + g.ASCENT * g.SIZE, g.SIZE)
    if day.runs:
        page.put(day, day_left, g.row_top(row + len(organs)) + g.ASCENT * g.SIZE, g.SIZE)


@dataclass(frozen=True, slots=True)
class SetImprint:
    """A set imprint: its lines, and how it is ruled."""

    copies: tuple[Line, ...]
    printer: Line | None
    printed: Line | None
    ruled: bool

    @property
    def top(self) -> float:
        """Upper edge, in points from the paper's top."""
        rows = len(self.copies) + (1 if self.printer else 0)
        return g.BOTTOM - rows * g.IMPRINT_ROW

    @property
    def last_row(self) -> int:
        """The last grid row that ends above it."""
        return int((self.top - g.TOP - g.SIZE - g.mm(1)) // g.PITCH)


def set_imprint(press: Press, imprint: Imprint | None, ruled: bool) -> SetImprint | None:
    """Set the imprint; in the letter form it has neither rules nor printing organ (10.1)."""
    if imprint is None:
        return None
    copies: tuple[Line, ...] = ()
    names = [name.strip().rstrip("。；，") for name in imprint.copies if name.strip()]
    if names:
        measure = Measure(g.SMALL, g.SMALL, g.WIDTH - 2 * g.SMALL, 0.0, 3 * g.SMALL, justify=True)
        copies = press.set((("抄送：" + "，".join(names) + "。", Role.FANG),), measure)
    printer = printed = None
    if ruled and (imprint.printer or imprint.printed_on):
        printer = press.line(imprint.printer, Role.FANG, g.SMALL)
        on = dated(imprint.printed_on) + "印发" if imprint.printed_on else ""
        printed = press.line(on, Role.FANG, g.SMALL)
    if not copies and printer is None:
        return None
    return SetImprint(copies, printer, printed, ruled)


def put_imprint(page: Page, imprint: SetImprint) -> None:
    """Draw the imprint at the type area's foot: rules 0.35, 0.25, 0.35 mm (7.4)."""
    top = imprint.top
    inset = (g.IMPRINT_ROW - g.SMALL) / 2 + g.ASCENT * g.SMALL
    for n, line in enumerate(imprint.copies):
        page.put(line, g.LEFT + g.SMALL, top + n * g.IMPRINT_ROW + inset, g.SMALL)
    last = top + len(imprint.copies) * g.IMPRINT_ROW
    if imprint.printer is not None and imprint.printed is not None:
        page.put(imprint.printer, g.LEFT + g.SMALL, last + inset, g.SMALL)
        x = g.RIGHT - g.SMALL - imprint.printed.width
        page.put(imprint.printed, x, last + inset, g.SMALL)
    if imprint.ruled:
        page.rule(g.LEFT, g.RIGHT, top - g.THICK / 2, g.THICK)
        if imprint.copies and imprint.printer is not None:
            page.rule(g.LEFT, g.RIGHT, last - g.THIN / 2, g.THIN)
        page.rule(g.LEFT, g.RIGHT, g.BOTTOM - g.THICK, g.THICK)


def put_folio(press: Press, page: Page) -> None:
    """The page number: odd pages right, even left, the dash's ink 7 mm below the type area."""
    line = press.line(f"— {page.number} —", Role.SONG, g.SMALL, g.SMALL)
    dash_top = press.ink("—", Role.SONG)[1]
    baseline = g.FOLIO_DASH_TOP + dash_top * g.SMALL
    right = page.number % 2 == 1
    x = g.RIGHT - g.SMALL - line.width if right else g.LEFT + g.SMALL
    page.put(line, x, baseline, g.SMALL)


def put_code(press: Press, page: Page, code: PageCode, below_rule: bool = False) -> None:
    """The code for the way back, on the side opposite the page number, its number beside it.

    `below_rule`: smaller, below the red rule at the foot of a letter's first page.

    As much error correction as the smallest size holds (Q: a quarter may be written over).
    """
    import segno  # a fourteenth of a second that a paper without code need not pay

    matrix = segno.make(code.payload, error="h", micro=False).matrix
    size, top = (g.LETTER_CODE_SIZE, g.LETTER_CODE_TOP) if below_rule else (g.CODE_SIZE, g.CODE_TOP)
    module = size / len(matrix)
    at_left = page.number % 2 == 1
    left = g.LEFT if at_left else g.RIGHT - size
    for n, bits in enumerate(matrix):
        m = 0
        while m < len(bits):
            end = m
            while end < len(bits) and bits[end]:
                end += 1
            if end > m:
                page.bars.append(
                    Bar(
                        page.number, left + m * module, top + n * module,
                        (end - m) * module, module, BLACK,
                    )
                )  # fmt: skip
            m = max(end, m + 1)
    line = press.line(code.number, Role.SONG, g.CODE_TEXT)
    gap = g.CODE_QUIET
    x = left + size + gap if at_left else left - gap - line.width
    page.put(line, x, top + size - g.CODE_DROP, g.CODE_TEXT)


SIGNERS = {"委托方": "法定代表人或者授权代表", "受托方": "特派服务员"}


def party_lines(party: Party) -> tuple[str, ...]:
    """Where a party of a mandate seals, signs and dates it by hand."""
    return (
        f"{party.role}（盖章）：{party.name}",
        f"{SIGNERS.get(party.role, '代表')}（签字）：",
        "日期：　　　　年　　月　　日",
    )


def note_text(document: OfficialDocument) -> str:
    """附注 in its round brackets (7.3.6)."""
    note = document.note.strip()
    return note if not note or note.startswith("（") else f"（{note}）"
