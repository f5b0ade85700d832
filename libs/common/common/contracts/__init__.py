"""The events of every publisher: each defined once, never changed but by optional fields."""
