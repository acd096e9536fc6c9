"""The start page with its site, news and plain pages; free text is hostile by default."""

import datetime as dt

import factory
from django.utils import timezone
from wagtail.models import Locale, Page, Site

from gdb_portal.pages.models import (
    Gathering,
    GatheringIndex,
    HomePage,
    NewsIndex,
    NewsletterIndex,
    NewsletterIssue,
    NewsPage,
    StandardPage,
)

from .participation import HOSTILE


def text(heading="Überschrift", body="Text.", anchor="abschnitt"):
    """The raw value of `sections` with one section of plain text."""
    block = {"type": "text", "value": f"<p>{body}</p>"}
    section = {"heading": heading, "anchor": anchor, "body": [block]}
    return [{"type": "section", "value": section}]


class ChildPageFactory(factory.Factory):
    """A live page below `parent`, whose language it takes."""

    class Meta:
        abstract = True

    slug = factory.Sequence(lambda n: f"seite-{n}")
    title = "Seite <b>eins</b>"
    lead = HOSTILE

    @classmethod
    def _create(cls, model_class, *args, parent, sections=None, **values):
        page = model_class(locale=parent.locale, **values)
        if sections is not None:
            page.sections = model_class._meta.get_field("sections").stream_block.to_python(sections)
        return parent.add_child(instance=page)


class HomeFactory(factory.Factory):
    """The start page of a language; the German one becomes the site's."""

    class Meta:
        model = HomePage

    language = "de"
    title = "Start"
    claim = "Reden Sie <i>mit</i>."
    lead = HOSTILE

    @classmethod
    def _create(cls, model_class, *args, language, **values):
        locale = Locale.objects.get_or_create(language_code=language)[0]
        slug = "start" if language == "de" else f"start-{language}"
        home = model_class(slug=slug, locale=locale, **values)
        german = HomePage.objects.filter(locale__language_code="de").first()
        if german is not None:
            home.translation_key = german.translation_key
        Page.get_first_root_node().add_child(instance=home)
        if language == "de":
            site = Site.objects.filter(is_default_site=True).first()
            site = site or Site(hostname="localhost", is_default_site=True)
            site.root_page = home
            site.save()
        return home


class StandardPageFactory(ChildPageFactory):
    class Meta:
        model = StandardPage


class NewsIndexFactory(ChildPageFactory):
    class Meta:
        model = NewsIndex

    slug = "neuigkeiten"
    title = "Neuigkeiten"


class NewsPageFactory(ChildPageFactory):
    class Meta:
        model = NewsPage

    dated_on = dt.date(2025, 9, 17)


class GatheringIndexFactory(ChildPageFactory):
    class Meta:
        model = GatheringIndex

    slug = "termine"
    title = "Termine"


class GatheringFactory(ChildPageFactory):
    """A workshop of two hours in ten days."""

    class Meta:
        model = Gathering

    title = "Werkstatt <b>eins</b>"
    kind = "workshop"
    starts_on = factory.LazyFunction(lambda: timezone.localdate() + dt.timedelta(days=10))
    starts_time = dt.time(17)
    ends_time = dt.time(19)
    place = "Rathaus <i>links</i>"
    access_note = HOSTILE


class NewsletterIndexFactory(ChildPageFactory):
    class Meta:
        model = NewsletterIndex

    slug = "newsletter"
    title = "Newsletter"


class NewsletterIssueFactory(ChildPageFactory):
    """A public issue; `letter` takes raw blocks."""

    class Meta:
        model = NewsletterIssue

    title = "Ausgabe <b>eins</b>"
    dated_on = dt.date(2026, 11, 1)
    letter = ({"type": "text", "value": HOSTILE},)

    @classmethod
    def _create(cls, model_class, *args, letter, **values):
        block = model_class._meta.get_field("letter").stream_block
        return super()._create(model_class, letter=block.to_python(list(letter)), **values)
