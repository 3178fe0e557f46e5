"""Which language the window speaks. Sources are Chinese; ``gongfu_en.qm`` carries English.

Switching while running: a translator is put in or taken out, Qt sends every widget a
LanguageChange, and `ui.widgets.retranslating` has each view set its words again.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QTranslator

from studio.runtime.wording import Language

HERE = Path(__file__).parent
_OURS = "gongfu-translator"
_QTS = "qt-translator"


def switch(app: QCoreApplication, language: Language) -> None:
    """Have ``app`` speak ``language`` from now on. Main thread; harmless when it already does.

    Raises FileNotFoundError where the compiled translation is missing (``make i18n`` builds it).
    """
    if app.property("language") == language:
        return
    if language == "en":
        translators = [_load(app, _OURS, HERE / "gongfu_en.qm")]
    else:
        # Qt's own words (context menus, dialog buttons) are English in its source.
        own = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)) / "qtbase_zh_CN.qm"
        translators = [_load(app, _QTS, own)] if own.exists() else []
        translators.append(_load(app, _QTS, HERE / "qt_zh.qm"))  # what Qt's leaves in English
    app.setProperty("language", language)  # first: views that retranslate ask `current`
    _forget(app, but=translators)
    for translator in translators:
        app.installTranslator(translator)


def current(app: QCoreApplication | None = None) -> Language:
    """The language the window speaks now; Chinese before the first `switch`."""
    app = app or QCoreApplication.instance()
    return "en" if app is not None and app.property("language") == "en" else "zh"


def _load(app: QCoreApplication, name: str, path: Path) -> QTranslator:
    translator = QTranslator(app)
    translator.setObjectName(name)
    if not translator.load(str(path)):
        raise FileNotFoundError(path)
    return translator


def _forget(app: QCoreApplication, but: Collection[QTranslator]) -> None:
    for translator in app.findChildren(QTranslator):
        if translator.objectName() in (_OURS, _QTS) and translator not in but:
            app.removeTranslator(translator)
            translator.setParent(None)
            translator.deleteLater()
