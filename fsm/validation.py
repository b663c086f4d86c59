"""Is this process whole? Whatever would strand a deal or puzzle a person is found before the first deal runs."""

from fsm.checks import fields, flow, labels, leads, names, owners, stages, unattended, ways
from fsm.checks.finding import Finding
from fsm.definition import Process

_CHECKS = (names, fields, owners, ways, stages, flow, leads, unattended, labels)


def problems(process: Process) -> list[Finding]:
    """Everything that is wrong with the process as a whole; empty when it can be used."""
    return [finding for check in _CHECKS for finding in check.check(process)]
