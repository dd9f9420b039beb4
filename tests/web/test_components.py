"""The template tags, in the states that pages put them in."""

from datetime import UTC, date, datetime

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory


def shown(source: str, query: str = "", **context) -> str:
    request = RequestFactory().get(f"/list/?{query}")
    return Template("{% load tipstaff %}" + source).render(Context({"request": request, **context}))


def test_a_date_is_readable_by_people_and_machines_and_says_how_far_off_it_is():
    html = shown("{% day due as_of %}", due=date(2026, 11, 30), as_of=date(2026, 11, 24))
    assert 'datetime="2026-11-30"' in html and "Nov 30, 2026" in html and "in 6 days" in html


def test_a_date_that_is_not_known_says_so():
    assert "not known" in shown("{% day due %}", due=None)


def test_a_moment_names_its_time_zone(settings):
    settings.TIME_ZONE = "America/Phoenix"
    html = shown("{% moment at %}", at=datetime(2026, 11, 25, 2, 30, tzinfo=UTC))
    assert "Nov 24, 2026" in html and "19:30 MST" in html


def test_a_status_is_a_word_and_an_icon_not_a_colour_alone():
    html = shown("{% status 'due_soon' %}")
    assert "Due soon" in html and "#clock" in html and 'aria-hidden="true"' in html


def test_a_tone_that_does_not_exist_is_an_error_of_the_page():
    with pytest.raises(TemplateSyntaxError):
        shown("{% tag 'Odd' 'purple' %}")


def test_a_column_head_sorts_up_then_down_and_goes_back_to_page_one():
    first = shown("{% sort_header 'due_on' 'Due' %}", "page=3&status=overdue")
    assert "aria-sort" not in first and "?status=overdue&amp;sort=due_on" in first
    again = shown("{% sort_header 'due_on' 'Due' %}", "sort=due_on")
    assert 'aria-sort="ascending"' in again and "sort=-due_on" in again
    assert 'aria-sort="descending"' in shown("{% sort_header 'due_on' 'Due' default='-due_on' %}")


def test_pages_keep_the_rest_of_the_query_and_show_where_one_is():
    html = shown("{% pagination page %}", "status=overdue&page=2", page=Paginator(range(500), 50).get_page(2))
    assert "51 to 100 of 500" in html and 'aria-current="page"' in html
    assert "status=overdue&amp;page=3" in html


def test_one_page_needs_no_pagination():
    assert shown("{% pagination page %}", page=Paginator(range(5), 50).get_page(1)).strip() == ""


class Sample(forms.Form):
    name = forms.CharField(help_text="As on the document.")
    seen_on = forms.DateField(widget=forms.DateInput)
    how = forms.ChoiceField(widget=forms.RadioSelect, choices=[("a", "At the office"), ("b", "At home")])
    remarks = forms.CharField(required=False)


def test_a_field_is_tied_to_its_label_hint_and_error():
    html = shown("{% field form.name %}", form=Sample({"name": ""}))
    assert '<label class="usa-label" for="id_name">' in html
    assert 'aria-describedby="id_name-hint id_name-error"' in html and 'aria-invalid="true"' in html
    assert 'id="id_name-hint"' in html and 'id="id_name-error"' in html


def test_an_optional_field_says_so_and_a_date_field_is_one():
    assert "(optional)" in shown("{% field form.remarks %}", form=Sample())
    assert shown("{% field form.seen_on %}", form=Sample()).count('<input type="date"') == 1


def test_a_date_that_comes_back_is_written_as_browsers_want_it():
    html = shown("{% field form.seen_on %}", form=Sample(initial={"seen_on": date(2026, 11, 3)}))
    assert 'value="2026-11-03"' in html


def test_a_day_that_does_not_exist_comes_back_as_it_was_sent():
    html = shown("{% field form.seen_on %}", form=Sample({"seen_on": "2027-02-31"}))
    assert 'type="text"' in html and 'value="2027-02-31"' in html and "Enter a valid date" in html


def test_a_choice_is_a_group_with_a_legend():
    html = shown("{% field form.how %}", form=Sample())
    assert "<fieldset" in html and "<legend" in html and html.count("usa-radio__input") == 2


def test_the_summary_links_every_error_to_its_field():
    html = shown("{% error_summary form %}", form=Sample({"name": "", "seen_on": "x", "how": "a"}))
    assert "2 things need correcting" in html and 'href="#id_name"' in html and 'href="#id_seen_on"' in html
    assert shown("{% error_summary form %}", form=Sample()).strip() == ""


def test_a_filter_panel_keeps_the_order_and_counts_what_is_in_use():
    html = shown("{% filters form clear='/list/' %}{% endfilters %}", "name=x&sort=due_on&page=4", form=Sample({}))
    assert "1 in use" in html and "<details" in html and " open" in html
    assert 'type="hidden" name="sort" value="due_on"' in html and 'name="page"' not in html


def test_progress_says_how_far_or_that_it_works():
    known = shown("{% progress 41200 100000 'Checking rows' %}")
    assert "41,200 of 100,000 (41%)" in known and 'max="100000" value="41200"' in known
    assert "working" in shown("{% progress 0 None 'Reading' %}")


def test_breadcrumbs_end_with_this_page():
    html = shown("{% breadcrumbs 'Work list' '/work-list/' name %}", name="Begay <Thomas>")
    assert 'href="/work-list/"' in html and 'aria-current="page"' in html and "Begay &lt;Thomas&gt;" in html
