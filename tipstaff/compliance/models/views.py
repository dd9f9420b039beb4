"""Work list views that people keep: a name for a set of filters and an order."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from tipstaff.accounts.models import Agency
from tipstaff.accounts.queries import AgencyOwned


class SavedViewQuerySet(AgencyOwned["SavedView"]):
    def usable_by(self, user: models.Model) -> "SavedViewQuerySet":
        """One's own views and those that colleagues share."""
        return self.visible_to(user).filter(Q(owner=user) | Q(is_shared=True))


class SavedView(models.Model):
    """Filters and order of the work list under a name: one's own, or shared in the agency."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="+")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=1000, blank=True, help_text="The part of the address after the question mark")
    is_shared = models.BooleanField(default=False)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(fields=["owner", "name"], name="saved_view_name_once")]

    def __str__(self) -> str:
        return self.name


class DefaultView(models.Model):
    """The view in which a person's work list opens."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", primary_key=True)
    view = models.ForeignKey(SavedView, on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"user {self.user_id}: {self.view_id}"
