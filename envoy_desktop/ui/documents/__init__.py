"""Documents: the list, the editor beside the live page, issue, and what comes back."""
