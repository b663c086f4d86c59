"""Moves that a process allows everywhere (`jumps`), written out into its stages."""

from fsm.definition import Process, Stage
from fsm.source import Source


def spread(process: Process) -> Process:
    """The process with the jumps of each stage: on, back, the same once more, the ends."""
    rules = process.jumps
    order = process.working_stages
    ends = tuple(key for key, stage in process.stages.items() if stage.final is not None)
    stages: dict[str, Stage] = {}
    for key, stage in process.stages.items():
        ways: list[str] = []
        if stage.final is None:
            place = order.index(key)
            if rules.skip is not None:
                ways += order[place + 1 :]
            if rules.back is not None:
                ways += order[:place]
            if rules.repeat is not None:
                ways.append(key)
            if rules.end is not None:
                ways += ends
        jumps = tuple(to for to in ways if to not in stage.moves)
        stages[key] = stage.model_copy(update={"jumps": jumps}) if jumps else stage
    return process.model_copy(update={"stages": stages})


def forbid(source: Source) -> None:
    """A stage names its own moves; where one may jump is said once, for the whole process."""
    stages = source.data.get("stages") if isinstance(source.data, dict) else None
    for key, stage in stages.items() if isinstance(stages, dict) else ():
        if isinstance(stage, dict) and stage.pop("jumps", None) is not None:
            what = f"unknown word `jumps` in stages.{key}"
            source.complain(
                source.line(("stages", key, "jumps")), what, "`jumps` is said once, for the process"
            )
