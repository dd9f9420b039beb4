"""Who asks."""

from django.http import HttpRequest

from tipstaff.accounts.models import Agency, User


def asker(request: HttpRequest) -> User:
    """The person who asks; views are behind a permission, so somebody does."""
    assert isinstance(request.user, User)
    return request.user


def agency_of(user: User) -> Agency:
    """Where the person works; nobody without an agency has a permission."""
    assert user.agency is not None
    return user.agency
