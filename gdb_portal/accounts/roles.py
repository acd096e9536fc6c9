"""What each role may do: the one table of rights, kept in groups by `ensure_roles`."""

from __future__ import annotations

from typing import Any, Final

from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.db import transaction

from .enums import Role

ACCESS: Final = "wagtailadmin.access_admin"

_WRITING = frozenset(
    {
        ACCESS,
        "simple_translation.submit_translation",
        "participation.add_outsideround",
        "participation.change_outsideround",
        "participation.view_outsideround",
        "participation.add_topic",
        "participation.change_topic",
        "participation.view_topic",
        "participation.enter_offline",
        "participation.add_poll",
        "participation.change_poll",
        "participation.view_poll",
        "pairwise.add_comparison",
        "pairwise.change_comparison",
        "pairwise.view_comparison",
        "core.add_signrecording",
        "core.change_signrecording",
        "core.view_signrecording",
        "strategy.add_decisionstep",
        "strategy.change_decisionstep",
        "strategy.view_decisionstep",
        "strategy.add_strategychange",
        "strategy.change_strategychange",
        "strategy.view_strategychange",
        "strategy.add_partner",
        "strategy.change_partner",
        "strategy.view_partner",
        "strategy.view_district",
        "strategy.view_fieldgroup",
        "strategy.view_administration",
    }
)
_PUBLISHING = frozenset(
    {
        "participation.publish_poll",
        "participation.delete_poll",
        "participation.lock_poll",
        "participation.unlock_poll",
        "pairwise.publish_comparison",
        "pairwise.delete_comparison",
        "pairwise.lock_comparison",
        "pairwise.unlock_comparison",
        "pages.send_newsletter",
        "core.add_socialchannel",
        "core.change_socialchannel",
        "core.delete_socialchannel",
        "participation.publish_outsideround",
        "participation.delete_outsideround",
        "participation.lock_outsideround",
        "participation.unlock_outsideround",
        "participation.publish_topic",
        "participation.delete_topic",
        "participation.lock_topic",
        "participation.unlock_topic",
        "strategy.add_administration",
        "strategy.change_administration",
        "core.delete_signrecording",
        "strategy.delete_decisionstep",
        "strategy.delete_strategychange",
        "strategy.release_version",
        "strategy.change_district",
        "strategy.change_fieldgroup",
        "strategy.delete_partner",
        "wagtailredirects.add_redirect",
        "wagtailredirects.change_redirect",
        "wagtailredirects.delete_redirect",
    }
)

# "Change user", "change group" and "change site" are nobody's: whoever may change any account can
# become anybody (Wagtail's own warning). Persons are managed by a narrow view of ours.
PERMISSIONS: Final[dict[Role, frozenset[str]]] = {
    Role.CITIZEN: frozenset(),
    Role.EDITOR: _WRITING,
    Role.PUBLISHER: _WRITING | _PUBLISHING,
    Role.MODERATOR: frozenset(
        {ACCESS, "participation.moderate_comment", "participation.enter_offline"}
    ),
    Role.OFFICIAL: frozenset({ACCESS, "cases.answer_case"}),
    Role.ADMINISTRATOR: frozenset(
        {
            ACCESS,
            "accounts.manage_persons",
            "mail.view_outboxmail",
            "mail.run_outbox",
            "strategy.invite_official",
            "strategy.release_version",
            "strategy.view_administration",
            "strategy.add_administration",
            "strategy.change_administration",
        }
    ),
}
# On the whole tree of pages, and on all images and documents.
PAGE_PERMISSIONS: Final[dict[Role, frozenset[str]]] = {
    Role.EDITOR: frozenset({"add_page", "change_page"}),
    Role.PUBLISHER: frozenset(
        {"add_page", "change_page", "publish_page", "lock_page", "unlock_page"}
    ),
}
COLLECTION_PERMISSIONS: Final[dict[Role, frozenset[str]]] = {
    role: frozenset(
        {
            "wagtailimages.add_image",
            "wagtailimages.change_image",
            "wagtailimages.choose_image",
            "wagtaildocs.add_document",
            "wagtaildocs.change_document",
            "wagtaildocs.choose_document",
        }
    )
    for role in (Role.EDITOR, Role.PUBLISHER)
}


def group_of(role: Role) -> Group:
    return Group.objects.get_or_create(name=role.value)[0]


@transaction.atomic
def ensure_roles() -> None:
    """Make the groups exactly what the tables above say, whatever somebody clicked before."""
    for role in Role:
        group = group_of(role)
        group.permissions.set(_permissions(PERMISSIONS[role]))
        _ensure_page_permissions(group, PAGE_PERMISSIONS.get(role, frozenset()))
        _ensure_collection_permissions(group, COLLECTION_PERMISSIONS.get(role, frozenset()))


def ensure_roles_after_migrating(sender: Any, **kwargs: Any) -> None:
    """Receiver of post_migrate: acts once, when the last app has made its permissions."""
    with_models = [config for config in apps.get_app_configs() if config.models_module]
    if sender.name == with_models[-1].name:
        ensure_roles()


def _permissions(names: frozenset[str]) -> list[Permission]:
    found = []
    for permission in Permission.objects.select_related("content_type").filter(
        codename__in=[name.partition(".")[2] for name in names]
    ):
        if f"{permission.content_type.app_label}.{permission.codename}" in names:
            found.append(permission)
    return found


def _ensure_page_permissions(group: Group, codenames: frozenset[str]) -> None:
    from wagtail.models import GroupPagePermission, Page  # noqa: PLC0415  app ready

    root = Page.get_first_root_node()
    if root is None:
        return
    wanted = Permission.objects.filter(
        content_type__app_label="wagtailcore", content_type__model="page", codename__in=codenames
    )
    present = GroupPagePermission.objects.filter(group=group)
    present.exclude(page=root, permission__in=wanted).delete()
    for permission in wanted:
        GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)


def _ensure_collection_permissions(group: Group, names: frozenset[str]) -> None:
    from wagtail.models import Collection, GroupCollectionPermission  # noqa: PLC0415  app ready

    root = Collection.get_first_root_node()
    if root is None:
        return
    wanted = _permissions(names)
    present = GroupCollectionPermission.objects.filter(group=group)
    present.exclude(collection=root, permission__in=wanted).delete()
    for permission in wanted:
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=root, permission=permission
        )
