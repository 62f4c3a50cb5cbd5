from django.urls import path

from monitoring.budgets import views

urlpatterns = [
    path("budgets/", views.budgets, name="budgets"),
    path("budgets/<str:reference>/", views.budget, name="budget"),
]
