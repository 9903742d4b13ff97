from meshwright import Environment, Mesh


def environment(tag: str, canary: int = 10, domain: str = "shop.example") -> Environment:
    return Environment("prod", Mesh("shop"))
