"""What the documents say is there: commands and options, links, pictures, twins, decisions."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import click
import pytest

from studio.cli.root import gongfu
from studio.runtime.wording import LANGUAGES
from ui import screens
from ui.shots import every_sample

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
COMMANDS = DOCS / "command-line.md"
SHARED = {"--data-dir", "--json", "--help", "--version"}
"""Told once, for all commands."""
TWINS = (
    (ROOT / "README.md", ROOT / "README.zh-CN.md"),
    (DOCS / "guide" / "README.en.md", DOCS / "guide" / "README.md"),
)
PAGES = sorted({*ROOT.glob("*.md"), *DOCS.rglob("*.md")})

_FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"(!?)\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^(#+) (.+)$", re.MULTILINE)
_REFERENCE = re.compile(r"^\[[^\]]+\]: (\S+)$", re.MULTILINE)
_OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]*")


def text_of(page: Path) -> str:
    """The page without its code blocks: what stands there is no link and no heading."""
    return _FENCE.sub("", page.read_text("utf-8"))


def headings(page: Path) -> list[tuple[int, str]]:
    return [(len(level), title) for level, title in _HEADING.findall(text_of(page))]


def anchors(page: Path) -> set[str]:
    """As GitHub makes them: lower case, punctuation away, spaces to hyphens."""
    kept = (re.sub(r"[^\w\- ]", "", title.lower()) for _, title in headings(page))
    return {title.replace(" ", "-") for title in kept}


# -- tables --------------------------------------------------------------------------------------

_BAR = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r"\|[-:| ]+\|")


def tables(page: Path) -> Iterator[list[str]]:
    """Each block of lines that begin with a bar, wherever it stands."""
    block: list[str] = []
    for line in [*text_of(page).splitlines(), ""]:
        if line.startswith("|"):
            block.append(line)
        elif block:
            yield block
            block = []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_table_is_one(page: Path) -> None:
    """A paragraph between its rows, or a row with more cells than the heading, and readers see bars
    or miss what stands there."""
    for rows in tables(page):
        assert len(rows) > 2, rows[0]
        assert _RULE.fullmatch(rows[1]), rows[0]
        width = len(_BAR.findall(rows[0]))
        assert [row for row in rows if len(_BAR.findall(row)) != width] == [], rows[0]


# -- the command line ----------------------------------------------------------------------------


def every_command(
    command: click.Command = gongfu, name: str = "gongfu"
) -> Iterator[tuple[str, click.Command]]:
    """Each command a person can call, by its whole name."""
    if not isinstance(command, click.Group):
        yield name, command
        return
    if command.invoke_without_command:
        yield name, command
    context = click.Context(command)
    for part in command.list_commands(context):
        child = command.get_command(context, part)
        assert child is not None
        yield from every_command(child, f"{name} {part}")


@cache
def sections() -> dict[str, str]:
    """The page's sections, by the command each is about."""
    parts = re.split(r"^## ", COMMANDS.read_text("utf-8"), flags=re.MULTILINE)[1:]
    titled = (part.split("\n", 1) for part in parts)
    return {title.strip("`"): body for title, body in titled if title.startswith("`gongfu")}


def options(command: click.Command) -> set[str]:
    return {
        name
        for parameter in command.params
        if isinstance(parameter, click.Option)
        for name in parameter.opts
    }


def test_every_command_is_documented_and_no_other():
    assert set(sections()) == {name for name, _ in every_command()}


@pytest.mark.parametrize("name", [name for name, _ in every_command()])
def test_every_option_is_documented_and_no_other(name: str):
    command = dict(every_command())[name]
    assert set(_OPTION.findall(sections()[name])) - SHARED == options(command) - SHARED


def test_the_shared_options_are_told_once():
    head = COMMANDS.read_text("utf-8").split("## `gongfu`")[0]
    assert set(_OPTION.findall(head)) >= SHARED
    for _, command in every_command():
        assert {"--data-dir", "--json"} <= options(command)


# -- tests the pages name ------------------------------------------------------------------------

_TEST = re.compile(
    r"`(?:tests/)?((?:unit|integration|ui|e2e|screens)/[\w/]*test_\w+\.py)(?:::(test_\w+))?`"
)


