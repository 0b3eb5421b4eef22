"""The list that new projects take is the one taken in last, whatever the dates say."""

from dataclasses import replace
from datetime import date

from envoy_desktop import now
from envoy_desktop.casework import found, projects, reference
from envoy_desktop.store.queries import reference as stored


def test_the_list_taken_in_last_serves_new_projects(tmp_path):
    workspace = found.workspace(
        tmp_path / "w.envoy", "correct horse 9", name="李", organisation="市特派办",
        use_keyring=False,
    )  # fmt: skip
    shipped = reference.shipped_lists()

    def edition_of_new(name: str) -> str:
        project = workspace.do(projects.create, name=name)
        with workspace.read() as reader:
            edition = reader.value("SELECT edition FROM project WHERE id = :id", id=project)
            assert edition == stored.newest_edition(reader)
            return str(reader.value("SELECT name FROM edition WHERE id = :id", id=edition))

    try:
        for n in range(4):  # the ids are hashes: one list alone might win by luck
            own = replace(shipped, name=f"清单{n}", items=shipped.items[: -1 - n])
            own = replace(own, materials=())
            now.set_today(date(2026, 1, 20 - n))  # tried out with an earlier and earlier day
            workspace.do(reference.import_catalogue, lists=own)
            assert edition_of_new(f"甲{n}") == f"清单{n}"
        workspace.do(reference.import_catalogue, lists=replace(own, name="清单3"))
        workspace.do(reference.import_catalogue, lists=shipped)
        assert edition_of_new("乙") == shipped.name
    finally:
        now.set_today(None)
        workspace.close()
