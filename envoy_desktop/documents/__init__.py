"""Papers: plain values become pages, PDF bytes and pictures; nothing here reads a store."""
