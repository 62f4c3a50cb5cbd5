from django.urls import path

from vrn_cases.forms import views

urlpatterns = [
    path("begun/", views.begun, name="begun"),
    path("begun/keep/", views.keep, name="draft_keep"),
    path("begun/<uuid:uid>/discard/", views.discard, name="draft_discard"),
]
