from django.urls import path

from monitoring.indicators import views

urlpatterns = [
    path("indicators/", views.indicators, name="indicators"),
    path("indicators/work-out-again/", views.work_out_again, name="work_out_again"),
    path("indicators/<str:code>/", views.indicator, name="indicator"),
    path("indicators/<str:code>/workbook/", views.workbook, name="indicator_workbook"),
]
