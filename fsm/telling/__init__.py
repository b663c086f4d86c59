"""A process told in sentences of Russian or English: what a stage demands, what an outcome does, when something is due.

Pages, pictures and the chat show the same sentences. Titles come from the process as they are written there;
whoever shows a sentence takes care of markup.
"""

from fsm.telling.stages import Teller
from fsm.telling.words import worded

__all__ = ["Teller", "worded"]
