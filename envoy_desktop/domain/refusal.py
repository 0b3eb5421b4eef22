"""A rule that says no: which rule, with which values, and what to do next."""


class Trouble(Exception):
    """Something a person must be told in plain words; anything else raised is a bug.

    `rule` is a stable code such as ``decided-before-filed``; `values` are plain values for the
    wording (dates, names, numbers); `next` is the code of the advised next step or empty. The
    words are made in `envoy_desktop.words.refusals` alone, for window, command line and paper.
    """

    def __init__(self, rule: str, *, next: str = "", **values: object) -> None:
        super().__init__(rule)
        self.rule = rule
        self.next = next
        self.values = values

    def __str__(self) -> str:
        told = ", ".join(f"{name}={value}" for name, value in self.values.items())
        return f"{self.rule} ({told})" if told else self.rule


class Refusal(Trouble):
    """A rule refuses an act; nothing was written."""
