"""Documents: received into quarantine, looked at in a process apart, stored under their hash."""
