"""Looking inside a document: runs in a process of its own, which may be killed at any time."""
