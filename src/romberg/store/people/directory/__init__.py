"""Signing in through a clinic's own directory: OpenID Connect, the authorisation code with PKCE, for members alone.

`settings.py` what an administrator types, `network.py` how a directory is asked, `discovery.py` where its doors are and
which keys it signs with, `tokens.py` what an ID token proves, `crossing.py` the way there and back, `linking.py` which
member it leads to.
"""
