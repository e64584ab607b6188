"""Reads the code as text and says where it leaves the house of DESIGN.md §2. `test_house.py` also proves that it would notice."""

import ast
from collections.abc import Iterator

APPS = ("territories", "reporting", "portal")  # each may import those before it
STAGES = ("cycle", "filing", "review", "consolidation", "transmission", "publication")  # likewise
ABOVE_MODELS = {"permissions", "narrowing", "scopes", "standing", "workflow", "history", "jobs", "notices"}
FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "core", "common", "services", "service", "misc", "signals"}
# The only places that may ask the machine for the time; the second says why
ASKS_THE_TIME = {"reporting.clock", "portal.operations.heartbeats"}
TIME_CALLS = {"timezone.now", "timezone.localdate", "date.today", "datetime.now", "datetime.utcnow", "time.time"}

Modules = dict[str, str]  # dotted name → source


def imports(tree: ast.AST) -> Iterator[tuple[ast.stmt, str]]:
    """Every imported dotted name: `from a import b` gives `a.b`, which is a module or something in one."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node, f"{'.' * node.level}{node.module or ''}.{alias.name}") for alias in node.names)


def layer(name: str) -> tuple[str, str]:
    """The app, and within reporting the layer: a stage, `models`, or the name of the module beside them."""
    app, _, rest = name.partition(".")
    return app, rest.partition(".")[0]


def wrong_direction(name: str, target: str) -> bool:
    """Whether the module may not know the target."""
    (app, part), (other, other_part) = layer(name), layer(target)
    if app not in APPS or other not in APPS:
        return False
    if APPS.index(other) > APPS.index(app):
        return True
    if not app == other == "reporting" or other_part not in (*STAGES, *ABOVE_MODELS):
        return False
    if part == "models":
        return True
    if other_part not in STAGES or part == "migrations":
        return False
    return part not in STAGES or STAGES.index(other_part) > STAGES.index(part)


def owner(target: str, modules: Modules) -> str | None:
    """The module of ours that an imported name lives in."""
    while target and target not in modules:
        target = target.rpartition(".")[0]
    return target or None


def cycles(modules: Modules) -> list[str]:
    """Modules that reach themselves through their imports. A package and what lies in it count as one step, not as a circle."""
    edges = {
        name: {found for _, target in imports(ast.parse(source)) if (found := owner(target, modules)) and found != name}
        for name, source in modules.items()
    }

    def reached(name: str) -> set[str]:
        found, ahead = set(), list(edges[name])
        while ahead:
            if (other := ahead.pop()) not in found:
                found.add(other)
                ahead.extend(edges[other])
        return found

    return [f"{name}: imports itself through others" for name in sorted(edges) if name in reached(name)]


def complaints_of(name: str, source: str) -> Iterator[str]:
    """What is wrong with one module by itself."""
    tree = ast.parse(source)
    if FORBIDDEN_NAMES & set(name.split(".")):
        yield f"{name}: a name that says nothing about the official's work"
    for _, target in imports(tree):
        if target.startswith("."):
            yield f"{name}: relative import {target}"
        if wrong_direction(name, target):
            yield f"{name}: may not import {target}"
        if "signals" in target.split(".") or target.startswith("django.dispatch"):
            yield f"{name}: signals ({target})"
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            yield from (f"{name}: import of {target} inside {function.name}()" for _, target in imports(function))
        if isinstance(function, ast.ClassDef) and function.name.startswith("Base"):
            yield f"{name}: class {function.name}"
        if isinstance(function, ast.Call) and asks_the_time(function) and name not in ASKS_THE_TIME:
            yield f"{name}: asks the time itself, not reporting.clock (line {function.lineno})"


def asks_the_time(call: ast.Call) -> bool:
    """Whether the call is one of those by which Python or Django tell the time."""
    asked = call.func
    return isinstance(asked, ast.Attribute) and isinstance(asked.value, ast.Name) and f"{asked.value.id}.{asked.attr}" in TIME_CALLS


def complaints(modules: Modules) -> list[str]:
    """Everything that is wrong with the modules, by themselves and together."""
    return [line for name, source in sorted(modules.items()) for line in complaints_of(name, source)] + cycles(modules)
