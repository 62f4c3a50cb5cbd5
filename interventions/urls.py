"""The addresses of this package, room by room."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("interventions.programmes.urls")),
    path("", include("interventions.participants.urls")),
    path("", include("interventions.referrals.urls")),
    path("", include("interventions.cases.urls")),
    path("", include("interventions.sessions.urls")),
    path("", include("interventions.outcomes.urls")),
]
