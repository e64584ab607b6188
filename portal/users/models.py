"""The people who sign in, the one role each of them holds, and who stands in for whom."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from reporting import clock
from reporting.roles import Role
from territories.kazakh import search_text, sort_key

# An administrator or an auditor belongs to no body: their duty is the portal itself, and it is never lent to a stand-in.
ROLES_WITHOUT_BODY = (Role.ADMINISTRATOR, Role.AUDITOR)


class Language(models.TextChoices):
    """The languages of the portal, each named in itself."""

    KK = "kk", "Қазақша"
    RU = "ru", "Русский"
    EN = "en", "English"


class MailMode(models.TextChoices):
    """How a person wants the letters that can wait; a return, a failure and a wanted confirmation never wait."""

    AT_ONCE = "at_once", _("Each notice at once")
    DAILY = "daily", _("One letter a day, at 09:00 (Almaty)")


def fold_email(email):
    """The one spelling under which an address is kept and looked up."""
    return (email or "").strip().lower()


class UserManager(BaseUserManager):
    """Finds and makes people; an address is the same person in any letter case."""

    def create_user(self, email, full_name, role, password=None, **fields):
        """Make a person. Without a password nobody can sign in as them."""
        person = self.model(email=fold_email(email), full_name=full_name, role=role, **fields)
        person.write_name(full_name)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, username):
        """Find a person by address, whatever the letter case."""
        return self.get(email=fold_email(username))

    def active(self):
        """Those who may sign in."""
        return self.filter(is_active=True)

    def acting(self, role, body_id, on=None):
        """Who acts in a role of a body on a day: those who hold it, and who stands in for them."""
        lent = Substitution.objects.on(on or clock.today()).filter(person__role=role, person__body=body_id, person__is_active=True)
        own = Q(role=role) | Q(pk__in=lent.exclude(person__role__in=ROLES_WITHOUT_BODY).values("deputy"))
        return self.active().filter(own, body=body_id)


class User(AbstractBaseUser):
    """A person with one role; an officer, a head, a signatory and an observer act for one body."""

    email = models.EmailField(_("E-mail"), unique=True)
    full_name = models.CharField(_("Surname and name"), max_length=200)
    position = models.CharField(_("Position"), max_length=200, blank=True)
    phone = models.CharField(_("Telephone"), max_length=60, blank=True)
    role = models.CharField(_("Role"), max_length=20, choices=Role.choices)
    body = models.ForeignKey(
        "territories.ExecutiveBody", models.PROTECT, null=True, blank=True, related_name="people", verbose_name=_("Body")
    )
    language = models.CharField(_("Language of letters"), max_length=2, choices=Language.choices, default=Language.KK)
    mail_mode = models.CharField(_("Letters"), max_length=8, choices=MailMode.choices, default=MailMode.AT_ONCE)
    is_active = models.BooleanField(_("Access is open"), default=True)
    must_change_password = models.BooleanField(default=False)
    # A password given by an administrator is good for a short time only.
    temporary_until = models.DateTimeField(null=True, blank=True)
    # Grows with every change of rights and is part of the session's hash, so open sessions end at once.
    rights_version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    sort_key = models.CharField(max_length=240, editable=False, db_index=True)
    search_text = models.CharField(max_length=900, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name", "role"]

    class Meta:
        ordering = ["sort_key", "id"]
        constraints = [
            models.CheckConstraint(name="user_role_known", condition=Q(role__in=Role.values)),
            models.CheckConstraint(name="user_language_known", condition=Q(language__in=Language.values)),
            models.CheckConstraint(name="user_mail_mode_known", condition=Q(mail_mode__in=MailMode.values)),
            models.CheckConstraint(name="user_body_where_role_needs_it", condition=Q(body__isnull=False) | Q(role__in=ROLES_WITHOUT_BODY)),
            models.CheckConstraint(name="user_email_folded", condition=Q(email=Lower("email"))),
            models.CheckConstraint(
                name="user_temporary_password_is_changed", condition=Q(temporary_until__isnull=True) | Q(must_change_password=True)
            ),
        ]

    def __str__(self):
        return self.full_name

    def write_name(self, full_name):
        """Set the name and position with what lists are sorted and searched by."""
        self.full_name = full_name
        self.sort_key = sort_key(full_name)
        self.search_text = search_text(full_name, self.email, self.position)

    @property
    def has_no_password(self):
        """Nobody can sign in as this person yet."""
        return not self.has_usable_password()

    def get_full_name(self):
        """The name as it is written in documents."""
        return self.full_name

    def _get_session_auth_hash(self, secret=None):
        signs = f"{self.password}:{self.rights_version}"
        return salted_hmac("portal.users.User.session", signs, secret=secret, algorithm="sha256").hexdigest()

    def standings(self, on=None):
        """(role, body id) the person acts under on a day: their own, and those of the people they stand in for.

        A stand-in gets only the own role of the person, never what that person stands in for: duties pass once.
        """
        day = on or clock.today()
        if day not in self.__dict__.setdefault("_standings", {}):
            stood_for = Substitution.objects.on(day).filter(deputy=self)
            self.remember_standings(day, stood_for.values_list("person__role", "person__body_id", "person__is_active"))
        return self._standings[day]

    def remember_standings(self, day, stood_for):
        """Keeps what the person acts under on a day; `stood_for` are (role, body id, access is open) of those they stand in for.

        A duty passes only from a colleague of the same body whose own access is open, and never that of a role without a body.
        """
        lent = {(role, body) for role, body, active in stood_for if active and body == self.body_id and role not in ROLES_WITHOUT_BODY}
        self.__dict__.setdefault("_standings", {})[day] = frozenset({(self.role, self.body_id)} | lent)

    def in_place_of(self, role, body_id, on=None):
        """The name of the person in whose place one acts in a role of a body; empty where the role is one's own."""
        if (self.role, self.body_id) == (role, body_id):
            return ""
        lent = Substitution.objects.on(on or clock.today()).filter(deputy=self, person__role=role, person__body=body_id)
        return lent.filter(person__is_active=True).values_list("person__full_name", flat=True).first() or ""

    def look_as(self, role, body):
        """From here on this object stands where `role` of `body` stands, to read only: every rule refuses it."""
        self.seen_body, self.read_only = body, True
        self._standings = {clock.today(): frozenset({(role, body.pk)})}

    def forget_standings(self):
        """After a change of rights the same object must not answer from memory."""
        self.__dict__.pop("_standings", None)
        self.__dict__.pop("_acting", None)

    def act_under(self, role, body_id):
        """Keep under which standing the person acts now: the trail names the role, and the person stood in for."""
        if (role, body_id) == (self.role, self.body_id):
            self._acting = (self.role, None)
            return
        stood_for = Substitution.objects.on(clock.today()).filter(deputy=self, person__role=role, person__body=body_id)
        self._acting = (role, stood_for.order_by("pk").values_list("person", flat=True).first())

    @property
    def acting(self):
        """(role, id of the person stood in for or None) of what is being done: the own role until `act_under` says otherwise."""
        return self.__dict__.get("_acting", (self.role, None))


