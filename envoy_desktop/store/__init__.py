"""The workspace file: one door in, one door out. SQLAlchemy lives here alone."""
