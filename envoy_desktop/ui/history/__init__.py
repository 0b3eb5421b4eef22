"""The history: who did what when, of everything or of one thing, page by page."""
