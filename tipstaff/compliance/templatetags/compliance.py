"""Words and values of findings for templates: {% load compliance %}."""

from django import template

from tipstaff.compliance import words

register = template.Library()
register.simple_tag(words.status, name="status_word")
register.filter("duty_word", words.duty)
register.filter("track_word", words.track)
