"""The components of a mesh on ECS. Needs the extra `aws`."""
