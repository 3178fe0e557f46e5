"""``gongfu card proof``: what was on air from when to when, and whether it was found there."""

from __future__ import annotations

from typing import Any

import click

from studio.cli.card import card
from studio.cli.context import Context, command, local_time, table
from studio.runtime.wording import Language, sentence
from studio.session import proof_of_air
from studio.session.telling import overlay_code

SHOWN_OF_HASH = 12


@command("proof", card, help="What viewers saw of a broadcast, from when to when, and the proof.")
@click.option("--session", "session_id", required=True, help="Id of the broadcast.")
def card_proof(context: Context, session_id: str) -> None:
    with context.studio() as studio:
        rows = proof_of_air.as_json(studio.entries(session_id).result())
    language = context.language()
    heading = ("from", "to", "seconds", "what", "about", "left", "picture", "seen")
    context.say(rows, table([heading, *(_line(row, language) for row in rows)]))


def _line(row: dict[str, Any], language: Language) -> tuple[object, ...]:
    name = "overlay_card" if row["slot"] == "card" else overlay_code(row["template"])
    seen = {True: "✓", False: "✗", None: "-"}[row["verified"]]
    return (
        *(local_time(row["from"]), local_time(row["to"]), f"{row['to_s'] - row['from_s']:.1f}"),
        *(
            sentence(name, language),
            row["words"] or row["about"],
            "" if row["left"] is None else row["left"],
        ),
        *(row["sha256"][:SHOWN_OF_HASH], seen),
    )
