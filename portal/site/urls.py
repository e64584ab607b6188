"""Addresses of the site that need Django."""

app_name = "site"
urlpatterns = []
