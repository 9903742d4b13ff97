"""The containers of rendered ECS task definitions, run by Docker."""
