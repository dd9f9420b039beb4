"""The record itself: registrants, their registrations, and how they come in and go out."""
