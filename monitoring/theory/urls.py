from django.urls import path

from monitoring.theory import views

urlpatterns = [
    path("theories/", views.theories, name="theories"),
    path("theories/<str:reference>/", views.theory, name="theory"),
]
