"""The process language as frozen models.

A process is read from YAML (loading), checked as a whole (validation) and run (decide). Nothing here
computes: these are the words a head of sales writes. Labels are mappings of language code to text.
"""

from fsm.definition.activities import Activity, Kind, Scope
from fsm.definition.conditions import Condition
from fsm.definition.dues import AnyDue, Due, FieldDue, Timer
from fsm.definition.fields import PARTS, WITH_OPTIONS, Asked, FieldDefinition, FieldType, Option, Requirement
from fsm.definition.model import Key, Label, Model
from fsm.definition.outcomes import Branch, Exit, GiveUp, Ladder, NextStep, Opening, Outcome, Style
from fsm.definition.owners import OwnerRule, Owners, Who
from fsm.definition.process import By, Gate, Jumps, Mode, Process, Subject
from fsm.definition.rules import (
    TOUCHED,
    Breach,
    Exempting,
    Limit,
    Reminder,
    Rule,
    Threshold,
    Time,
    Trigger,
    Unit,
    Via,
    Watch,
)
from fsm.definition.stages import Final, Pass, ProcessStart, Stage

__all__ = [
    "PARTS",
    "TOUCHED",
    "WITH_OPTIONS",
    "Activity",
    "AnyDue",
    "Asked",
    "Branch",
    "Breach",
    "By",
    "Condition",
    "Due",
    "Exempting",
    "Exit",
    "FieldDefinition",
    "FieldDue",
    "FieldType",
    "Final",
    "Gate",
    "GiveUp",
    "Jumps",
    "Key",
    "Kind",
    "Label",
    "Ladder",
    "Limit",
    "Mode",
    "Model",
    "NextStep",
    "Opening",
    "Option",
    "Outcome",
    "OwnerRule",
    "Owners",
    "Pass",
    "Process",
    "ProcessStart",
    "Reminder",
    "Requirement",
    "Rule",
    "Scope",
    "Stage",
    "Style",
    "Subject",
    "Threshold",
    "Time",
    "Timer",
    "Trigger",
    "Unit",
    "Via",
    "Watch",
    "Who",
]
