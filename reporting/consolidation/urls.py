"""Addresses of this stage."""

app_name = "consolidation"
urlpatterns = []
