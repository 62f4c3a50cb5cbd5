"""The address of the log."""

from django.urls import path

from vrn_cases.log import views

urlpatterns = [path("log/", views.log, name="audit")]
