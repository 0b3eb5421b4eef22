"""The lanes of the windows before (and beside) the main one: they outlive every dialog.

A dialog may be dismissed while its job runs; its own lanes would answer to a deleted object.
"""

from PySide6.QtWidgets import QApplication

from envoy_desktop.ui.shell.jobs import Jobs

_jobs: Jobs | None = None


def jobs() -> Jobs:
    """The lanes, started at the first use."""
    global _jobs
    if _jobs is None:
        _jobs = Jobs(None, QApplication.instance())
    return _jobs


def stop() -> None:
    """Let what runs end; before the application does."""
    global _jobs
    if _jobs is not None:
        _jobs.close()
        _jobs.deleteLater()
        _jobs = None
