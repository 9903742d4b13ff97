"""Opinions that are not ours about what is created on AWS: cfn-lint, moto, and the list of IAM's actions."""
