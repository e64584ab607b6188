"""Every way by which something can be written: addresses, operations of the API, commands, tasks and kinds of jobs, read from the code.

Nothing is written down here by hand but which constant holds the acts of an address that takes several.
"""

from dataclasses import dataclass
from importlib import import_module

from celery import current_app
from django.apps import apps
from django.core.management import get_commands
from django.urls import URLPattern, get_resolver

from reporting import jobs

READING = {"GET", "HEAD", "OPTIONS"}
OURS = ("territories", "reporting", "portal")
# address with a part «act» → the constant that names its acts
ACTS = {
    "transmission:act": ("reporting.transmission.views", "ACTS"),
    "publication:act": ("reporting.publication.views", "ACTS"),
    "consolidation:act": ("reporting.consolidation.views", "ACTS"),
}


@dataclass(frozen=True)
class Address:
    """An address that takes a writing method: `name` with its namespace, `act` where it takes several, `parts` of the path."""

    name: str
    act: str
    method: str
    parts: tuple[str, ...]

    @property
    def key(self) -> str:
        """How the table names it."""
        return ":".join(part for part in (self.name, self.act) if part) + ("" if self.method == "POST" else f" {self.method}")


def patterns(found=None, space: str = "") -> list[tuple[str, URLPattern]]:
    """(name with its namespaces, pattern) of every address."""
    every = []
    for pattern in get_resolver().url_patterns if found is None else found:
        if isinstance(pattern, URLPattern):
            every.append((f"{space}{pattern.name or pattern.pattern}", pattern))
        else:
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            every += patterns(pattern.url_patterns, inner)
    return every


def methods(view) -> set[str]:
    """The methods a view takes: those of its class, or those its decorator names; without a decorator every method."""
    owner = getattr(view, "cls", None) or getattr(view, "view_class", None)
    if owner is not None:
        return {name.upper() for name in owner.http_method_names if hasattr(owner, name)}
    named = restricted(view, set())
    return {"GET", "POST"} if named is None else named


def restricted(view, seen: set) -> set[str] | None:
    """What `require_http_methods` says anywhere among the wrappers of a view; None where nothing does."""
    if id(view) in seen or not callable(view):
        return None
    seen.add(id(view))
    code = getattr(view, "__code__", None)
    held = dict(zip(code.co_freevars, view.__closure__ or (), strict=False)) if code else {}
    if "request_method_list" in held:
        return set(held["request_method_list"].cell_contents)
    inner = [getattr(view, "__wrapped__", None), *(cell.cell_contents for cell in held.values() if callable(cell.cell_contents))]
    return next((said for one in inner if one is not None and (said := restricted(one, seen)) is not None), None)


def addresses() -> list[Address]:
    """Every address and act that takes a writing method."""
    found = []
    for name, pattern in patterns():
        parts = tuple(pattern.pattern.converters)
        acts = tuple(getattr(import_module(ACTS[name][0]), ACTS[name][1])) if name in ACTS else ("",)
        if "act" in parts and name not in ACTS:
            raise AssertionError(f"{name} takes several acts: say in ACTS which")
        for method in sorted(methods(pattern.callback) - READING):
            found += [Address(name or "nothing", act, method, parts) for act in acts]
    return found


def commands() -> set[str]:
    """Management commands of the portal itself."""
    return {name for name, app in get_commands().items() if str(getattr(app, "name", app)).startswith(OURS)}


def tasks() -> set[str]:
    """Celery tasks of the portal itself."""
    current_app.loader.import_default_modules()
    return {name for name in current_app.tasks if not name.startswith("celery.")}


def kinds() -> set[str]:
    """Kinds of jobs that a worker can run."""
    for config in apps.get_app_configs():
        if config.name.startswith(OURS):
            config.module  # noqa: B018 importing the apps registers the kinds
    return set(jobs.KINDS)
