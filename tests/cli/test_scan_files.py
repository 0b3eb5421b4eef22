"""Files of scans as scanners make them: several papers in one, many pages in one TIFF, locked."""

import pikepdf
from PIL import Image

from envoy_desktop.documents import preview
from envoy_desktop.store.queries import registers as queries
from tests.cli.test_way_back import ATTACHED, draft, issued

__all__ = ["draft", "issued"]


def page(data, number=1, dpi=150):
    held = preview.picture(data, number, dpi)
    return Image.frombytes("RGB", (held.width, held.height), held.rgba, "raw", "RGBX")


def another(envoy, permit, tmp_path):
    """A second issued paper and its PDF."""
    about = envoy("--json", "obstacle", "log", "窗口再次退回材料", "--procedure", permit)
    made = envoy(
        "--json", "memo", "draft", "--kind", "briefing", "--obstacles", about.json["id"], *ATTACHED
    )
    id = made.json["id"]
    assert envoy("memo", "issue", id).exit == 0
    path = tmp_path / "other.pdf"
    assert envoy("memo", "pdf", id, path).exit == 0
    return id, path.read_bytes()


def test_pages_of_several_papers_in_one_file_find_each_its_own(envoy, permit, issued, tmp_path):
    memo, paper = issued
    other, data = another(envoy, permit, tmp_path)
    pages = [page(data), page(paper.read_bytes()), Image.new("RGB", (1240, 1754), "white")]
    file = tmp_path / "all.pdf"
    pages[0].save(file, save_all=True, append_images=pages[1:], resolution=150)
    found = envoy("--json", "memo", "find", file)
    assert found.exit == 0, found.err
    assert {(one["memo"], one["sheet"]) for one in found.json["pages"]} == {(other, 1), (memo, 2)}
    assert [one["sheet"] for one in found.json["unknown"]] == [3]
    received = envoy("--json", "memo", "receive", file)
    assert {one["memo"] for one in received.json["memos"]} == {memo, other}
    refused = envoy("--json", "memo", "receive", file, "--instruction", "同意", "--by", "赵市长")
    assert refused.exit != 0, "the words of a leader stand on one paper"


def test_every_page_of_a_tiff_is_read(envoy, issued, tmp_path):
    memo, paper = issued
    data = paper.read_bytes()
    pages = [page(data, n).convert("L") for n in range(1, len(preview.sizes(data)) + 1)]
    assert len(pages) > 1
    file = tmp_path / "scan.tif"
    pages[0].save(file, save_all=True, append_images=pages[1:], compression="tiff_lzw")
    found = envoy("--json", "memo", "find", file)
    assert [(one["memo"], one["page"]) for one in found.json["pages"]] == [
        (memo, n) for n in range(1, len(pages) + 1)
    ]


def test_a_locked_pdf_says_so_and_files_nothing(envoy, issued, tmp_path):
    memo, paper = issued
    file = tmp_path / "locked.pdf"
    with pikepdf.open(paper) as pdf:
        pdf.save(file, encryption=pikepdf.Encryption(user="x", owner="y"))
    refused = envoy("--json", "memo", "receive", file)
    assert refused.exit != 0
    assert "locked.pdf" in refused.err + refused.out
    assert "密码" in refused.err + refused.out or "口令" in refused.err + refused.out
    assert envoy("--json", "memo", "show", memo).json["state"] == "issued"


def test_the_book_names_gaps_and_doubles(envoy, issued, monkeypatch):
    """What two laptops gave before they met, or a row that was lost, is named for a person."""
    (row,) = envoy("--json", "memo", "register").json
    assert (row["last"], row["gaps"], row["doubles"]) == (1, [], [])
    numbers = [
        queries.GivenNumber(n, "宛特服", "request", 2026, sequence, "", "", 1)
        for n, sequence in enumerate((1, 2, 2, 5))
    ]
    monkeypatch.setattr(queries, "given", lambda _reader, _of="": numbers)
    (row,) = envoy("--json", "memo", "register").json
    assert (row["last"], row["gaps"], row["doubles"]) == (5, [3, 4], [2])
