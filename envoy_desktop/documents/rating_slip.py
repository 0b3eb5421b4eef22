"""The rating slip: a few plain questions on paper, with a code that leads back to its procedure.

The code holds the procedure's id and a check, no name: who finds the slip learns nothing from it.
Ticked boxes are not read by the machine; scanning the code opens the form for typing them.
"""

import hashlib
from pathlib import Path

from envoy_desktop.documents.layout import Layout
from envoy_desktop.documents.sheet import Code, Fields, Pairs, Piece, Scale, Sheet, Words, compose
from envoy_desktop.domain import ratings as rules
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store.connection import Reader
from envoy_desktop.store.queries import people
from envoy_desktop.words import _, ids, names

FORM = "R1"
"""What a slip's code begins with; the code of a paper's page begins with E1 (wayback.py)."""
_CHECK = 4


def payload(procedure: int) -> str:
    """What the code of a slip says: form, id, check."""
    body = FORM + ids.show(procedure).upper()
    return body + _check(body)


def read_payload(text: str) -> int:
    """The procedure that a scanned or typed code leads to. Refuses "not-a-slip"."""
    clean = "".join(text.upper().split()).replace("-", "")
    body, check = clean[:-_CHECK], clean[-_CHECK:]
    if len(clean) != len(FORM) + ids.LENGTH + _CHECK or not clean.startswith(FORM):
        raise Refusal("not-a-slip", text=text.strip()[:40])
    if _check(body) != check:
        raise Refusal("not-a-slip", text=text.strip()[:40])
    return ids.parse(body[len(FORM) :].lower())


def find_in(path: Path) -> list[int]:
    """The procedures whose slips a scan shows, in the order of its pages.

    Refuses "not-a-slip" where no page bears a slip's code; raises as `scan_pages.take`.
    """
    import zxingcpp

    from envoy_desktop.documents import scan_pages

    found: dict[int, None] = {}
    for page in scan_pages.sheets(scan_pages.take(path)):
        if page.picture is None:
            continue
        for barcode in zxingcpp.read_barcodes(page.picture):
            try:
                found[read_payload(barcode.text)] = None
            except Refusal:  # another's code on the same page
                continue
    if not found:
        raise Refusal("not-a-slip", text=path.name)
    return list(found)


def rating_slip(reader: Reader, procedure: int) -> Layout:
    """The slip of a delivered procedure. Refuses "not-delivered" and "rating-given"."""
    wish = people.wish_for(reader, procedure)
    if wish is None:
        raise Refusal("unknown-id", kind="procedure")
    if people.ratings(reader, procedure=procedure):
        raise Refusal("rating-given", name=wish.name)
    if not wish.delivered_on:
        raise Refusal("not-delivered", name=wish.name)
    pieces: list[Piece] = [
        Pairs(
            (
                (_("项目"), wish.project_name),
                (_("事项"), wish.name),
                (_("办理部门"), wish.department_name),
                (_("送达日期"), names.full_day(wish.delivered_on)),
            )
        ),
        Words(
            _("请按实际感受在方框里打勾，1 为很不满意，5 为很满意。这张单子由投资方填写，"
              "直接交给特派服务员或协调办公室，办理部门看不到是谁填的。")
        ),
        *(Scale(names.question(q), rules.LEAST, rules.MOST) for q in rules.QUESTIONS),
        Fields((_("想说的话"),), lines=2),
        Fields((_("填写人（可不写）"), _("日期"))),
    ]  # fmt: skip
    code = payload(procedure)
    shown = "-".join(code[at : at + 4] for at in range(0, len(code), 4))
    title = _("政务服务评议单")
    return compose(
        Sheet(title, tuple(pieces), _("为谁服务，就让谁参加评议"), title, Code(code, shown))
    )


def _check(body: str) -> str:
    digest = hashlib.sha256(b"envoy rating slip " + body.encode()).hexdigest().upper()
    return digest[:_CHECK]
