"""The workspace of tests/store, to act on."""

from tests.store.conftest import file, key, template, workspace

__all__ = ["file", "key", "template", "workspace"]