def test_every_test_a_page_names_is_there():
    named = {each for page in PAGES for each in _TEST.findall(page.read_text("utf-8"))}
    assert len(named) > 40
    for file, name in named:
        assert (ROOT / "tests" / file).is_file(), file
        assert not name or f"def {name}(" in (ROOT / "tests" / file).read_text("utf-8"), name


# -- links and pictures --------------------------------------------------------------------------


@cache
def pictures_made() -> set[Path]:
    """Everything that `make shots` writes."""
    return {
        DOCS / "pictures" / f"{name}-{language}.png"
        for name, _ in every_sample()
        for language in LANGUAGES
    }


def targets(page: Path) -> Iterator[str]:
    text = text_of(page)
    yield from (target for _, target in _LINK.findall(text))
    yield from _REFERENCE.findall(text)


def is_there(page: Path, target: str) -> bool:
    path, _, anchor = target.partition("#")
    file = (page.parent / path).resolve() if path else page
    if anchor and anchor not in anchors(file):
        return False
    return file.exists() or file in pictures_made()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path):
    inside = [target for target in targets(page) if "://" not in target]
    assert [target for target in inside if not is_there(page, target)] == []


def test_the_guide_shows_every_screen():
    shown = {Path(target).stem.removesuffix("-zh") for target in targets(TWINS[1][1])}
    named = {name for name in screens.PACKAGES if any(each.startswith(name) for each in shown)}
    assert named == set(screens.PACKAGES)


# -- twins, decisions, changelog -----------------------------------------------------------------


@pytest.mark.parametrize(("english", "chinese"), TWINS, ids=("readme", "guide"))
def test_twins_have_the_same_structure(english: Path, chinese: Path):
    assert [level for level, _ in headings(english)] == [level for level, _ in headings(chinese)]
    shown = [
        [target for target in targets(page) if ".png" in target] for page in (english, chinese)
    ]
    assert [target.replace("-en.png", "-zh.png") for target in shown[0]] == shown[1]
    assert all(target.endswith("-zh.png") for target in shown[1])


def test_every_decision_is_in_the_index_and_has_its_three_parts():
    index = (DOCS / "decisions" / "README.md").read_text("utf-8")
    records = sorted((DOCS / "decisions").glob("[0-9]*.md"))
    for number, record in enumerate(records, start=1):
        text = record.read_text("utf-8")
        title = text.splitlines()[0].removeprefix(f"# {number}. ")
        assert record.name.startswith(f"{number:04}-")
        assert f"| {number} | [{title}]({record.name}) |" in index
        for part in ("Context", "Decision", "Consequences"):
            assert f"**{part}.**" in text, record.name


def test_the_changelog_knows_this_version():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    titles = [title for level, title in headings(ROOT / "CHANGELOG.md") if level == 2]
    assert titles[0] == "[Unreleased]"
    assert titles[1].startswith(f"[{project['version']}] - ")


def test_contributing_names_every_target_of_the_makefile():
    made = re.findall(r"^([a-z0-9]+):.*## ", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    page = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    assert [target for target in made if f"make {target}" not in page] == []


EACH_ALONE = """
import os, sys
from studio.cli.root import gongfu
for group in sys.argv[1:]:
    if os.fork() == 0:
        gongfu([group, "--help"], prog_name="gongfu")
    assert os.wait()[1] == 0, group
"""
"""Each is asked in a process that has loaded no other: forked from one that has loaded none."""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows has no such processes")
def test_the_commands_are_whole_when_only_they_are_loaded() -> None:
    """A group's commands lie in several files: the one named loads the others."""
    documented: dict[str, set[str]] = {}
    for title in sections():
        words = title.split()[1:]
        if len(words) == 2:
            documented.setdefault(words[0], set()).add(words[1])
    asked = subprocess.run(
        [sys.executable, "-c", EACH_ALONE, *documented],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    answers = asked.stdout.split("Usage: gongfu ")[1:]
    assert [answer.split()[0] for answer in answers] == list(documented)
    for answer, (group, parts) in zip(answers, documented.items(), strict=True):
        listed = {line.split()[0] for line in answer.split("Commands:")[1].splitlines() if line}
        assert parts <= listed, group
