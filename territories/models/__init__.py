"""Reference data of the Concept. One module per thing the Concept names; everything is re-exported here."""

from territories.models.bodies import ExecutiveBody, expand
from territories.models.calendar import DayOff, days_off, is_day_off, working_day_before
from territories.models.concept import ConceptRecord
from territories.models.geography import Region, Territory
from territories.models.indicators import Indicator, IndicatorResponsible, IndicatorTarget
from territories.models.language import InLanguage, three_texts, untranslated
from territories.models.plan import ActionItem, Executor, PlanEdition, PlanRow, PlanSection

__all__ = [
    "ActionItem",
    "ConceptRecord",
    "DayOff",
    "ExecutiveBody",
    "Executor",
    "InLanguage",
    "Indicator",
    "IndicatorResponsible",
    "IndicatorTarget",
    "PlanEdition",
    "PlanRow",
    "PlanSection",
    "Region",
    "Territory",
    "expand",
    "days_off",
    "is_day_off",
    "three_texts",
    "untranslated",
    "working_day_before",
]
