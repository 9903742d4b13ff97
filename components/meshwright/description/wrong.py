"""What is wrong with a value, in the form in which pydantic collects it."""

from pydantic_core import PydanticCustomError

from meshwright.problems import Code


def wrong(code: Code, *, found: str, expected: str, fix: str) -> PydanticCustomError:
    """A finding, in the form in which pydantic collects it."""
    # The type carries the code; the context carries the rest to description.check.
    return PydanticCustomError(code, "{found}", {"found": found, "expected": expected, "fix": fix})


def show(value: object) -> str:
    """A value as a person would recognise it, short."""
    if is_output(value):
        return "a Pulumi Output"
    text = f'"{value}"' if isinstance(value, str) else repr(value)
    return text if len(text) <= 80 else text[:77] + "..."


def is_output(value: object) -> bool:
    """Whether a value is a `pulumi.Output`, told without importing Pulumi."""
    return any(cls.__module__.partition(".")[0] == "pulumi" for cls in type(value).__mro__)


def other_kind(value: object, expected: str, fix: str | None = None) -> PydanticCustomError:
    """The finding for a value of the wrong type. `fix`: what to write instead; None: what is expected."""
    if is_output(value):
        return wrong(
            "MW016",
            found="a Pulumi Output",
            expected=expected,
            fix='write Given("a-name") here and pass the Output to the component under that name',
        )
    found = "None" if value is None else f"{show(value)} ({type(value).__name__})"
    return wrong("MW010", found=found, expected=expected, fix=fix or f"write {expected}")


def text_for_a_list(value: str) -> PydanticCustomError:
    """The finding for a single text, of which Python would take the letters."""
    return wrong("MW017", found=show(value), expected="a list", fix=f"write a list, as in [{show(value)}]")
