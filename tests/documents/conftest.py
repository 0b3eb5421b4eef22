"""The workspace of tests/store, to write papers from."""

from tests.store.conftest import file, key, template, workspace

__all__ = ["file", "key", "template", "workspace"]
