"""``gongfu audit``: replay everything, prove every invariant."""

from __future__ import annotations

import time

import click

from inventory.aftersales import evidence
from studio.bootstrap import checks
from studio.cli.context import Context, command
from studio.runtime.wording import Language, sentence
from studio.store import audit as books
from studio.store.audit import Finding


@command("audit", help="Replay everything and prove every invariant; exits 1 on any difference.")
def audit(context: Context) -> None:
    began = time.monotonic()
    with context.studio() as studio:
        every = (*checks(), evidence.check(studio.data_dir))
        findings = studio.store.read(lambda db: books.run(db, every)).result()
        findings = books.with_meddled(findings, studio.store.meddled)
    language = context.language()
    told = {
        "holds": all(each.holds for each in findings),
        "seconds": round(time.monotonic() - began, 3),
        "checks": [
            {
                "name": each.name,
                "what": sentence(each.name, language),
                "holds": each.holds,
                "differences": list(each.differences),
            }
            for each in findings
        ],
    }
    context.say(told, "\n".join(_line(each, language) for each in findings))
    if not told["holds"]:
        raise click.exceptions.Exit(1)


def _line(finding: Finding, language: Language) -> str:
    mark = "✓" if finding.holds else "✗"
    lines = [f"{mark} {sentence(finding.name, language)}"]
    return "\n".join([*lines, *(f"    {each}" for each in finding.differences)])
