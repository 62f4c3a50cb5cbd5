from django.urls import path

from vrn_cases.named_lists import views

urlpatterns = [
    path("lists-with-names/", views.named_lists, name="named_lists"),
    path("lists-with-names/ask/", views.ask, name="named_list_ask"),
    path("lists-with-names/<str:reference>/", views.named_list, name="named_list"),
]
