from django.urls import path

from vrn_cases.pages import views

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("help/", views.help_page, name="help"),
    path("help/accessibility/", views.accessibility, name="accessibility"),
    path("help/privacy/", views.privacy, name="privacy"),
    path("lists/words/", views.list_words, name="list_words"),
    path("stay-signed-in/", views.stay_signed_in, name="stay_signed_in"),
]
