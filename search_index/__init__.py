"""Full-text search: adapters of archives.ports.SearchIndex, the folding, and excerpts."""

from search_index.folding import fold, number_form
from search_index.initials import PinyinInitials
from search_index.memory import MemoryIndex
from search_index.snippets import snippet
from search_index.whoosh_index import WhooshIndex

__all__ = ["MemoryIndex", "PinyinInitials", "WhooshIndex", "fold", "number_form", "snippet"]
