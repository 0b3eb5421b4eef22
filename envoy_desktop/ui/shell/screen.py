"""What a screen is: the class to derive from, and the surroundings it is given."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from envoy_desktop.store.workspace import Changed
    from envoy_desktop.ui.shell.jobs import Jobs
    from envoy_desktop.ui.shell.messages import Messages


@dataclass(frozen=True, slots=True)
class Hit:
    """One answer of the search box. `kind` "command" runs the command `id`."""

    kind: str
    id: int | str
    title: str
    subtitle: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class Count:
    """What stands beside a screen's name; red only for what is overdue."""

    text: str
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class Status:
    """The line at the bottom of the window, ready to read."""

    left: tuple[str, ...] = ()
    right: str = ""


@dataclass(slots=True)
class Context:
    """What a screen may use. `go("projects", id)`; `open_object("procedure", id)` finds the screen.

    `selected()` is what is open now, as (kind, id) or None; a quick log guesses from it.
    """

    workspace: Any
    jobs: "Jobs"
    messages: "Messages"
    go: Callable[..., None]
    open_object: Callable[[str, int], None]
    run_command: Callable[[str], None]
    selected: Callable[[], tuple[str, int] | None]
    window: QWidget
    settings: dict[str, Any] = field(default_factory=dict)
    ask_around: Callable[[], None] = lambda: None  # counts and status anew, where no fact changed


class Screen(QObject):
    """Derive, and name it in `registry.py`. Built on its first visit, and again on new text size.

    `build()` makes the middle, `build_detail()` the right panel (None: no panel). `refresh(None)`
    means: everything may be new.
    """

    detail_shown = Signal()  # something was chosen: a narrow window pulls the drawer out
    moved = Signal(object)  # the id (63 bits) now open here, 0 for the list: a step for Alt+Left

    name = ""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._widget: QWidget | None = None
        self._detail: QWidget | None = None
        self._built_detail = False

    # --- to write -----------------------------------------------------------------------------
    def title(self) -> str:
        """The words over the window while this screen is in front."""
        raise NotImplementedError

    def build(self) -> QWidget:
        """Make the middle widget; called once."""
        raise NotImplementedError

    def build_detail(self) -> QWidget | None:
        """Make the right panel, or None; called once."""
        return None

    def refresh(self, changed: "Changed | None") -> None:
        """Show anew what of `changed` is shown here; None: everything."""

    def open(self, object_id: int) -> None:
        """Show the thing `object_id`; 0 is the list."""

    def selected(self) -> tuple[str, int] | None:
        """What is chosen or open here, as (kind, id)."""
        return None

    def entered(self) -> None:
        """It has come to the front."""

    def left(self) -> None:
        """Another screen has come to the front."""

    # --- used by the window -------------------------------------------------------------------
    def widget(self) -> QWidget:
        """The middle widget."""
        if self._widget is None:
            self._widget = self.build()
        return self._widget

    def detail(self) -> QWidget | None:
        """The right panel, or None."""
        if not self._built_detail:
            self.widget()
            self._built_detail = True
            self._detail = self.build_detail()
        return self._detail
