"""The signed-in user, read from the database together with the number of their unread messages.

Every page shows that number in its header; counting it in a query of its own would cost each page one more.
"""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from vrn_cases.access.models import User
from vrn_cases.notices.selectors import unread_count


class WithUnreadMessages(AuthenticationBackend):
    def get_user(self, user_id: Any) -> User | None:
        user = User.objects.annotate(unread_messages=unread_count()).filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None
