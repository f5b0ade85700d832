"""The toy's history."""
