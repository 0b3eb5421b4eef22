"""The workspace of tests/store, to break."""

from tests.store.conftest import file, key, template, workspace

__all__ = ["file", "key", "template", "workspace"]
