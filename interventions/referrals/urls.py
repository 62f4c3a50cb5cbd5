from django.urls import path

from interventions.referrals import views

urlpatterns = [
    path("referrals/", views.referrals, name="referrals"),
    path("referrals/new/", views.refer, name="refer"),
    path("referrals/sent/", views.sent, name="referrals_sent"),
    path("referrals/sent/<str:reference>/", views.sent_one, name="referral_sent"),
    path("referrals/<str:reference>/", views.referral, name="referral"),
    path("referrals/<str:reference>/change/", views.change, name="referral_change"),
    path("referrals/<str:reference>/decline/", views.decline, name="referral_decline"),
    path("referrals/<str:reference>/withdraw/", views.withdraw, name="referral_withdraw"),
]
