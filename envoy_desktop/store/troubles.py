"""What can go wrong with a workspace file that is neither a rule nor a bug."""

from envoy_desktop.domain.refusal import Trouble


class NoKey(Trouble):
    """No slot gave the key: wrong passphrase, no keyring service, a dismissed prompt."""


class Damaged(Trouble):
    """The file is damaged or not one of ours; the message says where the backups are."""


class SystemFailed(Trouble):
    """The system failed: disk full, no permission. Nothing was half written."""
