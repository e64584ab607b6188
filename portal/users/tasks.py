"""The background work of people: one letter."""

from portal.users import letters
from reporting import jobs


@jobs.kind("password_letter")
def password_letter(job, progress):
    """Sends the link; asked for twice, the second letter holds a link as good as the first."""
    letters.send_password_link(job.params["person"])
