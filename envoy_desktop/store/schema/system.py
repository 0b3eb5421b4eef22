"""The store's own tables: the change log, blobs, readings, search, half-typed text."""

from sqlalchemy import Column, Index, Integer, LargeBinary, Table, Text, text

from envoy_desktop.store.schema.base import Flag, Id, metadata

actor = Table(
    "actor",
    metadata,
    Column("tag", Integer, primary_key=True, autoincrement=False),  # 30 random bits
    Column("uuid", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("device", Text, nullable=False),
    Column("seq", Integer, nullable=False),  # the last change before the first gap
    Column("hlc", Id, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Column("own", Flag, nullable=False, server_default=text("1")),  # incarnation of this file
    Column("identity", Text, nullable=False, server_default=text("''")),  # who signs for it
    Column("forked_at", Integer),  # the first change of which two versions are known
    Column("ahead", Id, nullable=False, server_default=text("0")),  # ms its clock ran ahead, most
)

change = Table(
    "change",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),  # actor tag << 32 | seq
    Column("hlc", Id, nullable=False),  # milliseconds << 16 | counter
    Column("unit", Id, nullable=False),
    Column("kind", Text, nullable=False),
    Column("object", Id, nullable=False),
    Column("field", Text, nullable=False),  # "" makes the object, with all its fields
    Column("value", Text, nullable=False),  # JSON
    Column("parents", Text, nullable=False),  # JSON list of the heads the author saw
    Column("hash", LargeBinary, nullable=False),  # SHA-256 over the one before and this row
    Index("ix_change_object_field", "object", "field"),
    Index("ix_change_unit", "unit"),
    Index("ix_change_hlc", "hlc"),
)

unit = Table(
    "unit",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),  # the change that opens it
    Column("hlc", Id, nullable=False, index=True),
    Column("act", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("undoes", Id, index=True),
    Column("final", Flag, nullable=False),
)

head = Table(
    "head",
    metadata,
    Column("object", Id, primary_key=True, autoincrement=False),
    Column("field", Text, primary_key=True),
    Column("change", Id, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

awaited = Table(
    "awaited",
    metadata,
    Column("object", Id, primary_key=True, autoincrement=False),
    Column("field", Text, primary_key=True),
    Column("parent", Id, primary_key=True, autoincrement=False),  # named, and not here yet
    Index("ix_awaited_parent", "parent"),
    sqlite_with_rowid=False,
)

quarantined = Table(
    "quarantined",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("hash", LargeBinary, primary_key=True),
    Column("hlc", Id, nullable=False),
    Column("unit", Id, nullable=False),
    Column("kind", Text, nullable=False),
    Column("object", Id, nullable=False),
    Column("field", Text, nullable=False),
    Column("value", Text, nullable=False),
    Column("parents", Text, nullable=False),
    Column("reason", Text, nullable=False),  # forked, revoked, relayed
)
"""Changes kept out of the state: of an actor of whom two histories are known, or revoked, or
brought by a third hand without the author's voucher."""

merged = Table(
    "merged",
    metadata,
    Column("n", Integer, primary_key=True, autoincrement=False),  # rises with each taking in
    Column("kind", Text, primary_key=True),
    Column("object", Id, primary_key=True, autoincrement=False),
)
"""What the last takings in touched, for a window beside the command line."""

own_key = Table(
    "own_key",
    metadata,
    Column("name", Text, primary_key=True),  # device; root (an office's)
    Column("secret", Text, nullable=False),  # JSON
)

trusted = Table(
    "trusted",
    metadata,
    Column("identity", Text, primary_key=True),  # hex of the signing key's SHA-256
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),  # envoy, office
    Column("document", Text, nullable=False),  # the public identity file
    Column("state", Text, nullable=False),  # active, revoked, replaced
    Column("since", Text, nullable=False),
    Column("until", Text),  # the day its trust ends
    Column("by", Text, nullable=False),  # "" by hand; else the office whose list says so
    Column("district", Text, nullable=False, server_default=text("''")),  # "": by his unit's name
)

trust_list = Table(
    "trust_list",
    metadata,
    Column("office", Text, primary_key=True),  # the office's identity
    Column("version", Integer, nullable=False),
    Column("document", Text, nullable=False),  # as signed
)

voucher = Table(
    "voucher",
    metadata,
    Column("tag", Integer, primary_key=True, autoincrement=False),
    Column("uuid", Text, nullable=False),
    Column("seq", Integer, nullable=False),  # the last change it stands for
    Column("digest", LargeBinary, nullable=False),  # SHA-256 over the hashes of all of them
    Column("identity", Text, nullable=False),  # the author, who signed it
    Column("signature", LargeBinary, nullable=False),
)
"""By which others' changes may be carried on to a third."""

receipt = Table(
    "receipt",
    metadata,
    Column("identity", Text, primary_key=True),  # who has it
    Column("tag", Integer, primary_key=True, autoincrement=False),
    Column("seq", Integer, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Column("hlc", Id, nullable=False),  # when it said so
)

package = Table(
    "package",
    metadata,
    Column("sha256", Text, primary_key=True),  # of the manifest
    Column("direction", Text, nullable=False),  # in, out
    Column("identity", Text, nullable=False),  # the other side
    Column("sequence", Integer, nullable=False),
    Column("volume", Integer, nullable=False),
    Column("volumes", Integer, nullable=False),
    Column("hlc", Id, nullable=False),
    Column("at", Text, nullable=False),
    Column("changes", Integer, nullable=False),
    Column("known", Integer, nullable=False),
    Column("file", Text, nullable=False),
    Index("ix_package_identity", "identity", "direction", "sequence"),
)

set_aside = Table(
    "set_aside",
    metadata,
    Column("sha256", Text, primary_key=True),  # of the file, which is not kept
    Column("file", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("rule", Text, nullable=False),  # why it was not taken in
    Column("told", Text, nullable=False),  # JSON: the values of the rule's words
)
"""Packages that an office was given and could not take in."""

meta = Table(
    "meta",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

blob_chunk = Table(
    "blob_chunk",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("n", Integer, primary_key=True, autoincrement=False),
    Column("data", LargeBinary, nullable=False),
)

typing = Table(
    "typing",
    metadata,
    Column("place", Text, primary_key=True),  # where the half-typed text belongs
    Column("text", Text, nullable=False),
    Column("at", Text, nullable=False),
)

reading_procedure = Table(
    "reading_procedure",
    metadata,
    Column("procedure", Id, primary_key=True, autoincrement=False),
    Column("project", Id, nullable=False),
    Column("code", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("project_name", Text, nullable=False),
    Column("department", Id),
    Column("department_name", Text, nullable=False),
    Column("stage", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("open", Flag, nullable=False),  # filed and not ended
    Column("filed_on", Text),
    Column("accepted_on", Text),
    Column("deemed_accepted", Flag, nullable=False),
    Column("decided_on", Text),
    Column("ended_on", Text),
    Column("holder", Text, nullable=False),
    Column("holder_since", Text),
    Column("clock", Text, nullable=False),  # the clock that turns red first
    Column("limit_kind", Text, nullable=False),
    Column("limit_days", Integer),
    Column("unit", Text, nullable=False),
    Column("deadline", Text),
    Column("yellow_on", Text),
    Column("red_on", Text),
    Column("statutory_deadline", Text),
    Column("promised_deadline", Text),
    Column("plan_deadline", Text),
    Column("provisional", Flag, nullable=False),
    Column("disputed", Flag, nullable=False),
    Column("piecemeal", Integer, nullable=False),
    Column("read_on", Text, nullable=False),  # the day it was read for
    Column("stale_on", Text),  # the day on which time alone changes it (silence, a step's end)
    Index("ix_reading_procedure_project", "project", "stage", "procedure"),
    Index("ix_reading_procedure_name", "name", "procedure"),
    Index("ix_reading_procedure_project_name", "project_name", "procedure"),
    Index("ix_reading_procedure_department_name", "department_name", "procedure"),
    Index("ix_reading_procedure_state", "state", "procedure"),
    Index("ix_reading_procedure_deadline", text("(deadline IS NULL)"), "deadline", "procedure"),
    Index("ix_reading_procedure_red_on", text("(red_on IS NULL)"), "red_on", "procedure"),
    Index("ix_reading_procedure_open_red_on", "open", "red_on", "procedure"),
    Index("ix_reading_procedure_open_yellow_on", "open", "yellow_on", "procedure"),
    Index("ix_reading_procedure_open_holder", "open", "holder", "procedure"),
    Index("ix_reading_procedure_read_on", "read_on"),
    Index("ix_reading_procedure_stale_on", "stale_on"),
)

search_doc = Table(
    "search_doc",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),  # the object's id
    Column("kind", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("subtitle", Text, nullable=False),
    Column("initials", Text, nullable=False),
)
"""What search shows of an object; the FTS5 table `search_gram` (made by the migration) finds it."""
