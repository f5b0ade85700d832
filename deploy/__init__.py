"""How the system is put up: the local stack, the broker's streams, the gateway, the checks."""
