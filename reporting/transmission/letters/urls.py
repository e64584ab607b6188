"""Addresses of the letters, under /work/letters/."""

from django.urls import path

from reporting.transmission.letters import views

app_name = "letters"
urlpatterns = [
    path("", views.letters, name="list"),
    path("<int:year>/", views.letters, name="of_year"),
    path("wording/<str:kind>/", views.word, name="word"),
    path("<str:kind>/<int:pk>/<str:language>.<str:form>", views.letter, name="letter"),
]
