"""Commands about lotteries: publish the terms, take numbers, draw, and compute a draw again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from inventory.lottery import archive_file, fair
from inventory.lottery.fair import Archive, Checked
from inventory.lottery.terms import Terms, odds
from inventory.lottery.when import moment
from inventory.product_file import in_fen
from studio.cli.context import Context, command, local_time, table, yuan
from studio.runtime.wording import Language, sentence
from studio.session.lotteries import FROM_NOW_ON, Lotteries

lottery = click.Group("lottery", help="Lotteries: published before, drawn so that all can check.")

_which = click.argument("said", metavar="LOTTERY")


@command("publish", lottery, help="Publish a lottery's terms; from then on nothing changes them.")
@click.option("--name", required=True, help="What it is called.")
@click.option("--prize", required=True, help="What is won, in words.")
@click.option("--worth", required=True, help="What one prize is worth, in yuan; at most 50000.")
@click.option("--winners", required=True, type=int, help="How many are drawn.")
@click.option("--rules", required=True, help="How one gets a number.")
@click.option("--claim", required=True, help="Until when and how a prize is handed over.")
@click.option("--sponsor", default="", help="Who gives it (default: the seller's name).")
@click.option("--opens", default="", help="First moment numbers are taken (default: now).")
@click.option("--closes", required=True, help="None are taken from then on, as 2026-12-01 20:00.")
@click.option("--draws", default="", help="Not drawn before (default: as soon as it closes).")
@click.option("--at-most", type=int, default=0, help="No more numbers than this; 0: any.")
def lottery_publish(
    context: Context, name: str, prize: str, worth: str, winners: int, rules: str, claim: str,
    sponsor: str, opens: str, closes: str, draws: str, at_most: int,
) -> None:  # fmt: skip
    with context.studio(exclusive=True) as studio:
        now = studio.clock.now_ms()
        terms = Terms(
            name=name,
            prize=prize,
            prize_fen=in_fen(worth),
            winners=winners,
            rules=rules,
            claim=claim,
            sponsor=sponsor or studio.settings.get("seller_name"),
            opens_ms=moment(opens, now) if opens else FROM_NOW_ON,
            closes_ms=moment(closes, now),
            draws_ms=moment(draws or closes, now),
            entries_at_most=at_most,
        )
        made = Lotteries(studio).publish(terms).result()
    language = context.language()
    said = sentence("lottery_published", language, name=name, id=_short(made), digits=fair.READ_OUT)
    context.say(archive_file.as_json(made), f"{said}\n{_in_words(made, language)}")


@command("enter", lottery, help="Take numbers; without one, the next free number.")
@_which
@click.argument("numbers", nargs=-1)
def lottery_enter(context: Context, said: str, numbers: tuple[str, ...]) -> None:
    with context.studio(exclusive=True) as studio:
        taken = Lotteries(studio).enter(said, numbers).result()
    shown = ", ".join(each.number for each in taken)
    words = sentence("lottery_entered", context.language(), numbers=shown)
    context.say([{"number": each.number, "at": each.at} for each in taken], words)


@command("draw", lottery, help="Draw, and reveal the seed.")
@_which
@click.option("--word", default="", help="What somebody called out after the numbers were frozen.")
def lottery_draw(context: Context, said: str, word: str) -> None:
    with context.studio(exclusive=True) as studio:
        drawn = Lotteries(studio).draw(said, word).result()
    context.say(archive_file.as_json(drawn), _in_words(drawn, context.language()))


@command("list", lottery, help="Every lottery; with one named, all that is published of it.")
@click.argument("said", metavar="LOTTERY", default="")
@click.option("--out", type=click.Path(path_type=Path), help="Save the one named as a file.")
def lottery_list(context: Context, said: str, out: Path | None) -> None:
    with context.studio() as studio:
        desk = Lotteries(studio)
        found = [desk.chosen(said).result()] if said else desk.listed().result()
    if said and out is not None:
        archive_file.save(found[0], out)
    told = [archive_file.as_json(each) for each in found]
    language = context.language()
    if said:
        context.say(told, _in_words(found[0], language))
        return
    lines = [
        (
            *(_short(each), each.terms.name, each.terms.winners, len(each.entries)),
            *(local_time(each.terms.closes_ms), local_time(each.draw.at if each.draw else None)),
        )
        for each in found
    ]
    context.say(told, table([("id", "name", "winners", "numbers", "closes", "drawn"), *lines]))


@command("check", lottery, help="Compute a lottery again; exits 1 on any difference.")
@_which
def lottery_check(context: Context, said: str) -> None:
    file = Path(said)
    if file.suffix == ".json":
        _say_checked(context, said, fair.check(archive_file.load(file)))
        return
    with context.studio() as studio:
        found = Lotteries(studio).check(said).result()
    _say_checked(context, said, found)


def _say_checked(context: Context, said: str, checked: Checked) -> None:
    language, found = context.language(), list(checked.differences)
    told: dict[str, Any] = {
        "lottery": said,
        "holds": not found,
        "drawn": checked.archive.draw is not None,
        "differences": found,
    }
    mark = "✗" if found else "✓"
    context.say(told, "\n".join(f"{mark} {sentence(code, language)}" for code in checked.told))
    if found:
        raise click.exceptions.Exit(1)


def _short(archive: Archive) -> str:
    return archive.id[-6:]


def _in_words(archive: Archive, language: Language) -> str:
    terms, drawn = archive.terms, archive.draw
    lines = [
        (
            _short(archive),
            f"{terms.name} · {terms.prize} {yuan(terms.prize_fen)} · {odds(terms, language)}",
        ),
        ("rules", terms.rules),
        ("claim", terms.claim),
        ("sponsor", terms.sponsor),
        ("opens", local_time(terms.opens_ms)),
        ("closes", local_time(terms.closes_ms)),
        ("draws", local_time(terms.draws_ms)),
        ("published", local_time(archive.published_at)),
        ("commitment", archive.commitment),
        ("numbers", len(archive.entries)),
        ("frozen", fair.entries_sha256(each.number for each in archive.entries)),
    ]
    if drawn is not None:
        lines += [("drawn", local_time(drawn.at)), ("seed", drawn.seed), ("word", drawn.word)]
        lines += [(f"{each.place}.", each.number) for each in drawn.winners]
    return table(lines)
