"""Addresses of this stage."""

app_name = "cycle"
urlpatterns = []
