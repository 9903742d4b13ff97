"""The double rejects task definitions that ECS would reject."""

from .conftest import Project
from .programs import container, task
from .refusing import Refused, void

refused = Refused()


@refused("expected one of awsvpc, bridge, host, none, found 'bogus'")
def network_mode() -> object:
    return task(network_mode="bogus")


@refused("expected one of APPMESH, found 'NOPE'")
def proxy_type() -> object:
    return task(proxy_configuration={"container_name": "app", "type": "NOPE", "properties": {"IgnoredUID": "1337"}})


@refused("unknown IgnoredUid")
def proxy_property() -> object:
    return task(proxy_configuration={"container_name": "app", "type": "APPMESH", "properties": {"IgnoredUid": "1337"}})


@refused("App ports not found")
def proxy_without_application_ports() -> object:
    return task(proxy_configuration={"container_name": "app", "type": "APPMESH", "properties": {"IgnoredUID": "1337"}})


@refused("no container 'envoy' among app")
def proxy_container() -> object:
    return task(
        proxy_configuration={"container_name": "envoy", "type": "APPMESH", "properties": {"IgnoredUID": "1337"}}
    )


@refused("at most 15 ports, found 16")
def proxy_ports() -> object:
    ports = ",".join(str(8000 + number) for number in range(16))
    properties = {"IgnoredUID": "1337", "AppPorts": ports}
    return task(proxy_configuration={"container_name": "app", "type": "APPMESH", "properties": properties})


@refused("with 256 CPU units Fargate sells 512, 1024, 2048 MiB, found 4096")
def memory_that_fargate_does_not_sell() -> object:
    return task(memory="4096")


@refused("Fargate sells 256, 512, 1024, 2048, 4096, 8192, 16384, 32768 CPU units, found 300")
def cpu_that_fargate_does_not_sell() -> object:
    return task(cpu="300")


@refused("must be / or left out with an access point")
def two_places_in_a_file_system() -> object:
    point = {"access_point_id": "fsap-1"}
    efs = {
        "file_system_id": "fs-1",
        "root_directory": "/a",
        "transit_encryption": "ENABLED",
        "authorization_config": point,
    }
    return task(volumes=[{"name": "data", "efs_volume_configuration": efs}])


@refused("must be ENABLED with an access point or IAM authorization")
def a_file_system_in_plain_text() -> object:
    efs = {"file_system_id": "fs-1", "authorization_config": {"iam": "ENABLED"}}
    return task(volumes=[{"name": "data", "efs_volume_configuration": efs}], task_role_arn="arn:aws:iam::1:role/a")


@refused("needs a task role")
def a_file_system_without_a_role() -> object:
    efs = {"file_system_id": "fs-1", "transit_encryption": "ENABLED", "authorization_config": {"iam": "ENABLED"}}
    return task(volumes=[{"name": "data", "efs_volume_configuration": efs}])


@refused("[0].portMappings[0].containerPort: expected at most 65535")
def container_port() -> object:
    return task(container(portMappings=[{"containerPort": 99999}]))


@refused("[0].user_name: unknown property 'user_name'")
def container_property() -> object:
    return task(container(user_name="1337"))


@refused("[0].healthCheck.retry: unknown property 'retry'")
def nested_container_property() -> object:
    return task(container(healthCheck={"command": ["CMD", "true"], "retry": 3}))


@refused("[0].image: missing required property 'image'")
def container_without_image() -> object:
    return task({"name": "app"})


@refused("app waits for envoy to be HEALTHY, which has no health check")
def health_of_a_container_without_check() -> object:
    return task(container(dependsOn=[{"containerName": "envoy", "condition": "HEALTHY"}]), container("envoy"))


@refused("app waits for init to end, which is essential")
def end_of_an_essential_container() -> object:
    return task(container(dependsOn=[{"containerName": "init", "condition": "SUCCESS"}]), container("init"))


@refused("depends on the unknown container 'agent'")
def unknown_container() -> object:
    return task(container(dependsOn=[{"containerName": "agent", "condition": "START"}]))


@refused("waits for itself through dependsOn")
def circle_of_containers() -> object:
    each = [{"containerName": "b", "condition": "START"}], [{"containerName": "a", "condition": "START"}]
    return task(container("a", dependsOn=each[0]), container("b", dependsOn=each[1]))


@refused("app: unknown volume 'mesh'")
def unknown_volume() -> object:
    return task(container(mountPoints=[{"sourceVolume": "mesh", "containerPath": "/mesh"}]))


@refused("stopTimeout is 2 to 120 seconds on Fargate, found 300")
def stop_timeout() -> object:
    return task(container(stopTimeout=300))


@refused("Fargate adds no capabilities but SYS_PTRACE, found NET_ADMIN")
def capability() -> object:
    return task(container(linuxParameters={"capabilities": {"add": ["NET_ADMIN"]}}))


@refused("extraHosts is not supported on Fargate")
def extra_hosts() -> object:
    return task(container(extraHosts=[{"hostname": "a", "ipAddress": "127.0.0.1"}]))


@refused("the containers' memory adds up to 600, the task has 512")
def memory_of_containers() -> object:
    return task(container("a", memory=300), container("b", memory=300))


@refused("b and a both have port 8080/tcp")
def port_clash() -> object:
    each = [{"containerPort": 8080}]
    return task(container("a", portMappings=each), container("b", portMappings=each))


@refused("option awslogs-region is required")
def log_options() -> object:
    return task(
        container(
            logConfiguration={"logDriver": "awslogs", "options": {"awslogs-group": "a", "awslogs-stream-prefix": "a"}}
        )
    )


@refused("a task definition has at most 65536 bytes")
def task_definition_size() -> object:
    return task(container(environment=[{"name": "BUNDLE", "value": "x" * 65_536}]))


@refused("expected at most 255 characters, found 300")
def family_of_a_task() -> object:
    return task(family="f" * 300)


@refused.all
def test_refused(name: str, previewed: Project) -> None:
    program, what = refused.programs[name]
    assert what in previewed.refused(lambda: void(program()))
