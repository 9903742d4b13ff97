"""Options of resources."""

import pulumi


def beside(opts: pulumi.ResourceOptions) -> pulumi.ResourceOptions:
    """The options of a resource whose name tells it from its successor: the successor is created before it is deleted.

    Without them, the provider deletes any resource that has a name of its program's first. Source: pulumi-terraform-bridge,
    nameRequiresDeleteBeforeReplace.
    """
    return pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(delete_before_replace=False))
