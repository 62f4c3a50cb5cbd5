"""The addresses of this package, room by room."""

from django.urls import include, path

urlpatterns = [
    path("", include("monitoring.dashboard.urls")),
    path("", include("monitoring.returns.urls")),
    path("", include("monitoring.measures.urls")),
    path("", include("monitoring.budgets.urls")),
    path("", include("monitoring.indicators.urls")),
    path("", include("monitoring.theory.urls")),
    path("", include("monitoring.reports.urls")),
]
