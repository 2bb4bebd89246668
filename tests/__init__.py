"""Tests mirror the packages. Annotations are checked as they run: an int may stand for a float (PEP 484)."""

from beartype import BeartypeConf, beartype

checker = beartype(conf=BeartypeConf(is_pep484_tower=True))
