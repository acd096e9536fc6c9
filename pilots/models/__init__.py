from .pilot import Finding, Milestone, Pilot, PilotIndex, PilotUpdate

__all__ = ["Finding", "Milestone", "Pilot", "PilotIndex", "PilotUpdate"]
