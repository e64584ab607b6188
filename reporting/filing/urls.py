"""Addresses of this stage."""

app_name = "filing"
urlpatterns = []
