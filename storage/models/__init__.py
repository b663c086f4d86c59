"""Mapped classes: one table each. Instants are UTC; relationships do not exist, queries say what they join.

Every row written by a change carries the `cause_id` of that change (a history row's cause).
"""

from storage.models.clients import Client, Contact, Phone, Product
from storage.models.company import Audit, Day, Setting
from storage.models.deals import Activity, Deal, History, Note, Run, StageRun
from storage.models.imports import Import, ImportChange, Imported, Upload
from storage.models.messages import Card, Channel, Digest, DigestRow, Draft, Inbox, Outbox, Timer
from storage.models.people import Absence, Invite, Person, Team
from storage.models.row import Row
from storage.models.rules import Obligation

__all__ = [
    "Absence",
    "Activity",
    "Audit",
    "Card",
    "Channel",
    "Client",
    "Contact",
    "Day",
    "Deal",
    "Digest",
    "DigestRow",
    "Draft",
    "History",
    "Import",
    "ImportChange",
    "Imported",
    "Inbox",
    "Invite",
    "Note",
    "Obligation",
    "Outbox",
    "Person",
    "Phone",
    "Product",
    "Row",
    "Run",
    "Setting",
    "StageRun",
    "Team",
    "Timer",
    "Upload",
]
