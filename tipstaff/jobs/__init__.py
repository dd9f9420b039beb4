"""Work done later: a leased table behind the interface of Django's Tasks."""
