"""Only for this machine: servers, mail catcher, demo accounts. Never in a real installation."""
