from django.urls import path

from interventions.outcomes.views import measures, plans

urlpatterns = [
    path("assessments/", measures.assessments, name="assessments"),
    path("assessments/coded/", measures.coded, name="assessments_coded"),
    path("assessments/<str:reference>/", measures.assessment, name="assessment"),
    path("assessments/<str:reference>/correct/", measures.correct, name="assessment_correct"),
    path("cases/<str:reference>/measures/", measures.case_measures, name="case_measures"),
    path("cases/<str:reference>/measures/<str:instrument>/<str:point>/record/", measures.record, name="measure_record"),
    path(
        "cases/<str:reference>/measures/<str:instrument>/<str:point>/not-done/",
        measures.not_done,
        name="measure_not_done",
    ),
    path("instruments/", plans.instruments, name="instruments"),
    path("instruments/<str:code>/", plans.instrument, name="instrument"),
    path("instruments/<str:code>/preview/", measures.preview, name="measure_preview"),
    path("programmes/<str:reference>/measures/", plans.plans, name="measure_plans"),
    path("programmes/<str:reference>/measures/set/", plans.set_plan, name="measure_plan_set"),
    path("programmes/<str:reference>/measures/<str:plan>/confirm/", plans.confirm_plan, name="measure_plan_confirm"),
    path("programmes/<str:reference>/measures/<str:plan>/end/", plans.end_plan, name="measure_plan_end"),
]
