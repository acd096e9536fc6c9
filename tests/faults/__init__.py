"""Faults: processes that die, servers that lie, messages that come twice."""
