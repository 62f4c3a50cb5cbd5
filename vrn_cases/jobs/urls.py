from django.urls import path

from vrn_cases.jobs import views

urlpatterns = [
    path("background-work/", views.jobs, name="jobs"),
    path("background-work/<str:reference>/", views.job, name="job"),
]
