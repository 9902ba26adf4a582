"""How the house is put together: settings, addresses, middleware and the wiring of events."""
