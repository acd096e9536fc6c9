"""Places to follow, and the round that tells their followers."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from gdb_portal.mail.kinds import KINDS
from gdb_portal.mail.models import OutboxMail
from gdb_portal.mail.services import compose
from participation.digests.services import build_unprocessed, plan_due_runs, spread_news
from strategy.models import Measure
from tests.factories.accounts import UserFactory
from tests.factories.pages import HomeFactory
from tests.factories.pilots import PilotFactory, PilotIndexFactory
from tests.factories.strategy import (
    DistrictFactory,
    FieldIndexFactory,
    FieldOfActionFactory,
    MeasureFactory,
    MeasureIndexFactory,
    add,
)

# A Tuesday after everything that the tests do now.
TUESDAY = dt.datetime(2030, 11, 26, 7, 30, tzinfo=ZoneInfo("Europe/Berlin"))
DAY = dt.timedelta(days=1)


class Post:
    """The news mails that went to somebody, a person or an address."""

    def __init__(self, now=TUESDAY):
        self.now = now

    def tell(self, days=0):
        now = self.now + days * DAY
        spread_news()
        plan_due_runs(now)
        build_unprocessed(now)

    def to(self, who):
        rows = OutboxMail.objects.filter(kind="news").order_by("created_at")
        whose = {"address": who} if isinstance(who, str) else {"recipient": who}
        return [compose(mail, KINDS["news"]) for mail in rows.filter(**whose)]

    def texts(self, who):
        return [message.body for message in self.to(who) if message is not None]


@pytest.fixture
def post():
    return Post()


@pytest.fixture
def home(db):
    return HomeFactory()


@pytest.fixture
def measure_index(home):
    return MeasureIndexFactory(parent=home)


@pytest.fixture
def district(db):
    return DistrictFactory(name="Mitte <&>", slug="mitte")


@pytest.fixture
def field(home):
    index = FieldIndexFactory(parent=home)
    return FieldOfActionFactory(parent=index, slug="daten", title="Offene <Daten>")


@pytest.fixture
def measure(measure_index, field, district):
    page = MeasureFactory(parent=measure_index, slug="bank", title="Mehr <Bänke>", status="planned")
    add(page.field_links, field=field)
    page.districts.set([district])
    page.save_revision().publish()
    return Measure.objects.get(pk=page.pk)


@pytest.fixture
def pilot(home):
    page = PilotFactory(parent=PilotIndexFactory(parent=home), slug="platz", title="Ein <Platz>")
    page.save_revision().publish()
    return page


@pytest.fixture
def follower(db):
    return UserFactory(email="follower@example.org", pseudonym="Folgt")
