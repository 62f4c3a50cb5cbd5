from django.urls import include, path

urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("", include("vrn_cases.pages.urls")),
    path("", include("vrn_cases.files.urls")),
    path("", include("interventions.urls")),
    path("", include("monitoring.urls")),
]
