"""Layout to PDF bytes: fonts embedded and subset, text that can be taken out, same in, same out."""

from collections.abc import Sequence
from io import BytesIO
from threading import Lock
from typing import Any, cast
from xml.sax.saxutils import escape

from reportlab import rl_config
from reportlab.pdfbase import pdfdoc, pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from envoy_desktop.documents.layout import Layout, Page

_COLOURS = {"black": (0.0, 0.0, 0.0), "red": (1.0, 0.0, 0.0)}
_ONE_AT_A_TIME = Lock()
_PRODUCER = "Envoy Desktop"


def write(layout: Layout, pages: Sequence[int] | None = None, *, small: bool = True) -> bytes:
    """The PDF of the layout, or of some of its pages (numbers from 1); equal layouts, equal bytes.

    Without `small` nothing is compressed: quicker, for a preview. reportlab's faces may serve one
    document at a time, hence the lock.
    """
    with _ONE_AT_A_TIME:
        return _write(layout, pages, small)


def text_of(layout: Layout) -> str:
    """The paper's text in reading order, a line for each line on paper."""
    lines: list[str] = []
    for page in layout.pages:
        before: float | None = None
        for run in page.runs:
            if before is None or abs(run.baseline - before) > 0.5:
                lines.append("")
            lines[-1] += run.text
            before = run.baseline
    return "\n".join(lines) + "\n"


def _write(layout: Layout, pages: Sequence[int] | None, small: bool) -> bytes:
    wanted = [page for page in layout.pages if (pages is None or page.number in pages)]
    face = next((run.face for run in layout.runs()), "")
    buffer = BytesIO()
    rl_config.useA85 = 0  # a fifth smaller and quicker; PDF is binary anyway
    # Any: the stubs know neither initialFontName's type nor the document behind the canvas.
    canvas: Any = Canvas(
        buffer,
        pagesize=(layout.width, layout.height),
        initialFontName=cast(Any, face or None),
        invariant=1,
        pageCompression=1 if small else 0,
        lang=layout.language,
    )
    canvas.setTitle(layout.title)
    canvas.setProducer(_PRODUCER)
    canvas.setCreator(_PRODUCER)
    canvas.setAuthor("")
    canvas.setSubject("")
    for page in wanted:
        _draw(canvas, page, layout.height)
        canvas.showPage()
    _metadata(canvas, layout)
    canvas.save()
    return buffer.getvalue()


def _draw(canvas: Any, page: Page, height: float) -> None:
    """Bars, rules, then all text as one object.

    The operators are written here, not by reportlab's text object: that adds up each string's
    width and escapes it sign by sign, which is half of a long paper's time.
    """
    for bar in page.bars:
        canvas.setFillColorRGB(*_rgb(bar.colour))
        canvas.rect(bar.x, height - bar.y - bar.height, bar.width, bar.height, stroke=0, fill=1)
    for rule in page.rules:
        canvas.setStrokeColorRGB(*_rgb(rule.colour))
        canvas.setLineWidth(rule.thickness)
        canvas.line(rule.x0, height - rule.y0, rule.x1, height - rule.y1)
    code = ["BT"]
    put = code.append
    face, size, step, colour, subset, font = "", 0.0, 0.0, "", -1, None
    for run in page.runs:
        if run.colour != colour:
            colour = run.colour
            put("{:.4g} {:.4g} {:.4g} rg".format(*_rgb(colour)))
        if run.face != face or run.size != size:
            face, size, subset = run.face, run.size, -1
            font = cast(Any, pdfmetrics.getFont(face))
        if run.step != step:
            step = run.step
            put(f"{step:.4f} Tc")
        put(f"1 0 0 1 {run.x:.3f} {height - run.baseline:.3f} Tm")
        for n, glyphs in cast(Any, font).splitString(run.text, canvas._doc):
            if n != subset:
                subset = n
                put(f"{cast(Any, font).getSubsetInternalName(n, canvas._doc)} {size:g} Tf")
            put(f"<{glyphs.hex()}> Tj")
    put("ET")
    canvas._code.append("\n".join(code))


def _rgb(colour: str) -> tuple[float, float, float]:
    known = _COLOURS.get(colour)
    if known is None:
        known = _COLOURS[colour] = (
            int(colour[1:3], 16) / 255,
            int(colour[3:5], 16) / 255,
            int(colour[5:7], 16) / 255,
        )
    return known


_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<pdf:Producer>{producer}</pdf:Producer>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""


def _metadata(canvas: Any, layout: Layout) -> None:
    """Title and language as XMP; viewers show the title instead of the file name."""
    xmp = _XMP.format(
        title=escape(layout.title), language=escape(layout.language), producer=_PRODUCER
    ).encode()
    stream = pdfdoc.PDFStream(
        dictionary=pdfdoc.PDFDictionary(
            {"Type": pdfdoc.PDFName("Metadata"), "Subtype": pdfdoc.PDFName("XML")}
        ),
        content=xmp,
        filters=[],
    )
    catalog = canvas._doc.Catalog
    catalog.Metadata = stream
    catalog.ViewerPreferences = pdfdoc.PDFDictionary({"DisplayDocTitle": "true"})
