"""Languages as people write them, as codes of ISO 639-2/B."""

from collections.abc import Iterator
from re import split

_NAMES = {
    "chi": "汉语 漢語 中文 汉文 漢文 国语 國語 普通话 chinese zh zho chi zh-cn zh-tw zh-hans zh-hant cn",
    "eng": "英语 英語 英文 english en eng en-us en-gb",
    "rus": "俄语 俄語 俄文 russian ru rus",
    "jpn": "日语 日語 日文 japanese ja jpn jp",
    "fre": "法语 法語 法文 french fr fre fra",
    "ger": "德语 德語 德文 german de ger deu",
    "spa": "西班牙语 西班牙語 西班牙文 spanish es spa",
    "ara": "阿拉伯语 阿拉伯語 阿拉伯文 arabic ar ara",
    "kor": "朝鲜语 朝鮮語 朝鲜文 朝鮮文 韩语 韓語 韩文 韓文 korean ko kor",
    "mon": "蒙古语 蒙古語 蒙古文 蒙文 mongolian mn mon",
    "tib": "藏语 藏語 藏文 tibetan bo tib bod",
    "uig": "维吾尔语 維吾爾語 维吾尔文 維吾爾文 维文 維文 uighur uyghur ug uig",
    "kaz": "哈萨克语 哈薩克語 哈萨克文 哈薩克文 kazakh kk kaz",
    "zha": "壮语 壯語 壮文 壯文 zhuang za zha",
    "iii": "彝语 彝語 彝文 yi ii iii",
    "mnc": "满语 滿語 满文 滿文 manchu mnc",
}
_CODES = {name: code for code, names in _NAMES.items() for name in names.split()}
SCRIPTS = {"zh-Hans": ("chi", "Hans"), "zh-Hant": ("chi", "Hant"), "en": ("eng", "Latn")}
"""Language (ISO 639-2/B) and script (ISO 15924) of our own words."""


def languages(text: str) -> Iterator[tuple[str, str]]:
    """Yield each language that is written there, with its code, '' where the name is not known."""
    return ((_CODES.get(name.casefold(), ""), name) for name in listed(text))


def listed(text: str) -> Iterator[str]:
    """Yield what is written one after the other, between commas of any kind, semicolons, strokes or lines."""
    return (name for part in split(r"[、，,;；/\n]+", text) if (name := part.strip()))
