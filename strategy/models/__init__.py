from .administration import Administration, AdministrationMember, AdministrationName
from .cooperation_request import CooperationRequest
from .decision_step import DecisionStep
from .district import District
from .district_outline import DistrictOutline
from .field_group import FieldGroup
from .field_of_action import FieldIndex, FieldOfAction
from .implementation import ImplementationProcess, ImplementationStep
from .indicator import Indicator, MeasuredValue
from .invitation import Invitation
from .measure import Involvement, Measure, MeasureField, MeasureIdea, MeasureIndex
from .milestone import Milestone
from .page_version import PageVersion
from .partner import Partner
from .progress import MeasureChange, ProgressImport
from .seed_record import SeedRecord
from .source import Source
from .strategy_change import StrategyChange
from .strategy_page import Chapter, StrategyPage
from .text_version import TextVersion
from .value_compass import GuidingIdea, ValueCompass
from .version import Section, StrategyVersion

__all__ = [
    "Administration",
    "AdministrationMember",
    "AdministrationName",
    "Chapter",
    "CooperationRequest",
    "DecisionStep",
    "District",
    "DistrictOutline",
    "FieldGroup",
    "FieldIndex",
    "FieldOfAction",
    "GuidingIdea",
    "ImplementationProcess",
    "ImplementationStep",
    "Indicator",
    "Invitation",
    "Involvement",
    "Measure",
    "MeasureChange",
    "MeasureField",
    "MeasureIdea",
    "MeasureIndex",
    "MeasuredValue",
    "Milestone",
    "PageVersion",
    "Partner",
    "Section",
    "ProgressImport",
    "SeedRecord",
    "Source",
    "StrategyChange",
    "StrategyPage",
    "StrategyVersion",
    "TextVersion",
    "ValueCompass",
]
