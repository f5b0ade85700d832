"""HTTP: problem documents, strict JSON, preconditions, idempotent answers, pages."""
