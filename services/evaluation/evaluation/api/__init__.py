"""One module per resource: routes with their request and response models."""
