"""One API under `/v1`: the gateway's configuration, made from the four OpenAPI documents."""
