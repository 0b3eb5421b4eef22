"""The rules: pure functions over frozen values; imports the standard library and numpy alone."""
