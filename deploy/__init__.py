"""How Jiqun is put together, started and checked outside its services."""
