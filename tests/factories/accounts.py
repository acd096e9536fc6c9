"""Persons."""

import factory
from django.contrib.auth.models import Group

from gdb_portal.accounts.models import User


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person-{n}@example.org")
    pseudonym = factory.Sequence(lambda n: f"Person <{n}>")

    @factory.post_generation
    def password(self, create, extracted, **kwargs):
        self.set_password(extracted or "Spreewald-Gurke-7")
        self.save()

    @factory.post_generation
    def roles(self, create, extracted, **kwargs):
        for role in extracted or ():
            self.groups.add(Group.objects.get(name=role))
