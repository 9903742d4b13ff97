"""From the plan to the configuration of one proxy, as plain JSON. Knows nothing of AWS or Pulumi."""
