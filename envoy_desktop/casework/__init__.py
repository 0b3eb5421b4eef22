"""What a person does: one function per act, named by its verb, each taking an open unit of work.

`workspace.do(events.record, procedure=…, kind=…)` runs one act in a unit of its own.
"""
