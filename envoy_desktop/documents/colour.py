"""The sRGB profile that an archived paper names as its output intent (IEC 61966-2-1, ICC.1:2001).

Made from the published numbers, so that no file of unknown origin has to be shipped.
"""

import struct
from functools import cache

_PRIMARIES = {  # adapted to D50, as the profile connection space wants them
    b"rXYZ": (0.43607, 0.22249, 0.01392),
    b"gXYZ": (0.38515, 0.71687, 0.09708),
    b"bXYZ": (0.14307, 0.06061, 0.71410),
}
_D50 = (0.9642, 1.0, 0.8249)
_POINTS = 1024
NAME = "sRGB IEC61966-2.1"


@cache
def srgb() -> bytes:
    """The profile's bytes, always the same."""
    curve = struct.pack(">4sxxxxL", b"curv", _POINTS)
    curve += b"".join(struct.pack(">H", _linear(n)) for n in range(_POINTS))
    name = NAME.encode() + b"\0"
    described = struct.pack(">4sxxxxL", b"desc", len(name)) + name + bytes(4 + 4 + 2 + 1 + 67)
    tags = {
        b"desc": described,
        b"cprt": b"text\0\0\0\0" + b"No copyright, use freely\0",
        b"wtpt": _xyz(_D50),
        **{tag: _xyz(value) for tag, value in _PRIMARIES.items()},
        b"rTRC": curve, b"gTRC": curve, b"bTRC": curve,
    }  # fmt: skip
    return _profile(tags)


def _profile(tags: dict[bytes, bytes]) -> bytes:
    at = 128 + 4 + 12 * len(tags)
    directory, data = struct.pack(">L", len(tags)), b""
    placed: dict[bytes, int] = {}
    for tag, content in tags.items():
        if content not in placed:  # the three curves are one
            placed[content] = at + len(data)
            data += content + bytes(-len(content) % 4)
        directory += struct.pack(">4sLL", tag, placed[content], len(content))
    header = struct.pack(
        ">L4sL4s4s4s6H4s4sL4s4s8sL",
        at + len(data), b"\0\0\0\0", 0x02100000, b"mntr", b"RGB ", b"XYZ ",
        2026, 1, 1, 0, 0, 0, b"acsp", b"\0\0\0\0", 0, b"\0\0\0\0", b"\0\0\0\0", bytes(8), 0,
    )  # fmt: skip
    header += _numbers(_D50)
    return header.ljust(128, b"\0") + directory + data


def _linear(point: int) -> int:
    value = point / (_POINTS - 1)
    light = value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
    return round(light * 65535)


def _xyz(values: tuple[float, float, float]) -> bytes:
    return b"XYZ \0\0\0\0" + _numbers(values)


def _numbers(values: tuple[float, float, float]) -> bytes:
    return b"".join(struct.pack(">l", round(value * 65536)) for value in values)
