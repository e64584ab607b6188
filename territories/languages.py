"""The languages of the portal, the state language first. No database: the public pages read it too."""

LANGUAGES = ("kk", "ru", "en")
