from django.urls import path

from interventions.sessions.views import groups, single

urlpatterns = [
    path("sessions/", single.sessions, name="sessions"),
    path("sessions/<str:reference>/", single.session, name="session"),
    path("sessions/<str:reference>/attendance/", single.attendance, name="session_attendance"),
    path("sessions/<str:reference>/change/", single.change, name="session_change"),
    path("sessions/<str:reference>/remove/", single.remove, name="session_remove"),
    path("cases/<str:reference>/sessions/record/", single.record, name="session_record"),
    path("cases/<str:reference>/sessions/arrange/", single.arrange, name="session_arrange"),
    path("programmes/<str:reference>/groups/arrange/", groups.arrange, name="group_arrange"),
    path("groups/<str:reference>/", groups.group, name="group_session"),
    path("groups/<str:reference>/register/", groups.register, name="group_register"),
    path("groups/<str:reference>/change/", groups.change, name="group_change"),
    path("groups/<str:reference>/add/", groups.add, name="group_add"),
]
