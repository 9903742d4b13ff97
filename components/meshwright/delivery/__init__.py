"""How configuration reaches a running Envoy: the bundle, and the agent that applies it."""
