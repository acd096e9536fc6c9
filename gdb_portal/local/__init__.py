"""Only for this machine: embedded services, mail catcher, demo accounts. Never installed for real."""
