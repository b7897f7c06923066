"""The commands about what the workplace keeps: its trail, its keys, backups, and the self-check."""
