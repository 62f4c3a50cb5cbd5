from django.urls import path

from monitoring.dashboard import views

urlpatterns = [path("", views.home, name="home")]
