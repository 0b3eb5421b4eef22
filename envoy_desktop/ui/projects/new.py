"""The command "new project": its form, and then its page."""

from PySide6.QtCore import QObject, Slot

from envoy_desktop.ui.projects.form import Ground, ProjectForm, read_new
from envoy_desktop.ui.shell.screen import Context


class _Opener(QObject):
    """Waits for what the form needs, shows it, and goes to the new project."""

    def __init__(self, context: Context) -> None:
        super().__init__(context.window)
        self.context = context
        self.form: ProjectForm | None = None

    @Slot(object)
    def show_form(self, ground: Ground) -> None:
        """Show the form."""
        self.form = ProjectForm(self.context, ground)
        self.form.saved.connect(self._saved)
        self.form.finished.connect(self.deleteLater)
        self.form.open()

    @Slot(object)
    def _saved(self, project: int) -> None:
        self.context.go("projects", project)


def new_project(context: Context) -> None:
    """Open the form of a new project."""
    opener = _Opener(context)
    context.jobs.read(
        read_new, done=opener.show_form, key="new-project", workspace=context.workspace
    )
