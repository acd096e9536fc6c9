from .pilot import Finding, Pilot, PilotIndex, PilotUpdate

__all__ = ["Finding", "Pilot", "PilotIndex", "PilotUpdate"]
