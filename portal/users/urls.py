"""Addresses of sign-in, the own account, people and deputies."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from portal.users import again, people, seeing_views, token_views, views

app_name = "users"
urlpatterns = [
    path("sign-in/", views.SignIn.as_view(), name="sign_in"),
    path("sign-in/again/", again.again, name="again"),
    path("sign-out/", LogoutView.as_view(), name="sign_out"),
    path("password/change/", views.change_password, name="change_password"),
    path("password/reset/", views.reset_password, name="reset_password"),
    path("password/reset/sent/", views.reset_sent, name="reset_sent"),
    path("password/reset/<uidb64>/<token>/", views.SetPassword.as_view(), name="set_password"),
    path("account/", views.account, name="account"),
    path("account/tokens/", token_views.tokens, name="tokens"),
    path("account/tokens/<int:pk>/revoke/", token_views.revoke, name="revoke_token"),
    path("work/see-as/", seeing_views.see_as, name="see_as"),
    path("work/see-as/leave/", seeing_views.leave, name="leave_body"),
    path("people/", people.people, name="people"),
    path("people/add/", people.add, name="add_person"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/details/", people.details, name="change_person"),
    path("people/<int:pk>/role/", people.role, name="change_role"),
    path("people/<int:pk>/close/", people.close, name="deactivate"),
    path("people/<int:pk>/open/", people.reopen, name="reactivate"),
    path("people/<int:pk>/password/", people.temporary_password, name="set_temporary_password"),
    path("people/<int:pk>/deputies/", people.deputies, name="deputies"),
    path("people/<int:pk>/deputies/<int:substitution>/cancel/", people.cancel, name="cancel_deputy"),
]
