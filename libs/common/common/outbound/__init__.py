"""Messages to people: made once each with the act that causes them, delivered by the worker."""
