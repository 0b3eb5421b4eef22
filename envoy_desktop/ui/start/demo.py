"""Look around: writes the demo city into a folder and opens its window."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from envoy_desktop.domain.refusal import Trouble
from envoy_desktop.ui.start.waiting import wait_for
from envoy_desktop.words import _

if TYPE_CHECKING:
    from envoy_desktop.store.workspace import Workspace
    from envoy_desktop.ui.start.session import Session

FILE = "demo.envoy"


def open_demo(session: "Session", folder: Path, *, office: bool = False) -> bool:
    """Write the demo city into `folder` and open it, or its `office`; False where the person
    turned away."""
    try:
        workspace = wait_for(
            _("正在准备示例城市"),
            write,
            line=_("五名特派服务员交来的项目、冲突和今天的协调会，都是编造的，可以随意改动。")
            if office
            else _("十二个项目和它们的办件、障碍、公文，都是编造的，可以随意改动。"),
            cancel=True,
            path=folder / FILE,
            office=office,
        )
    except Trouble as trouble:
        from envoy_desktop.ui.start.trouble import tell_plainly

        tell_plainly(trouble)
        return False
    if workspace is None:
        return False
    session.show(workspace, demo=True)
    return True


def write(path: Path, office: bool, progress: Callable[..., None]) -> "Workspace":
    """The demo city at `path`, or its office, open; runs off the UI thread."""
    from envoy_desktop import demo

    return (demo.write_office if office else demo.write)(path, progress=progress)
