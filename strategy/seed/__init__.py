"""The portal's own content, loaded by `manage.py seed_portal`.

Texts are TOML files in `content/`, each page with its address, its sources and its sections. An
object is made once and refreshed only while nobody else has touched it (see `SeedRecord`).
"""
