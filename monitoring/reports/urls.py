from django.urls import path

from monitoring.reports.views import cover_paper, looking, restated, steps

urlpatterns = [
    path("reports/", looking.reports, name="reports"),
    path("reports/draft/", looking.draft, name="report_draft"),
    path("reports/<str:reference>/", looking.report, name="report"),
    path("reports/<str:reference>/figures/", looking.figure, name="report_figure"),
    path("reports/<str:reference>/what-moved/", restated.what_moved, name="report_moved"),
    path("reports/<str:reference>/lines/add/", cover_paper.add_line, name="report_line_add"),
    path("reports/<str:reference>/lines/<str:line>/", cover_paper.change_line, name="report_line"),
    path("reports/<str:reference>/lines/<str:line>/remove/", cover_paper.remove_line, name="report_line_remove"),
    path("reports/<str:reference>/freeze/", steps.freeze, name="report_freeze"),
    path("reports/<str:reference>/sign/", steps.sign, name="report_sign"),
    path("reports/<str:reference>/send-back/", steps.back, name="report_send_back"),
    path("reports/<str:reference>/publish/", steps.publish, name="report_publish"),
    path("reports/<str:reference>/restate/", steps.restate, name="report_restate"),
]
