"""A new service has nobody who could invite anybody: the command invites the first administrator."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from vrn_cases.access.models import User
from vrn_cases.access.permissions import Permission
from vrn_cases.audit.actions import Action
from vrn_cases.audit.models import AuditEvent
from vrn_cases.notices.models import Notice

pytestmark = pytest.mark.django_db
ASKED = {"email": "First@example.invalid", "name": "First Administrator"}


def test_the_invited_one_may_invite_others_and_gets_the_link_in_a_message() -> None:
    said = StringIO()
    call_command("invite_administrator", **ASKED, stdout=said)
    user = User.objects.get(email="first@example.invalid")
    assert user.grants.network_wide(Permission.USER_MANAGE)
    assert not user.has_usable_password()
    assert user.reference in said.getvalue()
    assert Notice.objects.filter(to=user, key__startswith="invitation:").count() == 1
    assert AuditEvent.objects.filter(action=Action.USER_INVITED, actor="command:invite_administrator").count() == 1


def test_an_address_that_has_an_account_is_refused_and_nothing_is_kept() -> None:
    call_command("invite_administrator", **ASKED, stdout=StringIO())
    with pytest.raises(CommandError):
        call_command("invite_administrator", **ASKED, stdout=StringIO())
    assert User.objects.count() == 1
    assert Notice.objects.count() == 1
