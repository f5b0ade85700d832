"""The forms' field tables as data, and the facts that a filed application states."""
