"""A text in both languages of the product."""

from dataclasses import dataclass

from django.utils.translation import get_language


@dataclass(frozen=True, slots=True)
class Bilingual:
    """The same sentence in Simplified Chinese and in English; as a string it is the reader's."""

    zh: str = ""
    en: str = ""

    def in_language(self, language: str | None) -> str:
        """The text for a language code such as "zh-hans" or "en"; Chinese when none is known."""
        return self.en if language and not language.startswith("zh") else self.zh

    def as_json(self) -> dict[str, str]:
        """Both texts, as a parameter of a message that is rendered for each reader."""
        return {"zh": self.zh, "en": self.en}

    def __str__(self) -> str:
        return self.in_language(get_language())

    def __bool__(self) -> bool:
        return bool(self.zh or self.en)
