"""The frame around the apps: signing in, navigation, Today, search, the pages for errors."""
