"""Which language the window speaks. Sources are Chinese; ``gongfu_en.qm`` carries English.

Switching while running: a translator is put in or taken out, Qt sends every widget a
LanguageChange, and `ui.widgets.retranslating` has each view set its words again.
"""

from __future__ import annotations

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
    app.setProperty("language", language)  # first: views that retranslate ask `current`
    _forget(app)
    if language == "en":
        _install(app, _OURS, HERE / "gongfu_en.qm")
    else:
        # Qt's own words (context menus, dialog buttons) are English in its source.
        own = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)) / "qtbase_zh_CN.qm"
        if own.exists():
            _install(app, _QTS, own)


def current(app: QCoreApplication | None = None) -> Language:
    """The language the window speaks now; Chinese before the first `switch`."""
    app = app or QCoreApplication.instance()
    return "en" if app is not None and app.property("language") == "en" else "zh"


def _install(app: QCoreApplication, name: str, path: Path) -> None:
    translator = QTranslator(app)
    translator.setObjectName(name)
    if not translator.load(str(path)):
        raise FileNotFoundError(path)
    app.installTranslator(translator)


def _forget(app: QCoreApplication) -> None:
    for name in (_OURS, _QTS):
        translator = app.findChild(QTranslator, name)
        if translator is not None:
            app.removeTranslator(translator)
            translator.setParent(None)
            translator.deleteLater()
