"""What goes to others and comes back: packages, conflicts, trust."""
