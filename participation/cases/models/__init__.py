"""What answering is made of."""

from .answer import Answer, AnsweringText, AnswerTemplate, CollectiveAnswer
from .case import Case, CaseCounter, HandOver
from .cause import ChangeCause
from .cooperation import CaseNote, Consultation
from .deadline import Absence, DeadlineNotice, EscalationContact, Extension, ReachedStep
from .effect import Effect
from .staleness import ReachedStaleStep, StaleNotice
from .statistics import StatisticsRemark

__all__ = [
    "Absence",
    "Answer",
    "AnsweringText",
    "AnswerTemplate",
    "Case",
    "CaseCounter",
    "CaseNote",
    "ChangeCause",
    "CollectiveAnswer",
    "Consultation",
    "DeadlineNotice",
    "Effect",
    "EscalationContact",
    "Extension",
    "HandOver",
    "ReachedStaleStep",
    "ReachedStep",
    "StaleNotice",
    "StatisticsRemark",
]
