from django.urls import path

from vrn_cases.forms import views

urlpatterns = [
    path("day/", views.day_in_words, name="day_in_words"),
    path("begun/", views.begun, name="begun"),
    path("begun/keep/", views.keep, name="draft_keep"),
    path("begun/renew/", views.renew, name="draft_renew"),
    path("begun/<uuid:uid>/", views.one_begun, name="one_begun"),
    path("begun/<uuid:uid>/discard/", views.discard, name="draft_discard"),
]
