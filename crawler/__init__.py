"""The machine: no portal is named here."""
