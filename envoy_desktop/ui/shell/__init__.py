"""The window's frame: navigation, search, jobs, messages, undo; screens hang in it."""
