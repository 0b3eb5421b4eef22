"""Two devices never give one number, met or not; a register has no gap."""

from datetime import date
from pathlib import Path

import pytest

from envoy_desktop import now
from envoy_desktop.casework import found, memos, reference, registers
from envoy_desktop.domain import numbers
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store import backup
from envoy_desktop.store.workspace import Workspace

DAY = date(2026, 11, 23)


def numbered(workspace: Workspace, day: date = DAY) -> str:
    """Issue a request and give its number."""
    memo = workspace.do(
        memos.draft, kind="request", title="关于协调用地手续的请示", organ="市特派办",
        organ_code="宛特服",
    )  # fmt: skip
    with workspace.read() as reader:
        number = registers.next_number(reader, memo, day)
    label = registers.label("request", number)
    workspace.do(
        memos.freeze, memo=memo, number=number, label=label, pdf=b"%PDF", text="正文", on=day
    )
    return label


@pytest.fixture
def twin(tmp_path: Path) -> Workspace:
    """A second laptop of the same envoy, set up on its own."""
    with now.turned():
        now.set_today(DAY)
        return found.workspace(
            tmp_path / "second.envoy", "乘风破浪 2026", name="李明", organisation="市特派办",
            use_keyring=False,
        )  # fmt: skip


def test_two_laptops_that_have_not_met_give_different_numbers(
    workspace: Workspace, twin: Workspace
) -> None:
    with twin:
        ours = [numbered(workspace) for _ in range(3)]
        theirs = [numbered(twin) for _ in range(3)]
    assert not set(ours) & set(theirs)
    mark = ours[0][3]
    assert mark in numbers.REGISTERS
    assert ours == [f"宛特服{mark}请〔2026〕{n}号" for n in (1, 2, 3)]


def test_a_restored_backup_counts_in_a_register_of_its_own(
    workspace: Workspace, key: bytes, tmp_path: Path
) -> None:
    first = numbered(workspace)
    copy = backup.write(workspace, tmp_path / "copies")
    second = numbered(workspace)  # the old laptop goes on
    backup.restore(copy, tmp_path / "restored.envoy", key)
    with Workspace.open(tmp_path / "restored.envoy", key) as restored:
        assert numbered(restored) not in {first, second}
        assert numbered(restored).endswith("〔2026〕2号")


def test_who_says_that_there_is_no_other_device_has_no_mark(workspace: Workspace) -> None:
    workspace.do(reference.set_setting, key="memo.sole_device", text="yes")
    assert numbered(workspace) == "宛特服请〔2026〕1号"
    assert numbered(workspace, date(2027, 1, 4)) == "宛特服请〔2027〕1号"


def test_a_mark_in_use_is_passed_over() -> None:
    first = numbers.register_mark("a device", [])
    assert numbers.register_mark("a device", [first]) != first
    with pytest.raises(Refusal, match="registers-used-up"):
        numbers.register_mark("a device", numbers.REGISTERS)
