"""What stands beside the screens' names: counts, and the changes that were never sent."""

from envoy_desktop import now
from envoy_desktop.casework import duties, projects
from envoy_desktop.store.queries.overview import overview
from envoy_desktop.store.workspace import Workspace


def test_only_a_persons_own_changes_wait_to_be_sent(workspace: Workspace) -> None:
    with workspace.read() as reader:
        assert overview(reader, now.today()).changes == 0
    workspace.do(projects.create, name="甲")
    workspace.mint_actor("李明")  # restored: another device incarnation writes on
    workspace.do(duties.add, text="督办", due_on=now.today())
    with workspace.read() as reader:
        seen = overview(reader, now.today())
    assert seen.changes == 4  # two objects, two acts
    assert (seen.projects, seen.duties) == (1, 1)
