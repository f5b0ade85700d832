"""The broker: server, users, streams and consumers as data, and the step that makes them."""