class SubstitutionQuerySet(models.QuerySet):
    """Substitutions by day."""

    def on(self, day):
        """Those in force on a day; both dates are inclusive, by the calendar of Almaty."""
        return self.filter(starts_on__lte=day, ends_on__gte=day, cancelled_at__isnull=True)

    def open(self, day):
        """Those in force on a day or later."""
        return self.filter(ends_on__gte=day, cancelled_at__isnull=True)

    def concerning(self, person):
        """Those in which a person is stood in for or stands in."""
        return self.filter(Q(person=person) | Q(deputy=person))


class Substitution(models.Model):
    """One person stands in for another of the same body, from day to day, on the ground of a document."""

    person = models.ForeignKey(User, models.PROTECT, related_name="substitutions", verbose_name=_("In place of"))
    deputy = models.ForeignKey(User, models.PROTECT, related_name="stands_in", verbose_name=_("Stand-in"))
    starts_on = models.DateField(_("First day"))
    ends_on = models.DateField(_("Last day"))
    basis = models.CharField(_("Ground"), max_length=300)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = SubstitutionQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-id"]
        constraints = [
            models.CheckConstraint(name="substitution_ends_after_start", condition=Q(ends_on__gte=F("starts_on"))),
            models.CheckConstraint(name="substitution_of_another", condition=~Q(person=F("deputy"))),
            models.CheckConstraint(
                name="substitution_cancelled_by_someone",
                condition=Q(cancelled_at__isnull=True, cancelled_by__isnull=True)
                | Q(cancelled_at__isnull=False, cancelled_by__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.deputy_id} → {self.person_id}, {self.starts_on} – {self.ends_on}"

    def state_on(self, day):
        """cancelled, over, now or later: the word for it stands in the template."""
        if self.cancelled_at:
            return "cancelled"
        return "over" if self.ends_on < day else "now" if self.starts_on <= day else "later"


class ApiToken(models.Model):
    """By it a body's own system acts as a person. Only a hash of the secret is kept.

    It opens nothing any more once revoked, once its term is over, or once the person's rights have changed in any way.
    """

    person = models.ForeignKey(User, models.PROTECT, related_name="tokens")
    body = models.ForeignKey("territories.ExecutiveBody", models.PROTECT, related_name="+")
    name = models.CharField(_("Name of the token"), max_length=60)
    prefix = models.CharField(max_length=12, unique=True)
    digest = models.CharField(max_length=64)
    rights_version = models.PositiveIntegerField()
    created_at = models.DateTimeField(editable=False)
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(name="token_ends_after_start", condition=Q(expires_at__gt=F("created_at"))),
            models.CheckConstraint(
                name="token_revoked_by_someone",
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True) | Q(revoked_at__isnull=False, revoked_by__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.person_id}: {self.name}"

    def state_at(self, instant):
        """revoked, over, ended (the rights changed) or now."""
        if self.revoked_at:
            return "revoked"
        if self.expires_at <= instant:
            return "over"
        same = self.rights_version == self.person.rights_version and self.body_id == self.person.body_id
        return "now" if same and self.person.is_active else "ended"

    def is_in_force(self, instant):
        """Whether the token opens anything."""
        return self.state_at(instant) == "now"
