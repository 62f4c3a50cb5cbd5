from django.urls import path

from monitoring.reports import views

urlpatterns = [
    path("reports/", views.reports, name="reports"),
    path("reports/draft/", views.draft, name="report_draft"),
    path("reports/<str:reference>/", views.report, name="report"),
    path("reports/<str:reference>/figures/", views.figure, name="report_figure"),
    path("reports/<str:reference>/lines/add/", views.add_line, name="report_line_add"),
    path("reports/<str:reference>/lines/<str:line>/", views.change_line, name="report_line"),
    path("reports/<str:reference>/lines/<str:line>/remove/", views.remove_line, name="report_line_remove"),
    path("reports/<str:reference>/freeze/", views.freeze, name="report_freeze"),
    path("reports/<str:reference>/sign/", views.sign, name="report_sign"),
    path("reports/<str:reference>/send-back/", views.back, name="report_send_back"),
    path("reports/<str:reference>/publish/", views.publish, name="report_publish"),
    path("reports/<str:reference>/restate/", views.restate, name="report_restate"),
]
