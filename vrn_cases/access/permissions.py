"""Every verb of the service, once. A verb is always held in a programme, or network-wide."""

from django.db.models import TextChoices


class Permission(TextChoices):
    # programmes and reference data
    PROGRAMME_VIEW = "programme_view", "See programmes and how they are described"
    PROGRAMME_EDIT = "programme_edit", "Add and change programmes, how they run and reference lists"
    # casework
    REFERRAL_MAKE = "referral_make", "Refer somebody"
    REFERRAL_VIEW = "referral_view", "See referrals"
    REFERRAL_FOLLOW = "referral_follow", "See what became of the own organisation's referrals"
    REFERRAL_DECIDE = "referral_decide", "Accept or decline a referral"
    CASE_VIEW = "case_view", "See cases and the people in them"
    CASE_VIEW_CODED = "case_view_coded", "See cases as reference, age band, area, dates and codes, without names"
    CASE_WORK = "case_work", "Record sessions, notes and measures"
    CASE_ASSIGN = "case_assign", "Give a case to a worker, close and reopen it"
    SAFEGUARDING_VIEW = "safeguarding_view", "See safeguarding concerns"
    SAFEGUARDING_DECIDE = "safeguarding_decide", "Decide on safeguarding concerns"
    PERSON_LINK = "person_link", "Say that people known to different programmes are one person"
    PERSON_MERGE = "person_merge", "Merge two records of one person inside a programme"
    LIST_EXPORT = "list_export", "Download lists without names"
    LIST_EXPORT_NAMED = "list_export_named", "Download lists with names"
    SUBJECT_REQUEST = "subject_request", "Answer a person's request about their data"
    ERASE = "erase", "Erase or reduce records at the end of their retention"
    # schools and trials
    SCHOOL_VIEW = "school_view", "See the own school's programme"
    SCHOOL_WORK = "school_work", "Record the own school's programme"
    TRIAL_VIEW = "trial_view", "See a trial's flow and pseudonymous extracts"
    # what partners send in
    RETURN_VIEW = "return_view", "See returns"
    RETURN_SUBMIT = "return_submit", "Fill in and submit returns"
    RETURN_CHECK = "return_check", "Ask for returns, query and accept them"
    GRANT_RETURN_MAKE = "grant_return_make", "Make the return to a funder"
    # figures and reports
    FIGURE_VIEW = "figure_view", "See figures after disclosure control"
    FIGURE_VIEW_EXACT = "figure_view_exact", "See exact figures of one's programmes"
    FIGURE_REBUILD = "figure_rebuild", "Have figures worked out again"
    MEASURE_VIEW = "measure_view", "See success measures and outside figures"
    BUDGET_VIEW = "budget_view", "See grants and budgets"
    REPORT_VIEW = "report_view", "See reports that are published"
    REPORT_VIEW_CLOSED = "report_view_closed", "See the closed paper of a published report"
    REPORT_DRAFT = "report_draft", "Draft reports"
    REPORT_SIGN = "report_sign", "Sign reports"
    REPORT_PUBLISH = "report_publish", "Publish signed reports"
    # the house itself
    USER_MANAGE = "user_manage", "Invite people and give roles"
    AUDIT_VIEW = "audit_view", "See the log of what was done and seen"
    JOB_VIEW = "job_view", "See background work"
