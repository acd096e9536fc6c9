"""Invented persons and contributions, so that a first visit shows more than empty lists."""
