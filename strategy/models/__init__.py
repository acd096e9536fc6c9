from .administration import Administration, AdministrationMember, AdministrationName
from .district import District
from .field_group import FieldGroup
from .partner import Partner

__all__ = [
    "Administration",
    "AdministrationMember",
    "AdministrationName",
    "District",
    "FieldGroup",
    "Partner",
]
