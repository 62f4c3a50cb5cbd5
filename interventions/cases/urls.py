from django.urls import path

from interventions.cases import views

urlpatterns = [
    path("referrals/<str:reference>/accept/", views.accept, name="referral_accept"),
    path("referrals/<str:reference>/join/", views.join, name="referral_join"),
    path("cases/", views.cases, name="cases"),
    path("cases/coded/", views.coded_cases, name="cases_coded"),
    path("cases/coded/<str:reference>/", views.coded_case, name="case_coded"),
    path("cases/<str:reference>/", views.case, name="case"),
    path("cases/<str:reference>/details/", views.details, name="case_details"),
    path("cases/<str:reference>/opened-by/", views.openings_of, name="case_openings"),
    path("cases/<str:reference>/give/", views.give, name="case_give"),
    path("cases/<str:reference>/pause/", views.pause, name="case_pause"),
    path("cases/<str:reference>/resume/", views.resume, name="case_resume"),
    path("cases/<str:reference>/close/", views.close, name="case_close"),
    path("cases/<str:reference>/reopen/", views.reopen, name="case_reopen"),
    path("cases/<str:reference>/next/", views.plan, name="case_next"),
    path("cases/<str:reference>/notes/add/", views.add_note, name="note_add"),
    path("cases/<str:reference>/notes/<str:note>/correct/", views.correct, name="note_correct"),
]
