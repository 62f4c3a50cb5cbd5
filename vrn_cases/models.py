"""Index of the tables of this package, and the one place that loads the receivers of sign-in events."""

from vrn_cases.access import receivers
from vrn_cases.access.models import Membership, User
from vrn_cases.audit.models import AuditEvent, AuditLink, AuditValue
from vrn_cases.files.models import StoredFile
from vrn_cases.forms.models import Draft, Submission
from vrn_cases.jobs.models import Job, JobAsker
from vrn_cases.list_files.models import WantedList
from vrn_cases.named_lists.models import NamedList
from vrn_cases.notices.models import Notice
from vrn_cases.questions.models import Question, QuestionSet
from vrn_cases.records.models import Touched

__all__ = [
    "AuditEvent",
    "AuditLink",
    "AuditValue",
    "Draft",
    "Job",
    "JobAsker",
    "Membership",
    "NamedList",
    "Notice",
    "Question",
    "QuestionSet",
    "StoredFile",
    "Submission",
    "Touched",
    "User",
    "WantedList",
    "receivers",
]
