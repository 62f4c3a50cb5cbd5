from django.urls import path

from monitoring.measures import views

urlpatterns = [
    path("measures/", views.measures, name="measures"),
    path("measures/success/", views.success_measures, name="success_measures"),
    path("measures/<str:reference>/", views.series, name="series"),
]
