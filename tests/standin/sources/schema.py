"""One of AWS's schemas, looked up by Pulumi's names."""

from collections.abc import Iterator, Mapping

from .tree import Node


class Schema:
    """A tree of values with limits, looked up by the Pulumi path, whatever its upper and lower case."""

    def __init__(self, node: Node, create_only: set[str], rules: Node) -> None:
        self.node, self.create_only, self.rules = node, create_only, rules

    def groups(self, inputs: Node, rename: Mapping[str, str]) -> Iterator[tuple[str, list[list[str]]]]:
        """Rules on which properties go together, in Pulumi's words: of each group exactly, or at least, one."""
        ours = {self.path(name, rename): name for name in inputs}
        for rule in ("requiredXor", "requiredOr"):
            groups = self.rules.get(rule, [])
            groups = groups if not groups or isinstance(groups[0], list) else [groups]
            found = [[ours[each] for each in group if each in ours] for group in groups]
            if any(len(group) > 1 for group in found):
                yield rule, [sorted(group) for group in found if len(group) > 1]

    def path(self, path: str, rename: Mapping[str, str]) -> str:
        """The path in the schema's own words, or nothing."""
        return self._follow(path, rename)[0]

    def find(self, path: str, rename: Mapping[str, str]) -> Node | None:
        return self._follow(path, rename)[1]

    def _follow(self, path: str, rename: Mapping[str, str]) -> tuple[str, Node | None]:
        for prefix in sorted(rename, key=len, reverse=True):
            if path == prefix or path.startswith(f"{prefix}."):
                path = rename[prefix] + path[len(prefix) :]
                break
        node, words = self.node, []
        for step in path.split("."):
            if step == "*":
                node = node.get("items", {})
                continue
            node = node["items"] if node.get("type") == "array" and "items" in node else node
            same = {each.lower(): each for each in node.get("properties", {})}
            if step.lower() not in same:
                return "", None
            words.append(same[step.lower()])
            node = node["properties"][words[-1]]
        return "/".join(words), node
