"""People who sign in: their roles, passwords, second factors and sessions."""
