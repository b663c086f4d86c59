"""When and whether somebody is told; never how it looks."""
