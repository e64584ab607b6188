"""Addresses of this stage."""

app_name = "transmission"
urlpatterns = []
