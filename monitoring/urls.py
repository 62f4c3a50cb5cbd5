"""The addresses of this package, room by room."""

from django.urls import include, path

urlpatterns = [
    path("", include("monitoring.dashboard.urls")),
]
