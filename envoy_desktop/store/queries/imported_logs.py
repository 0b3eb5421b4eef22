"""What stands of logs that were read in: which ones, the days of their cases, the departments."""

from envoy_desktop.store.connection import Reader


def is_known(reader: Reader, sha256: str, mapping: str) -> bool:
    """Whether a log of these bytes was read by this mapping before."""
    return bool(
        reader.value(
            "SELECT 1 FROM imported_log"
            " WHERE sha256 = :sha256 AND mapping = :mapping AND deleted = 0",
            sha256=sha256,
            mapping=mapping,
        )
    )


def departments_called(reader: Reader) -> list[tuple[str, str, str]]:
    """Code, name and short name of every department."""
    found = reader.rows("SELECT code, name, short_name FROM department WHERE deleted = 0")
    return [(code, name, short) for code, name, short in found]


def days(reader: Reader, as_of: str) -> list[tuple[str | None, str | None, int]]:
    """Deadline, day of the end and number of the cases filed by a day that share both."""
    found = reader.rows(
        "SELECT deadline_on, ended_on, count(*) FROM imported_case WHERE deleted = 0"
        " AND filed_on <= :on GROUP BY deadline_on, ended_on",
        on=as_of,
    )
    return [(deadline, ended, count) for deadline, ended, count in found]


def deadlines(reader: Reader) -> dict[int, str]:
    """The deadline of every procedure that has one: by its log, else by statute."""
    return dict(
        [
            *reader.rows(
                "SELECT procedure, statutory_deadline FROM reading_procedure"
                " WHERE statutory_deadline IS NOT NULL"
            ),
            *reader.rows(
                "SELECT procedure, deadline_on FROM imported_case"
                " WHERE deleted = 0 AND deadline_on IS NOT NULL"
            ),
        ]
    )
