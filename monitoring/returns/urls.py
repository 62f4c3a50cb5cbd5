from django.urls import path

from monitoring.returns.views import checking, filling, funder, looking

urlpatterns = [
    path("returns/", looking.returns, name="returns"),
    path("returns/ask/", checking.ask, name="ask_for_returns"),
    path("returns/chase/", checking.chase, name="chase_returns"),
    path("returns/templates/", looking.templates, name="return_templates"),
    path("returns/templates/<str:reference>/", looking.template, name="return_template"),
    path("returns/funders/", funder.grant_returns, name="grant_returns"),
    path("returns/funders/make/", funder.make, name="grant_return_make"),
    path("returns/funders/<str:reference>/", funder.grant_return, name="grant_return"),
    path("returns/<str:reference>/", looking.one_return, name="return"),
    path("returns/<str:reference>/workbook/", filling.workbook, name="return_workbook"),
    path("returns/<str:reference>/upload/", filling.upload, name="return_upload_form"),
    path("returns/<str:reference>/uploads/<str:upload>/", filling.uploaded, name="return_upload"),
    path("returns/<str:reference>/fill-in/", filling.fill_in, name="return_fill_in"),
    path("returns/<str:reference>/versions/<int:number>/", looking.version, name="return_version"),
    path("returns/<str:reference>/versions/<int:number>/send/", filling.submit, name="return_submit"),
    path("returns/<str:reference>/versions/<int:number>/query/", checking.query, name="return_query"),
    path("returns/<str:reference>/versions/<int:number>/accept/", checking.accept, name="return_accept"),
]
