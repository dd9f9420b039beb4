"""Opens an account that wrong tries have locked: python manage.py release_account NAME."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tipstaff.accounts.models import User
from tipstaff.accounts.services import user_release


class Command(BaseCommand):
    help = "Open an account that five wrong tries have locked."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="the name with which the person signs in")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(username=options["name"]).first()
        if user is None:
            raise CommandError(f"nobody signs in as {options['name']}")
        if user.locked_at is None:
            raise CommandError(f"the account of {user} is not locked")
        user_release(user, by=None)
        self.stdout.write(f"The account of {user} is open again.")
