from django.urls import path

from interventions.programmes import views

urlpatterns = [
    path("programmes/", views.programmes, name="programmes"),
    path("programmes/planned/", views.planned, name="programmes_planned"),
    path("programmes/add/", views.add, name="programme_add"),
    path("programmes/priorities/", views.priorities, name="priorities"),
    path("programmes/outcomes/", views.outcomes, name="outcomes_framework"),
    path("programmes/areas/", views.areas, name="areas"),
    path("programmes/toolkit/", views.approaches, name="toolkit"),
    path("programmes/factors/", views.factors, name="factors"),
    path("programmes/lists/", views.reference_lists, name="reference_lists"),
    path("programmes/<str:reference>/", views.programme, name="programme"),
    path("programmes/<str:reference>/change/", views.change, name="programme_change"),
    path("programmes/<str:reference>/runs/add/", views.add_way_of_running, name="running_add"),
    path("programmes/<str:reference>/runs/<str:running>/end/", views.end_way_of_running, name="running_end"),
]
