"""The investor's word about a department: on the screen that shows nothing else, or from a slip."""
