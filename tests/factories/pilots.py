"""Pilots."""

from pilots.models import Pilot, PilotIndex

from .pages import ChildPageFactory
from .strategy import MeasureFactory


class PilotIndexFactory(ChildPageFactory):
    class Meta:
        model = PilotIndex

    slug = "pilotprojekte"


class PilotFactory(MeasureFactory):
    class Meta:
        model = Pilot
