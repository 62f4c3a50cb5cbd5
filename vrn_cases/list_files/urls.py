from django.urls import path

from vrn_cases.list_files import views

urlpatterns = [path("lists/file/<str:token>/", views.ask, name="list_file_ask")]
