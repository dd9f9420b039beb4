"""The components as template tags: {% load tipstaff %}.

Those with markup of their own have it in web/components/, with their use at the top; small ones are written here.
"""

from datetime import date, datetime
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BoundField
from django.http import QueryDict
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

from tipstaff.web import fields, wording

register = template.Library()
register.filter("visible", wording.visible)


def _render(component: str, **context: Any) -> SafeString:
    return render_to_string(f"web/components/{component}.html", context)


@register.simple_tag
def icon(name: str) -> SafeString:
    """An ornament beside words: hidden from screen readers, since the words say it."""
    address = static("web/icons.svg")
    return format_html(
        '<svg class="ts-icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>', address, name
    )


@register.simple_tag
def tag(label: str, tone: str = "neutral", icon_name: str = "dot") -> SafeString:
    """{% tag "Committed" "good" "check" %}: a word, a colour and an icon, never colour alone."""
    if tone not in wording.TONES:
        raise template.TemplateSyntaxError(f"tone {tone!r} is none of {', '.join(wording.TONES)}")
    return format_html('<span class="ts-status ts-status--{}">{}{}</span>', tone, icon(icon_name), label)


@register.simple_tag
def status(value: str) -> SafeString:
    """{% status finding.status %}: how a duty stands, by the statuses of the law kernel."""
    look = wording.status_look(value)
    return tag(look.label, look.tone, look.icon)


@register.simple_tag
def day(value: date | None, as_of: date | None = None, beside: bool = True, none: str = "not known") -> SafeString:
    """{% day finding.due_on %} or {% day finding.due_on as_of %}: a date and, beside it, how far off it is."""
    if value is None:
        return format_html('<span class="ts-none">{}</span>', none)
    words = wording.away(value, as_of or timezone.localdate()) if beside else ""
    tail = format_html(' <span class="ts-away">{}</span>', words) if words else ""
    return format_html(
        '<time class="ts-day" datetime="{}">{}{}</time>', value.isoformat(), date_format(value, "M j, Y"), tail
    )


@register.simple_tag
def moment(value: datetime | None, none: str = "never") -> SafeString:
    """{% moment event.at %}: a moment in the agency's own time zone, with the zone named."""
    if value is None:
        return format_html('<span class="ts-none">{}</span>', none)
    local = timezone.localtime(value)
    shown = format_html('{} <span class="ts-away">{}</span>', date_format(local, "M j, Y"), local.strftime("%H:%M %Z"))
    return format_html('<time class="ts-day" datetime="{}">{}</time>', value.isoformat(timespec="seconds"), shown)


@register.simple_tag
def breadcrumbs(*labels_and_urls: str) -> SafeString:
    """{% breadcrumbs "Work list" url "This page" %}."""
    parts = [*labels_and_urls, ""] if len(labels_and_urls) % 2 else list(labels_and_urls)
    return _render("breadcrumbs", crumbs=list(zip(parts[::2], parts[1::2], strict=True)))


@register.simple_block_tag
def page_head(content: str, title: str, eyebrow: str = "", lead: str = "") -> SafeString:
    """{% page_head "Title" eyebrow="" lead="" %}buttons{% endpage_head %}: the page's one h1."""
    return _render(
        "page_head", has_actions=bool(content.strip()), actions=content, title=title, eyebrow=eyebrow, lead=lead
    )


@register.simple_block_tag
def card(content: str, heading: str = "", level: int = 2, note: str = "", tone: str = "") -> SafeString:
    """{% card "Heading" %}…{% endcard %}."""
    return _render("card", content=content, heading=heading, level=level, note=note, tone=tone)


@register.simple_block_tag
def alert(content: str, kind: str, heading: str = "", live: bool = False) -> SafeString:
    """{% alert "warning" "Heading" %}…{% endalert %}; live=True has it read out when it appears."""
    return _render("alert", content=content, kind=kind, heading=heading, live=live)


