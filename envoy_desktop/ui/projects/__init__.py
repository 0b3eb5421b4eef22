"""Projects: the list, a project with its stages, papers, timeline and promises, and its form."""
