"""Who may do what in an office's database: reader, clerk and chair as group roles of PostgreSQL.

The change log is the truth, so the rules stand there: a row of the log may be written only by the
login that its device belongs to, and only of the kinds that the login's role may write. Rows
beside the log that it does not bear out are found by `workspace check`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store.connection import Reader
from envoy_desktop.store.schema import metadata
from envoy_desktop.store.workspace import Workspace

ROLES = ("reader", "clerk", "chair")
"""Each may what the one before it may."""
CHAIRS = ("decision", "setting", "holiday", "edition", "catalogue_item", "material", "succession")
"""Kinds that the chair alone writes: what binds everybody."""
CLOSING = "closed_on"
_TRUST = ("trusted", "trust_list", "own_key")


def install(workspace: Workspace) -> bool:
    """Make the group roles and their rules in the office's database; False without one.

    By the owner of the tables, who may make roles; every officer else finds them made, and
    nothing is done then. Without that right the office works as one chair alone.
    """
    if workspace.meta("database") == "":
        return False
    with _asking(workspace) as run:
        owner, may = run(
            "SELECT pg_has_role(c.relowner, 'USAGE'), (SELECT rolcreaterole OR rolsuper"
            " FROM pg_roles WHERE rolname = current_user) FROM pg_class c"
            " WHERE c.oid = 'public.change'::regclass"
        ).fetchone()
        if not owner or not may:
            return False
        database = run("SELECT current_database()").fetchone()[0]
        run("BEGIN")
        for statement in _statements(database, run):
            run(statement)
        run("COMMIT")
    return True


def grant(workspace: Workspace, login: str, role: str) -> None:
    """Give a login its one role, "" takes it away; the login itself is made by who runs the
    database.

    Refuses "no-database", "no-such-role", "no-such-login" and "roles-need-owner".
    """
    if workspace.meta("database") == "":
        raise Refusal("no-database", next="office-new-database")
    if role and role not in ROLES:
        raise Refusal("no-such-role", role=role, next="see-office-roles")
    if not install(workspace):
        raise Refusal("roles-need-owner", next="ask-database-owner")
    with _asking(workspace) as run:
        found = run("SELECT 1 FROM pg_roles WHERE rolname = :login", {"login": login}).fetchone()
        if found is None:
            raise Refusal("no-such-login", login=login, next="make-login")
        database = run("SELECT current_database()").fetchone()[0]
        run("BEGIN")
        for one in ROLES:
            if one == role:
                run(f"GRANT {_quoted(_group(database, one))} TO {_quoted(login)}")
            else:
                run(f"REVOKE {_quoted(_group(database, one))} FROM {_quoted(login)}")
        run("COMMIT")


def members(workspace: Workspace) -> list[tuple[str, str]]:
    """Each login that has a role, with its role."""
    if workspace.meta("database") == "":
        return []
    with _asking(workspace) as run:
        return [
            (str(login), str(role))
            for login, role in run(
                "SELECT l.rolname, substr(g.rolname, length(current_database()) + 2)"
                " FROM pg_auth_members m JOIN pg_roles l ON l.oid = m.member"
                " JOIN pg_roles g ON g.oid = m.roleid"
                " WHERE g.rolname IN (current_database() || '_reader',"
                "  current_database() || '_clerk', current_database() || '_chair')"
                "  AND l.rolname NOT IN (current_database() || '_clerk',"
                "  current_database() || '_chair') ORDER BY 2, 1"
            ).fetchall()
        ]


def role_of(reader: Reader) -> str:
    """The role of the login that reads: "chair" of a file, of the owner and without roles."""
    if reader.dialect == "sqlite":
        return "chair"
    if reader.value(
        "SELECT pg_has_role(relowner, 'USAGE') FROM pg_class WHERE oid = 'public.change'::regclass"
    ):
        return "chair"
    for role in reversed(ROLES):
        if reader.value(
            "SELECT pg_has_role(oid, 'MEMBER') FROM pg_roles"
            " WHERE rolname = current_database() || :suffix",
            suffix=f"_{role}",
        ):
            return role
    return ""


def _group(database: str, role: str) -> str:
    return f"{database}_{role}"  # roles are the cluster's, privileges the database's


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


@contextmanager
def _asking(workspace: Workspace) -> Iterator[Any]:
    from envoy_desktop.store import postgres

    url = workspace.meta("database")
    held = postgres.connect(url)
    try:
        with postgres.told(url):
            yield held.execute
    finally:
        held.close()


def _statements(database: str, run: Any) -> Iterator[str]:
    """All rules, as often as you like: what is there is written anew."""
    reader, clerk, chair = (_quoted(_group(database, role)) for role in ROLES)
    known = {row[0] for row in run("SELECT rolname FROM pg_roles").fetchall()}
    for role in ROLES:
        if _group(database, role) not in known:
            yield f"CREATE ROLE {_quoted(_group(database, role))} NOLOGIN"
    yield f"GRANT {reader} TO {clerk}"
    yield f"GRANT {clerk} TO {chair}"
    yield f"GRANT CONNECT, TEMPORARY ON DATABASE {_quoted(database)} TO {reader}"
    yield f"GRANT USAGE ON SCHEMA public TO {reader}"
    every = ", ".join(sorted(metadata.tables)) + ", alembic_version, search_gram"
    yield f"GRANT SELECT ON {every} TO {reader}"
    yield f"GRANT INSERT ON actor TO {reader}"  # joining; without a row in the log it is nothing
    worked = [name for name in sorted(metadata.tables) if name not in (*_TRUST, "change")]
    yield f"GRANT INSERT, UPDATE, DELETE ON {', '.join(worked)}, search_gram TO {clerk}"
    yield f"GRANT INSERT, DELETE ON change TO {clerk}"
    yield f"GRANT INSERT, UPDATE, DELETE ON {', '.join(_TRUST)} TO {chair}"
    # whose device an actor is
    yield ("CREATE TABLE IF NOT EXISTS officer (tag integer PRIMARY KEY, login name NOT NULL)")
    yield f"GRANT SELECT ON officer TO {reader}"
    yield (
        "CREATE OR REPLACE FUNCTION officer_joined() RETURNS trigger LANGUAGE plpgsql"
        " SECURITY DEFINER SET search_path = public, pg_temp AS 'BEGIN"
        " IF NEW.own = 1 THEN INSERT INTO officer VALUES (NEW.tag, session_user)"
        " ON CONFLICT DO NOTHING; END IF; RETURN NEW; END'"
    )
    yield "DROP TRIGGER IF EXISTS officer_joined ON actor"
    yield (
        "CREATE TRIGGER officer_joined AFTER INSERT ON actor"
        " FOR EACH ROW EXECUTE FUNCTION officer_joined()"
    )
    yield (
        "INSERT INTO officer SELECT tag, session_user FROM actor WHERE own = 1"
        " ON CONFLICT DO NOTHING"
    )
    yield "ALTER TABLE change ENABLE ROW LEVEL SECURITY"
    yield "ALTER TABLE own_key ENABLE ROW LEVEL SECURITY"
    mine = (
        "EXISTS (SELECT 1 FROM officer o WHERE o.tag = change.id >> 32 AND o.login = session_user)"
    )
    # what envoys wrote comes in whole; its chain of hashes and its signature bear it out
    others = "EXISTS (SELECT 1 FROM actor a WHERE a.tag = change.id >> 32 AND a.own = 0)"
    bound = ", ".join(f"'{kind}'" for kind in CHAIRS)
    closing = f"(kind = 'meeting' AND field = '{CLOSING}')"
    for name, table, rule in (
        ("read_log", "change", f"FOR SELECT TO {reader} USING (true)"),
        (
            "clerk_writes", "change",
            f"FOR INSERT TO {clerk} WITH CHECK ({others} OR"
            f" ({mine} AND kind NOT IN ({bound}) AND NOT {closing}))",
        ),
        ("chair_writes", "change", f"FOR INSERT TO {chair} WITH CHECK ({mine})"),
        ("clerk_upgrades", "change", f"FOR DELETE TO {clerk} USING ({others})"),
        ("clerk_opens", "own_key", f"FOR SELECT TO {clerk} USING (name = 'device')"),
        ("chair_holds", "own_key", f"FOR ALL TO {chair} USING (true) WITH CHECK (true)"),
    ):  # fmt: skip
        yield f"DROP POLICY IF EXISTS {name} ON {table}"
        yield f"CREATE POLICY {name} ON {table} {rule}"
