"""Addresses of this stage."""

app_name = "review"
urlpatterns = []
