"""The order of Chinese names: by the sound of each character, as a directory is sorted."""

from typing import Final

from pypinyin import Style, lazy_pinyin

from registry.domain.search import folded

LONGEST: Final = 200  # it goes into the cursors of pages


def pinyin_key(name: str) -> str:
    """What a name is sorted by: syllables with their tones; of many readings the usual one."""
    syllables = lazy_pinyin(folded(name), style=Style.TONE3, neutral_tone_with_five=True)
    return " ".join(syllables)[:LONGEST]
