"""The house of DESIGN.md §2 stands: imports point one way, and nothing hides inside functions, signals or names without meaning."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.house import APPS, complaints

ROOT = Path(__file__).resolve().parent.parent


def our_modules() -> dict[str, str]:
    """The source of every module of the three apps, by dotted name."""
    found = {}
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path.read_text(encoding="utf-8")
    return found


def test_imports_point_one_way_and_nothing_hides():
    modules = our_modules()
    assert len(modules) > 40
    assert complaints(modules) == []


@pytest.mark.parametrize(
    ("modules", "complaint"),
    [
        ({"territories.loading": "from reporting import clock"}, "territories.loading: may not import reporting.clock"),
        ({"reporting.jobs": "import portal.users.models"}, "reporting.jobs: may not import portal.users.models"),
        ({"reporting.filing.rules": "from reporting.review import rules"}, "reporting.filing.rules: may not import reporting.review.rules"),
        ({"reporting.history": "from reporting.cycle import rules"}, "reporting.history: may not import reporting.cycle.rules"),
        ({"reporting.models.report": "from reporting import workflow"}, "reporting.models.report: may not import reporting.workflow"),
        ({"portal.x": "def f():\n    import json"}, "portal.x: import of json inside f()"),
        ({"reporting.review.views": "from .rules import accept"}, "reporting.review.views: relative import .rules.accept"),
        ({"reporting.filing.utils": ""}, "reporting.filing.utils: a name that says nothing about the official's work"),
        ({"portal.x": "class BaseView: pass"}, "portal.x: class BaseView"),
        ({"portal.x": "from django.db.models.signals import post_save"}, "portal.x: signals (django.db.models.signals.post_save)"),
        ({"portal.x": "from django.dispatch import receiver"}, "portal.x: signals (django.dispatch.receiver)"),
        ({"portal.x": "now = timezone.now()"}, "portal.x: asks the time itself, not reporting.clock (line 1)"),
    ],
)
def test_each_way_out_of_the_house_is_noticed(modules, complaint):
    assert complaints(modules) == [complaint]


def test_a_circle_of_imports_is_noticed():
    modules = {"portal.a": "from portal import b", "portal.b": "from portal.c import x", "portal.c": "import portal.a"}
    modules["portal.d"] = "import portal.a"
    assert complaints(modules) == [f"portal.{name}: imports itself through others" for name in "abc"]


def test_a_later_stage_may_read_an_earlier_one():
    source = "from reporting.filing import checks\nfrom reporting import permissions\nfrom territories.models import PlanRow"
    assert complaints({"reporting.review.rules": source}) == []


INLINE = {
    "inline script": re.compile(r"<script(?![^>]*\bsrc=)[^>]*>", re.I),
    "inline style": re.compile(r"<style\b", re.I),
    "style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.I),
    "event attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.I),
    "script address": re.compile(r"""["']\s*javascript:""", re.I),
    "request to outside": re.compile(r"""(?:\bsrc|<link[^>]*\bhref|\bsrcset|<use[^>]*href)\s*=\s*["']?(?:https?:)?//""", re.I),
}
COMMENT = re.compile(r"{#.*?#}|{% comment %}.*?{% endcomment %}|<!--.*?-->", re.S)


def inline_code(text: str) -> list[str]:
    """What the Content-Security-Policy would refuse in a template."""
    bare = COMMENT.sub("", text)
    return [what for what, pattern in INLINE.items() if pattern.search(bare)]


def test_templates_carry_no_inline_code_and_ask_nothing_of_outside():
    templates = sorted((ROOT / "templates").rglob("*.*"))
    assert templates
    assert {str(path.relative_to(ROOT)): found for path in templates if (found := inline_code(path.read_text(encoding="utf-8")))} == {}


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("<script>go()</script>", "inline script"),
        ("<style>p{}</style>", "inline style"),
        ('<p class="a" style="color:red">', "style attribute"),
        ('<a href="/" onclick="go()">', "event attribute"),
        ('<a href="javascript:go()">', "script address"),
        ('<img src="//example.org/a.png">', "request to outside"),
        ('<link rel="stylesheet" href="https://example.org/a.css">', "request to outside"),
    ],
)
def test_each_kind_of_inline_code_is_noticed(text, what):
    assert inline_code(text) == [what]


def test_lawful_templates_pass():
    text = """{# <script>x</script> #}<script src="{% static 'js/view.js' %}" defer></script>"""
    text += '<a href="https://example.org/act">act</a><p data-style="x">'
    assert inline_code(text) == []


def test_static_files_ask_nothing_of_outside():
    outside = re.compile(r"""(?:url\(\s*["']?|@import\s+["']?|fetch\(\s*["'`]|import\s+["'])(?:https?:)?//""")
    files = [path for kind in ("css", "js") for path in sorted((ROOT / "static").rglob(f"*.{kind}"))]
    assert files
    assert [str(path.relative_to(ROOT)) for path in files if outside.search(path.read_text(encoding="utf-8"))] == []


# Written in two halves, so that this file is not the one that is found
ADDRESSES = ["py" + "pi.org", "python" + "hosted", "npm" + "js.", "debian" + ".org/debian"]
ADDRESSES += ["un" + "pkg", "js" + "delivr", "cdn" + "js", "google" + "apis"]
OPTIONS = ["--index" + "-url", "--extra-index" + "-url", "--find" + "-links", "/work" + "/main", "/work" + "/shared"]


def test_no_tracked_file_names_a_registry_or_this_machine():
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True).stdout.split("\0")
    files = [ROOT / name for name in tracked if name and (ROOT / name).is_file()]
    found = {}
    for path in files:
        text = path.read_bytes().decode("utf-8", errors="ignore")
        if named := [address for address in ADDRESSES + OPTIONS if address in text]:
            found[str(path.relative_to(ROOT))] = named
    assert len(files) > 50
    assert found == {}
