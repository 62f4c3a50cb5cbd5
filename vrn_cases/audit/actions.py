"""What can be done and seen, one code each. A code, once used, keeps its meaning for as long as the log is kept."""

from django.db.models import TextChoices


class Action(TextChoices):
    SIGNED_IN = "signed_in", "Signed in"
    SIGN_IN_FAILED = "sign_in_failed", "Sign-in failed"
    SIGN_IN_LOCKED = "sign_in_locked", "Sign-in refused after too many attempts"
    SIGNED_OUT = "signed_out", "Signed out"
    SESSION_ENDED = "session_ended", "Another session signed out"
    SECOND_FACTOR_ADDED = "second_factor_added", "Second factor added"
    SECOND_FACTOR_REMOVED = "second_factor_removed", "Second factor removed"
    PASSWORD_CHANGED = "password_changed", "Password changed"

    RECORD_OPENED = "record_opened", "Record opened"
    LIST_SHOWN = "list_shown", "List shown"
    LIST_EXPORTED = "list_exported", "List downloaded"
    FILE_KEPT = "file_kept", "File kept"
    FILE_DOWNLOADED = "file_downloaded", "File downloaded"
    FILE_REMOVED = "file_removed", "File removed at the end of its retention"

    USER_INVITED = "user_invited", "User invited"
    USER_CHANGED = "user_changed", "User changed"
    USER_CLOSED = "user_closed", "User's access closed"
    USER_REOPENED = "user_reopened", "User's access opened again"
    MEMBERSHIP_GIVEN = "membership_given", "Role given"
    MEMBERSHIP_ENDED = "membership_ended", "Role ended"

    JOB_REQUESTED = "job_requested", "Job asked for"
    NOTICE_WRITTEN = "notice_written", "Message written"
    REFERENCE_LOADED = "reference_loaded", "Reference data loaded"
    QUESTIONS_FROZEN = "questions_frozen", "Question set put in use"

    PROGRAMME_ADDED = "programme_added", "Programme added"
    PROGRAMME_CHANGED = "programme_changed", "Programme changed"
    ORGANISATION_RECORDED = "organisation_recorded", "Organisation recorded"
    RUNNING_ADDED = "running_added", "How a programme runs added"
    RUNNING_ENDED = "running_ended", "How a programme runs ended"

    RETURN_TEMPLATE_PUT = "return_template_put", "Return template put in use"
    RETURN_STATED = "return_stated", "Published statement recorded"
    RETURN_ASKED_FOR = "return_asked_for", "Return asked for"
    RETURN_CHASED = "return_chased", "Return chased"
    RETURN_UPLOADED = "return_uploaded", "Return uploaded"
    RETURN_READ = "return_read", "Uploaded return read"
    RETURN_SAVED = "return_saved", "Return saved, not sent"
    RETURN_SUBMITTED = "return_submitted", "Return submitted"
    RETURN_QUERIED = "return_queried", "Return queried"
    RETURN_ACCEPTED = "return_accepted", "Return accepted"
    RETURN_REPLACED = "return_replaced", "Return replaced by a newer version"
    GRANT_RETURN_MADE = "grant_return_made", "Grant return made"

    MEASURE_RECORDED = "measure_recorded", "Outside measure recorded"
    BUDGET_RECORDED = "budget_recorded", "Budget recorded"
    THEORY_RECORDED = "theory_recorded", "Theory of change recorded"
    FIGURES_REBUILT = "figures_rebuilt", "Figures rebuilt"

    REPORT_DRAFTED = "report_drafted", "Report drafted"
    REPORT_CHANGED = "report_changed", "Report's cover paper changed"
    REPORT_FROZEN = "report_frozen", "Report frozen for signature"
    REPORT_SIGNED = "report_signed", "Report signed"
    REPORT_SENT_BACK = "report_sent_back", "Report sent back"
    REPORT_PUBLISHED = "report_published", "Report published"
