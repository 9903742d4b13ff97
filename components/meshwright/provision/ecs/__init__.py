"""The components of a mesh on ECS. They need the extra `aws`."""
