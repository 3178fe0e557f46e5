"""A script long enough to scroll, and when the prompter has drawn what shows of it."""

from __future__ import annotations

from scripts_library import PromptLine, parse, render
from ui.prompter import PrompterView

SCRIPT = """\
## 留人 (30秒)
家人们，这里是后山村，这杨梅早上五点才下树。
你看这个颗粒，黑得发亮，[动作：掰开一颗]咬一口全是汁。
""" + "".join(f"第{n}句，后台今天还有{{{{库存}}}}箱，慢慢挑不着急。\n" for n in range(1, 40))


def script(available: int = 86) -> tuple[PromptLine, ...]:
    return render(parse(SCRIPT), {"库存": available})


def settled(view: PrompterView) -> bool:
    """Every row on the screen has its picture."""
    return all(placed.row in view._strips for placed in view._visible_rows())
