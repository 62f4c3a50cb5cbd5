from django.urls import path

from vrn_cases.notices import views

urlpatterns = [
    path("messages/", views.notices, name="notices"),
    path("messages/read/", views.read_all, name="notices_read"),
    path("messages/<uuid:uid>/read/", views.read, name="notice_read"),
]
