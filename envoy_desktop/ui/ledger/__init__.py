"""The supervision ledger: duties from every source by due date, promises broken first."""
