"""Every address of the portal."""

from django.apps import apps
from django.conf.urls.i18n import i18n_patterns
from django.contrib.auth.decorators import login_not_required
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access
from wagtail.contrib.sitemaps import Sitemap
from wagtail.documents import urls as wagtaildocs_urls

from gdb_portal.core import serving
from gdb_portal.core import views as core_views
from gdb_portal.pages.sitemaps import AdministrationSitemap, TopicSitemap, VersionSitemap
from gdb_portal.pages.views.page_editor import PageEditor

urlpatterns = [
    path("healthz", core_views.healthz, name="healthz"),
    path("readyz", core_views.readyz, name="readyz"),
    # In the place of Wagtail's own at the same address, which keeps its name.
    path("cms/pages/<int:page_id>/edit/", require_admin_access(PageEditor.as_view())),
    path("cms/", include(wagtailadmin_urls)),
    path("dokumente/", include(wagtaildocs_urls)),
    path(
        "sitemap.xml",
        login_not_required(sitemap),
        {
            "sitemaps": {
                "pages": Sitemap,
                "versions": VersionSitemap,
                "topics": TopicSitemap,
                "administrations": AdministrationSitemap,
            }
        },
        name="sitemap",
    ),
    path("api/v1/", include("participation.cases.api_urls")),
]

if apps.is_installed("gdb_portal.local"):
    urlpatterns += [path("", include("gdb_portal.local.urls"))]

urlpatterns += i18n_patterns(
    path("", include("gdb_portal.mail.urls")),
    path("", include("participation.digests.urls")),
    path("konto/", include("gdb_portal.accounts.urls")),
    path("konto/", include("allauth.urls")),
    path("", include("strategy.urls")),
    path("", include("pilots.urls")),
    path("", include("participation.urls")),
    path("", include("participation.opinion.urls")),
    path("", include("participation.demographics.urls")),
    path("", include("participation.pairwise.urls")),
    path("", include("participation.moderation.urls")),
    path("", include("participation.cases.urls")),
    path("", include("gdb_portal.pages.urls")),
    # Wagtail's own pattern and name.
    re_path(
        wagtail_urls.serve_pattern,
        serving.serve,
        name="wagtail_serve",
    ),
    prefix_default_language=False,
)

handler404 = "gdb_portal.core.errors.not_found"
handler403 = "gdb_portal.core.errors.forbidden"
handler400 = "gdb_portal.core.errors.bad_request"
handler500 = "gdb_portal.core.errors.server_error"
