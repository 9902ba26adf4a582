"""What programs can ask: one module per noun, each declaring its addresses on the router."""
