"""The addresses of the administrator's pages."""

from django.urls import path

from vrn_cases.users import views

urlpatterns = [
    path("people/", views.users, name="users"),
    path("people/invite/", views.invitation, name="user_invite"),
    path("people/roles/", views.roles, name="roles"),
    path("people/<str:reference>/", views.user, name="user"),
    path("people/<str:reference>/name/", views.rename, name="user_rename"),
    path("people/<str:reference>/close/", views.close, name="user_close"),
    path("people/<str:reference>/open/", views.reopen, name="user_reopen"),
    path("people/<str:reference>/invitation/", views.invite_again, name="user_invite_again"),
    path("people/<str:reference>/second-step/", views.remove_second_factor, name="user_second_step"),
    path("people/<str:reference>/roles/give/", views.give_role, name="role_give"),
    path("people/<str:reference>/roles/<str:membership>/end/", views.end_role, name="role_end"),
]
