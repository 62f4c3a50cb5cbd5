from django.urls import path

from interventions.participants import views

urlpatterns = [
    path("young-people/", views.search, name="people"),
    path("young-people/<str:reference>/", views.participant, name="participant"),
    path("young-people/<str:reference>/who/", views.who, name="participant_who"),
    path("young-people/<str:reference>/life/", views.life, name="participant_life"),
    path("young-people/<str:reference>/equality/", views.equality, name="participant_equality"),
    path("young-people/<str:reference>/contact/add/", views.add_contact, name="contact_add"),
    path("young-people/<str:reference>/contact/<str:contact>/change/", views.change_contact, name="contact_change"),
    path("young-people/<str:reference>/contact/<str:contact>/end/", views.end_contact, name="contact_end"),
]
