"""The parts of the formula of discipline in words: for the desk, the bodies and the public."""

from django.utils.translation import gettext_lazy

NAMES = {
    "on_time": gettext_lazy("Filed on time"), "rounds": gettext_lazy("Accepted without a return"),
    "first": gettext_lazy("Rows right at the first submission"), "evidence": gettext_lazy("Done rows with a document"),
}  # fmt: skip
