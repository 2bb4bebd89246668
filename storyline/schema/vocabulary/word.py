"""A word of the vocabulary that goes by other words too."""


class Word:
    """What all rows of the tables share."""

    also: str
    """Other words for it, with commas between."""

    @property
    def others(self) -> tuple[str, ...]:
        """The other words, one by one."""
        return tuple(self.also.split(", ")) if self.also else ()
