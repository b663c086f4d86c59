"""The world of the journeys, for what cannot be said or pressed there."""

from tests.journeys.conftest import company, world, world_url

__all__ = ["company", "world", "world_url"]
