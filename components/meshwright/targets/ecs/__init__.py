"""ECS: Fargate and EC2 capacity."""
