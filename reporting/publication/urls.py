"""Addresses of this stage."""

app_name = "publication"
urlpatterns = []
