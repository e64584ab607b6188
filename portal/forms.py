"""How forms are drawn: one field template for the whole portal."""

from django.forms.renderers import DjangoTemplates, TemplatesSetting

CONTROLS = DjangoTemplates()  # Django's own templates of inputs, which lie outside our folder


class PortalFormRenderer(TemplatesSetting):
    """Draws each field by `templates/parts/field.html`: label, error, hint, control."""

    field_template_name = "parts/field.html"

    def get_template(self, template_name):
        """Ours from `templates/`, the inputs themselves from Django."""
        return CONTROLS.get_template(template_name) if template_name.startswith("django/") else super().get_template(template_name)
