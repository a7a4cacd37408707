"""The address book: one module a province label, one class a portal; `registry` holds what is known of hosts."""
