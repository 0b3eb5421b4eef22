"""Which face the window writes in: the system's where it knows Chinese, else the shipped one."""

from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication

from envoy_desktop.places import shipped

SMALLEST_BODY = 13  # px at 100 %; a system that asks for more gets more

_registered: str | None = None


def _shipped_family() -> str:
    """Register the shipped sans faces once; the family's name, or empty where none is shipped."""
    global _registered
    if _registered is None:
        _registered = ""
        for face in sorted(shipped("resources", "fonts").rglob("NotoSansSC*.?tf")):
            number = QFontDatabase.addApplicationFont(str(face))
            families = QFontDatabase.applicationFontFamilies(number)
            if families and not _registered:
                _registered = families[0]
    return _registered


def system_knows_chinese() -> bool:
    """Whether any installed face writes simplified Chinese."""
    return bool(QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese))


def body_font(scale: float, system: QFont) -> QFont:
    """The body face at `scale` (1.0–2.0): the system's family and size, at least 13 px."""
    font = QFont(system)
    if not system_knows_chinese() or _registered:
        family = _shipped_family()
        if family:
            font.setFamilies([family])
    screen = QApplication.primaryScreen()
    dots = screen.logicalDotsPerInchY() if screen else 96.0
    asked = system.pixelSize() if system.pixelSize() > 0 else system.pointSizeF() * dots / 72
    font.setPixelSize(round(max(SMALLEST_BODY, asked) * scale))
    font.setWeight(QFont.Weight.Normal)
    # tabular figures, so that columns of days and dates stand under each other (QFont.Tag: 6.7)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font