@register.simple_block_tag
def table(
    content: str, caption: str, count: str = "", stacked: bool = False, wide: bool = False, quiet: bool = False
) -> SafeString:
    """{% table "What the rows are" stacked=True %}<thead>…</thead><tbody>…</tbody>{% endtable %}."""
    return _render("table", content=content, caption=caption, count=count, stacked=stacked, wide=wide, quiet=quiet)


@register.simple_tag
def progress(done: int, total: int | None, label: str, ident: str = "progress") -> SafeString:
    """{% progress job.done job.total "Reading rows" %}; no total: at work, how far is not known."""
    percent = min(100, 100 * done // total) if total else None
    # As text, so that the numbers in attributes carry no thousands separators.
    plain = {"done_plain": str(done), "total_plain": str(total)}
    return _render("progress", done=done, total=total, percent=percent, label=label, ident=ident, **plain)


@register.simple_tag
def field(bound: BoundField, optional: bool = True) -> SafeString:
    """{% field form.name %}: label, hint, error and control; optional=False leaves out "(optional)"."""
    return _render("field", **fields.context_of(bound, optional))


@register.simple_tag
def error_summary(form: BaseForm) -> SafeString:
    """{% error_summary form %}: every error of a form, each a link to its field."""
    wrong = [(bound, bound.errors) for bound in form if bound.errors]
    total = len(form.non_field_errors()) + sum(len(errors) for _, errors in wrong)
    return _render("error_summary", form=form, fields=wrong, total=total)


@register.simple_block_tag(takes_context=True)
def filters(context: template.Context, content: str, form: BaseForm, clear: str) -> SafeString:
    """{% filters form clear=url %}{% endfilters %}: the panel that narrows a list."""
    query: QueryDict = context["request"].GET
    own = {bound.html_name for bound in form}
    used = sum(1 for name in own if any(query.getlist(name)))
    kept = [(name, value) for name, values in query.lists() if name not in own | {"page"} for value in values]
    more = {"open": bool(used), "used": used, "kept": kept, "icon": icon("filter")}
    return _render("filters", content=content, form=form, clear=clear, **more)


def _address(query: QueryDict, name: str, value: object) -> str:
    changed = query.copy()
    changed[name] = str(value)
    if name != "page":
        changed.pop("page", None)
    return f"?{changed.urlencode()}"


@register.simple_tag(takes_context=True)
def sort_header(context: template.Context, key: str, label: str, default: str = "", number: bool = False) -> SafeString:
    """{% sort_header "due_on" "Due" default=sort %}: a column head that sorts; default: the order without ?sort=."""
    query: QueryDict = context["request"].GET
    order = query.get("sort") or default
    direction = {key: "ascending", f"-{key}": "descending"}.get(order, "")
    following = f"-{key}" if direction == "ascending" else key
    arrow = icon({"ascending": "up", "descending": "down"}.get(direction, "updown"))
    return format_html(
        '<th scope="col"{}{}><a class="ts-sort" href="{}">{}{}</a></th>',
        format_html(' aria-sort="{}"', direction) if direction else "",
        format_html(' class="{}"', "ts-number") if number else "",
        _address(query, "sort", following),
        label,
        arrow,
    )


@register.simple_tag(takes_context=True)
def pagination(context: template.Context, page: "Page[Any]") -> SafeString:
    """{% pagination page %}: links to the other pages of a list, with the rest of the query string kept."""
    query: QueryDict = context["request"].GET

    def at(number: int) -> str:
        return _address(query, "page", number)

    pages = [
        (number if isinstance(number, int) else None, at(number) if isinstance(number, int) else "")
        for number in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    ]
    return _render(
        "pagination",
        page=page,
        pages=[(number, "" if number == page.number else url) for number, url in pages],
        previous=at(page.previous_page_number()) if page.has_previous() else "",
        next=at(page.next_page_number()) if page.has_next() else "",
        left=icon("left"),
        right=icon("right"),
    )
