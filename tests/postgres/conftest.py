"""A private PostgreSQL cluster for the tests that need one."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.server import Server, programs


def _server() -> Server:
    found = programs()
    if found is None:
        pytest.skip("needs PostgreSQL's server (Debian: postgresql)")
    return Server(found)


@pytest.fixture(scope="session")
def cluster() -> Iterator[Path]:
    """The folder of the socket of a running cluster."""
    server = _server()
    yield server.folder
    server.remove()


@pytest.fixture(scope="module")
def _one_server() -> Iterator[Server]:
    server = _server()
    yield server
    server.remove()


@pytest.fixture
def own_server(_one_server: Server) -> Iterator[Server]:
    """A server that a test may stop, with an empty database `city`."""
    _one_server.start()
    _one_server.sql("DROP DATABASE IF EXISTS city WITH (FORCE)")
    _one_server.sql("CREATE DATABASE city")
    yield _one_server
    _one_server.start()


@pytest.fixture
def database(cluster: Path) -> Iterator[str]:
    """The address of an empty database of its own."""
    import psycopg

    name = f"city{os.urandom(4).hex()}"
    chief = f"host={cluster} user=chief dbname=postgres"
    with psycopg.connect(chief, autocommit=True) as held:
        held.execute(f'CREATE DATABASE "{name}"')  # type: ignore[call-overload]
    yield f"host={cluster} user=chief dbname={name}"
    with psycopg.connect(chief, autocommit=True) as held:
        held.execute(f'DROP DATABASE "{name}" WITH (FORCE)')  # type: ignore[call-overload]
