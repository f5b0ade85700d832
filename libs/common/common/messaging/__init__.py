"""Events between services: outbox, relay, inbox, consumer, parking."""
