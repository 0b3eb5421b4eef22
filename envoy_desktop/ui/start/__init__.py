"""From the icon to the window: unlocking, the first start, one window a workspace."""
