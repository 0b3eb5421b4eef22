"""Writes without end into a workspace and says each act once it is on the disk; is killed."""

import sys
from pathlib import Path

from envoy_desktop.casework import duties, projects
from envoy_desktop.now import today
from envoy_desktop.store.workspace import Workspace

workspace = Workspace.open(Path(sys.argv[1]), bytes.fromhex(sys.argv[2]))
n = 0
while True:
    n += 1
    project = workspace.do(projects.create, name=f"{sys.argv[3]}-{n}")
    workspace.do(duties.add, text=f"{sys.argv[3]}-{n}", due_on=today(), project=project)
    print(f"{sys.argv[3]}-{n}", flush=True)
