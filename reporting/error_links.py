"""The list of what is wrong at the top of a page, each entry leading to its field."""


def error_links(form=None, problems=None, forms=None):
    """(address on the page, sentence) of everything wrong: fields first, each by its name, then what a rule refused.

    No field, no address.
    """
    wrong, ids = [], {}
    for each in [f for f in (form, *(forms or ())) if f is not None and hasattr(f, "errors")]:
        ids.update({bound.name: anchor(bound) for bound in each})
        wrong += [("", text) for text in each.non_field_errors()]
        wrong += [(anchor(bound), named(bound, text)) for bound in each for text in bound.errors]
    for problem in problems or ():
        wrong.append((ids.get(problem.where, f"#{problem.where}" if problem.where else ""), problem.text()))
    return wrong


def named(bound, text):
    """The sentence with the name of its field before it, unless it names the field itself or the field is a tick with a whole sentence."""
    label = str(bound.label or "")
    is_said = not label or bound.widget_type == "checkbox" or label.casefold() in text.casefold()
    return text if is_said else f"{label}: {text}"


def anchor(bound):
    """Where a link to a field leads: the control itself, the first of a group."""
    return f"#{bound.auto_id}_0" if bound.use_fieldset else f"#{bound.auto_id}"
