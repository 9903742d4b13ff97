"""Every exception class of the package has the one base, so that `except MeshwrightError` catches all of them."""

import importlib
import pkgutil
from types import ModuleType

import meshwright
from meshwright import MeshwrightError

NOT_IMPORTED = {"meshwright.__main__"}  # it runs the command line


def modules() -> list[ModuleType]:
    found = pkgutil.walk_packages(meshwright.__path__, "meshwright.")
    return [importlib.import_module(each.name) for each in found if each.name not in NOT_IMPORTED]


def exceptions(module: ModuleType) -> list[type[BaseException]]:
    """The exception classes that a module defines itself."""
    classes = [each for each in vars(module).values() if isinstance(each, type) and issubclass(each, BaseException)]
    return [each for each in classes if each.__module__ == module.__name__]


def test_every_exception_has_the_one_base() -> None:
    found = {exception for module in modules() for exception in exceptions(module)}
    others = sorted(f"{each.__module__}.{each.__name__}" for each in found if not issubclass(each, MeshwrightError))
    assert not others, f"these do not have MeshwrightError as their base: {others}"
    assert {"ProblemsFound", "LocalError", "PortTaken", "BundleError", "ApiError"} <= {each.__name__ for each in found}


def test_an_exception_with_another_base_is_noticed() -> None:
    module = ModuleType("meshwright.example")
    module.Other = type("Other", (Exception,), {"__module__": module.__name__})  # type: ignore[attr-defined]
    assert [each for each in exceptions(module) if not issubclass(each, MeshwrightError)] == [module.Other]
