"""The window: Qt screens over queries and acts; nothing here writes or decides."""
