from django.urls import path

from vrn_cases.files import views

urlpatterns = [path("files/<str:reference>/", views.download, name="file")]
