#!/bin/sh
# The AppConfig Agent alone, as user 1337, read-only and without capabilities.
# shellcheck disable=SC1091
. "$(dirname "$0")/../trial.sh"
trial "The AppConfig Agent alone, as user 1337, read-only and without capabilities" "0.01 USD" "$@"

name=meshwright-trial-agent
run aws ecs create-cluster --cluster-name "$name" --query cluster.status
run aws ecs register-task-definition --family "$name" --requires-compatibilities FARGATE --network-mode awsvpc \
	--cpu 256 --memory 512 --query taskDefinition.revision --container-definitions '[{
	"name": "agent", "image": "public.ecr.aws/aws-appconfig/aws-appconfig-agent:2.x", "user": "1337",
	"readonlyRootFilesystem": true, "linuxParameters": {"capabilities": {"drop": ["ALL"]}},
	"environment": [{"name": "HTTP_HOST", "value": "localhost"}]}]'
subnet=$(look subnet aws ec2 describe-subnets --filters Name=default-for-az,Values=true \
	--query 'Subnets[0].SubnetId' --output text)
task=$(look task aws ecs run-task --cluster "$name" --launch-type FARGATE --task-definition "$name" \
	--network-configuration "awsvpcConfiguration={subnets=[$subnet],assignPublicIp=ENABLED}" \
	--query 'tasks[0].taskArn' --output text)
pause 90 "the task starts, or gives up"
run aws ecs describe-tasks --cluster "$name" --tasks "$task" \
	--query 'tasks[0].{status: lastStatus, why: stoppedReason, container: containers[0]}'
tell "Is the status RUNNING? Otherwise: the reason, and the container's exit code. (Needs a default VPC.)"
may_fail aws ecs stop-task --cluster "$name" --task "$task" --query task.desiredStatus
pause 60 "the task stops"
may_fail aws ecs deregister-task-definition --task-definition "$name:1" --query taskDefinition.status
run aws ecs delete-cluster --cluster "$name" --query cluster.status
finish
