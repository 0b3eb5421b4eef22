"""The coordination office: who delivered, what was set aside, the meeting, what goes back."""
