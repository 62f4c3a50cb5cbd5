"""The product's settings and the linter of migrations, which is no part of the product."""

from vrn_cases import settings as product

globals().update({name: getattr(product, name) for name in dir(product) if name.isupper()})

INSTALLED_APPS = [*product.INSTALLED_APPS, "django_migration_linter"]
