"""Where content is kept (OAIS Archival Storage): the holding and the OCFL store, durable and proved."""
