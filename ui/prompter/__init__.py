"""The teleprompter's view: `view.PrompterView`."""

from ui.prompter.view import Mode, PrompterView

__all__ = ["Mode", "PrompterView"]
