"""Paper: a Typst template and data become the bytes of an archivable A4 document (PDF/A-2a)."""
