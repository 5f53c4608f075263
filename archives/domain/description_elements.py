"""The elements of a description: DA/T 18-2022, ISAD(G), DA/T 46-2009, GB/T 18894-2016, as one table."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from archives.domain.vocabulary import Level
from archives.domain.written_values import ValueRule

ANY = frozenset(Level)
RECORDS = frozenset({Level.VOLUME, Level.ITEM})
ITEMS = frozenset({Level.ITEM})
VOLUMES = frozenset({Level.VOLUME})
FONDS = frozenset({Level.FONDS})


class Group(StrEnum):
    """What an element tells. Only the first may ever be edited (GB/T 18894 §9.5.5), and every edit is on the trail."""

    DESCRIPTIVE = "descriptive"
    BACKGROUND = "background"  # 背景信息
    STRUCTURE = "structure"  # 结构信息
    PROCESS = "process"  # 管理过程信息


@dataclass(frozen=True, slots=True)
class Element:
    """One element: its name in this house, its name in the standards (also the heading of its column), its rules."""

    name: str
    label: str
    source: str
    rule: ValueRule = ValueRule.LINE
    levels: frozenset[Level] = ANY
    group: Group = Group.DESCRIPTIVE
    if_present: bool = False  # 有则必著: to be given where the record shows it; only a reader can tell
    aliases: tuple[str, ...] = ()  # other headings under which people bring it

    @property
    def is_editable(self) -> bool:
        """Tell whether it may be changed once it has a value."""
        return self.group is Group.DESCRIPTIVE


_R, _T, _G = ValueRule, ValueRule.TEXT, Group

_TABLE = (
    # --- identity ---------------------------------------------------------------------------------
    Element("repository_code", "档案馆代码", "DA/T 18-2022; ISAD(G) 3.1.1", _R.REPOSITORY_CODE, FONDS),
    Element("level", "著录层级", "DA/T 18-2022; ISAD(G) 3.1.4", _R.LEVEL, aliases=("聚合层次", "层级")),
    Element("reference_code", "档号", "DA/T 18-2022; ISAD(G) 3.1.1", _R.REFERENCE_CODE, aliases=("室编档号", "檔號")),
    Element("title", "题名", "DA/T 18-2022; ISAD(G) 3.1.2", aliases=("标题", "正题名", "文件题名", "案卷题名", "題名")),
    Element("parallel_title", "并列题名", "DA/T 46-2009"),
    Element("subtitle", "副题名", "DA/T 46-2009", aliases=("副题名及说明题名文字",)),
    Element("document_number", "文件编号", "DA/T 18-2022", levels=ITEMS, if_present=True, aliases=("文号", "文號")),
    Element(
        "formed_on",
        "日期",
        "DA/T 18-2022; ISAD(G) 3.1.3",
        _R.DATE,
        aliases=("成文日期", "形成日期", "文件日期", "终止日期"),
    ),
    Element("formed_from", "起始日期", "ISAD(G) 3.1.3", _R.DATE, frozenset({Level.FONDS, Level.SERIES, Level.VOLUME})),
    Element("date_as_stated", "原题日期", "ISAD(G) 3.1.3"),
    Element("year", "年度", "DA/T 46-2009", _R.COUNT, RECORDS, aliases=("归档年度",)),
    Element("category", "门类", "DA/T 13-2022", aliases=("类别号", "档案门类")),
    Element("series", "机构或问题", "DA/T 46-2009; GB/T 18894 §6.2.2", aliases=("机构（问题）", "类目", "类")),
    Element("retention", "保管期限", "DA/T 18-2022; 令8号", _R.RETENTION, frozenset(ANY - FONDS)),
    # --- responsibility and form ------------------------------------------------------------------
    Element("responsible_party", "责任者", "DA/T 18-2022", aliases=("責任者", "作者")),
    Element("document_type", "文种", "DA/T 46-2009", levels=ITEMS),
    Element("urgency", "紧急程度", "DA/T 46-2009", levels=ITEMS),
    Element("addressee", "主送", "DA/T 46-2009", levels=ITEMS),
    Element("copied_to", "抄送", "DA/T 46-2009", levels=ITEMS),
    Element("language", "语种", "DA/T 46-2009; ISAD(G) 3.4.3"),
    Element("version", "稿本", "DA/T 46-2009", levels=ITEMS),
    Element("carrier", "载体形态", "DA/T 18-2022", _R.CARRIER, if_present=True, aliases=("载体", "载体类型")),
    Element("extent", "数量", "ISAD(G) 3.1.5"),
    Element("item_count", "件数", "DA/T 46-2009", _R.COUNT, frozenset({Level.SERIES, Level.VOLUME})),
    Element("pages", "页数", "DA/T 46-2009", _R.COUNT, RECORDS, aliases=("页",)),
    Element("generation", "生成方式", "DA/T 18-2022", _R.GENERATION, RECORDS),
    # --- content ----------------------------------------------------------------------------------
    Element("scope_and_content", "摘要", "DA/T 18-2022; ISAD(G) 3.3.1", _T, aliases=("提要", "范围和内容")),
    Element("subject_terms", "主题词", "DA/T 46-2009"),
    Element("keywords", "关键词", "DA/T 46-2009"),
    Element("persons", "人名", "DA/T 46-2009", aliases=("人物",)),
    Element("class_number", "分类号", "DA/T 46-2009"),
    Element("appraisal", "鉴定与处置", "ISAD(G) 3.3.2", _T),
    Element("accruals", "增减情况", "ISAD(G) 3.3.3", _T),
    Element("arrangement", "整理情况", "ISAD(G) 3.3.4", _T),
    Element("destruction", "销毁情况", "DA/T 18-2022", _T, VOLUMES, if_present=True),
    # --- access and use ---------------------------------------------------------------------------
    Element("classification", "密级", "DA/T 18-2022", _R.CLASSIFICATION, RECORDS, if_present=True),
    Element("access_status", "开放标识", "DA/T 18-2022", _R.ACCESS_STATUS, RECORDS, aliases=("开放状态",)),
    Element("disclosure", "公开属性", "DA/T 18-2022", _R.DISCLOSURE, RECORDS),
    Element("access_conditions", "利用条件", "ISAD(G) 3.4.1", _T),
    Element("reproduction_conditions", "复制条件", "ISAD(G) 3.4.2", _T, aliases=("知识产权说明",)),
    Element("physical_characteristics", "外形特征与技术要求", "ISAD(G) 3.4.4", _T),
    Element("finding_aids", "检索工具", "ISAD(G) 3.4.5", _T),
    # --- allied materials, notes, control ---------------------------------------------------------
    Element("originals_location", "原件存址", "ISAD(G) 3.5.1", _T),
    Element("copies_location", "复制件存址", "ISAD(G) 3.5.2", _T, aliases=("缩微号",)),
    Element("related_units", "相关档案", "ISAD(G) 3.5.3", _T),
    Element("publication_note", "出版说明", "ISAD(G) 3.5.4", _T),
    Element("note", "附注", "DA/T 18-2022; ISAD(G) 3.6.1", _T, aliases=("备注",)),
    Element("archivist_note", "著录者", "ISAD(G) 3.7.1", _T),
    Element("description_rules", "著录规则", "ISAD(G) 3.7.2", _T),
    Element("described_on", "著录日期", "ISAD(G) 3.7.3", _R.DATE),
    # --- background, structure and process: never edited ------------------------------------------
    Element("creator", "立档单位名称", "ISAD(G) 3.2.1; 条例 39", group=_G.BACKGROUND, aliases=("立档单位", "形成者")),
    Element("administrative_history", "组织沿革", "ISAD(G) 3.2.2", _T, FONDS, _G.BACKGROUND),
    Element("custodial_history", "档案保管沿革", "DA/T 18-2022; ISAD(G) 3.2.3", _T, group=_G.BACKGROUND),
    Element("acquisition", "档案来源", "ISAD(G) 3.2.4", _T, group=_G.BACKGROUND),
    Element("activity", "业务行为", "DA/T 46-2009; 条例 39", group=_G.BACKGROUND),
    Element("activity_on", "行为时间", "DA/T 46-2009; 条例 39", _R.DATE, group=_G.BACKGROUND),
    Element("authorisation", "行为依据", "DA/T 46-2009", group=_G.BACKGROUND),
    Element("information_system", "信息系统描述", "DA/T 46-2009", _T, group=_G.BACKGROUND),
    Element("creating_application", "文档创建程序", "GB/T 18894 §6.2.2", group=_G.BACKGROUND),
    Element("composition", "文件组合类型", "DA/T 46-2009", group=_G.STRUCTURE),
    Element("file_format", "格式信息", "GB/T 18894 §6.2.2", group=_G.STRUCTURE),
    Element("computer_file_name", "计算机文件名", "GB/T 18894 §6.2.2", group=_G.STRUCTURE),
    Element("computer_file_size", "计算机文件大小", "GB/T 18894 §6.2.2", _R.WHOLE, group=_G.STRUCTURE),
    Element("digitisation", "数字化属性", "DA/T 46-2009", _T, group=_G.PROCESS),
    Element("process", "管理过程", "GB/T 18894 §6.2.2; 条例 39", _T, group=_G.PROCESS, aliases=("业务过程",)),
)

ELEMENTS: Mapping[str, Element] = MappingProxyType({element.name: element for element in _TABLE})

_BY_HEADING: Mapping[str, Element] = MappingProxyType(
    {heading.casefold(): element for element in _TABLE for heading in (element.name, element.label, *element.aliases)}
)


def element_of(heading: str) -> Element | None:
    """Return the element that a column of somebody's list means, by name, standard name or a usual other one."""
    return _BY_HEADING.get("".join(heading.split()).casefold())
