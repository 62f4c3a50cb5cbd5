from django.urls import include, path

urlpatterns = [
    path("accounts/", include("vrn_cases.sign_in.urls")),
    path("", include("vrn_cases.pages.urls")),
    path("", include("vrn_cases.jobs.urls")),
    path("", include("vrn_cases.files.urls")),
    path("", include("vrn_cases.forms.urls")),
    path("", include("vrn_cases.notices.urls")),
    path("", include("vrn_cases.list_files.urls")),
    path("", include("vrn_cases.users.urls")),
    path("", include("vrn_cases.named_lists.urls")),
    path("", include("vrn_cases.log.urls")),
    path("", include("interventions.urls")),
    path("", include("monitoring.urls")),
]
