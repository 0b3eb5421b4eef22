"""Layout to PDF/A-2u bytes: faces embedded and subset, text for taking out, same in, same out.

ISO 19005-2: output intent and XMP are objects of our own; what the canvas writes otherwise than
the standard wants (a stream's end, dates in the Info dictionary) is mended here.
"""

from collections.abc import Sequence
from io import BytesIO
from threading import Lock
from typing import Any, cast
from xml.sax.saxutils import escape

from reportlab import rl_config
from reportlab.pdfbase import pdfdoc, pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from envoy_desktop.documents import colour
from envoy_desktop.documents.layout import Layout, Page, Picture

_COLOURS = {"black": (0.0, 0.0, 0.0), "red": (1.0, 0.0, 0.0)}
_ONE_AT_A_TIME = Lock()
_PRODUCER = "Envoy Desktop"


class _Info(pdfdoc.PDFInfo):
    """Only what the XMP says too (ISO 19005-2, 6.6.3); no day of writing: same in, same out."""

    def format(self, document: Any) -> Any:
        known = {"Title": self.title, "Producer": self.producer, "Creator": self.creator}
        told = {key: pdfdoc.PDFString(value) for key, value in known.items()}
        return pdfdoc.PDFDictionary(told).format(document)


_stream_format = pdfdoc.PDFStream.format


def _format(self: Any, document: Any) -> Any:
    """A stream whose `endstream` stands on a line of its own (ISO 19005-2, 6.1.7.1)."""
    return _stream_format(self, document).removesuffix(b"endstream\n") + _END


_END = b"\nendstream\n"
setattr(pdfdoc.PDFStream, "format", _format)  # noqa: B010  the canvas makes its streams itself


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
        pdfVersion=(1, 7),
        invariant=1,
        pageCompression=1 if small else 0,
        lang=layout.language,
    )
    canvas.setTitle(layout.title)
    canvas.setProducer(_PRODUCER)
    canvas.setCreator(_PRODUCER)
    canvas._doc.info.__class__ = _Info
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
    for picture in page.pictures:
        _draw_picture(canvas, picture, height)
    code = ["BT"]
    put = code.append
    face, size, step, tone, subset, font = "", 0.0, 0.0, "", -1, None
    for run in page.runs:
        if run.colour != tone:
            tone = run.colour
            put("{:.4g} {:.4g} {:.4g} rg".format(*_rgb(tone)))
        if run.face != face or run.size != size:
            face, size, subset = run.face, run.size, -1
            font = cast(Any, pdfmetrics.getFont(face))
        if run.step != step:
            step = run.step
            put(f"{step:.4f} Tc")
        put(f"{_TURNED if run.turned else _LEVEL} {run.x:.3f} {height - run.baseline:.3f} Tm")
        for n, glyphs in cast(Any, font).splitString(run.text, canvas._doc):
            if n != subset:
                subset = n
                put(f"{cast(Any, font).getSubsetInternalName(n, canvas._doc)} {size:g} Tf")
            put(f"<{glyphs.hex()}> Tj")
    put("ET")
    canvas._code.append("\n".join(code))


_LEVEL, _TURNED = "1 0 0 1", "0 1 -1 0"
"""Text as it stands, and a quarter turn to the left, for tables that lie across the page."""


def _draw_picture(canvas: Any, picture: Picture, height: float) -> None:
    """A JPEG in grey or RGB (`pictures.prepare` has made it one), without masks."""
    from reportlab.lib.utils import ImageReader

    canvas.drawImage(
        ImageReader(BytesIO(picture.jpeg)), picture.x, height - picture.y - picture.height,
        picture.width, picture.height,
    )  # fmt: skip


def _rgb(tone: str) -> tuple[float, float, float]:
    known = _COLOURS.get(tone)
    if known is None:
        known = _COLOURS[tone] = (
            int(tone[1:3], 16) / 255,
            int(tone[3:5], 16) / 255,
            int(tone[5:7], 16) / 255,
        )
    return known


_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<pdfaid:part>2</pdfaid:part>
<pdfaid:conformance>U</pdfaid:conformance>
<xmp:CreatorTool>{producer}</xmp:CreatorTool>
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<pdf:Producer>{producer}</pdf:Producer>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""


def _metadata(canvas: Any, layout: Layout) -> None:
    """Title, language and the claim to PDF/A-2u as XMP, and the output intent for its colours."""
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
    profile = pdfdoc.PDFStream(
        dictionary=pdfdoc.PDFDictionary({"N": 3}),
        content=colour.srgb(),
        filters=[pdfdoc.PDFZCompress],
    )
    intent = pdfdoc.PDFDictionary(
        {
            "Type": pdfdoc.PDFName("OutputIntent"),
            "S": pdfdoc.PDFName("GTS_PDFA1"),
            "OutputConditionIdentifier": pdfdoc.PDFString(colour.NAME),
            "Info": pdfdoc.PDFString(colour.NAME),
            "DestOutputProfile": canvas._doc.Reference(profile),
        }
    )
    catalog.OutputIntents = pdfdoc.PDFArray([intent])
    catalog.__NoDefault__ = [*catalog.__NoDefault__, "OutputIntents"]
