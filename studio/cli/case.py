"""Commands about cases after a sale: opening one, every step of it, what comes back."""

from __future__ import annotations

import getpass
import shutil
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from inventory.aftersales.cases import WANTS, Case
from inventory.aftersales.rates import Rate
from inventory.aftersales.rules import Rules
from inventory.aftersales.sold import SoldItem
from inventory.product_file import in_fen
from studio.cli.context import Context, command, local_time, table, yuan
from studio.runtime.errors import UserFacingError
from studio.runtime.wording import Language, sentence
from studio.session.aftersales import RATE_DAYS, Aftersales
from studio.store.failures import worded
from studio.store.masking import HIDDEN

case = click.Group("case", help="Cases after a sale: refunds, returns, sending again.")

_case = click.argument("case_id", metavar="CASE")
_words = click.option("--words", default="", help="What is said with it.")


@command("open", case, help="Open a case about something sold: order, receipt or pick-up number.")
@click.argument("order")
@click.option("--sku", default="", help="Which product, where the order has several.")
@click.option("--item", type=click.IntRange(1), help="Which, where it has that one several times.")
@click.option("--qty", type=int, help="How many of it (default: all).")
@click.option("--reason", default="other", help="Why, a code of `case reasons`.")
@click.option("--wants", type=click.Choice(WANTS), default=WANTS[0], help="What the buyer wants.")
@_words
def case_open(
    context: Context, order: str, sku: str, item: int | None, qty: int | None, reason: str,
    wants: str, words: str,
) -> None:  # fmt: skip
    with context.studio(exclusive=True) as studio:
        desk = Aftersales(studio)
        about = _item(desk.look(order).result(), sku, item)
        wanted = about.qty if qty is None else qty
        made = desk.open_case(about, wanted, reason, wants, words).result()
    language = context.language()
    facts = {"number": made.number, "name": made.name, "qty": made.qty, "unit": made.unit}
    how_far = _how_far(made, language, made.opened_at)
    said = sentence("case_opened", language, how_far=how_far, **facts)
    context.say(case_json(made), said)


def _item(found: list[SoldItem], sku: str, place: int | None) -> SoldItem:
    fitting = [item for item in found if sku in ("", item.sku)]
    if place is not None:
        fitting = fitting[place - 1 : place]
    if len(fitting) != 1:
        skus = ", ".join(item.sku for item in found)
        raise UserFacingError("case_needs_product", skus=skus)
    return fitting[0]


@command("list", case, help="Cases, the newest first.")
@click.option("--all", "everything", is_flag=True, help="Also those that are done with.")
def case_list(context: Context, everything: bool) -> None:
    with context.studio() as studio:
        desk = Aftersales(studio)
        found, known, now = desk.listed().result(), desk.rules(), studio.clock.now_ms()
    language = context.language()
    shown = [each for each in found if everything or each.state in ("open", "answered")]
    heading = ("case", "order", "name", "qty", "reason", "state", "due")
    lines = [
        (
            *(each.number, f"{each.channel} {each.order_no}", each.name, each.qty),
            *(known.word(each.reason, language), sentence(f"case_state_{each.state}", language)),
            local_time(each.answer_by) + (" !" if each.overdue(now) else ""),
        )
        for each in shown
    ]
    context.say([case_json(each) for each in shown], table([heading, *lines]))


@command("show", case, help="One case with every step of it.")
@_case
@click.option("--words", "unmasked", is_flag=True, help="Show what was said; it is noted.")
def case_show(context: Context, case_id: str, unmasked: bool) -> None:
    with context.studio(exclusive=unmasked) as studio:
        desk = Aftersales(studio)
        asked = desk.unmasked(case_id, getpass.getuser()) if unmasked else desk.find(case_id)
        found, known = asked.result(), desk.rules()
    context.say(case_json(found), _in_words(found, known, context.language()))


@command("reasons", case, help="Why goods come back: the codes, and the hours to answer in.")
def case_reasons(context: Context) -> None:
    with context.studio() as studio:
        known = Aftersales(studio).rules()
    language = context.language()
    lines = [(each.code, each.words[language]) for each in known.reasons.values()]
    told = {
        "hours": dict(known.hours),
        "reasons": [
            {"code": each.code, "words": each.words[language], "ours": each.ours}
            for each in known.reasons.values()
        ],
    }
    context.say(told, table([("code", "words"), *lines]))


@command("say", case, help="Note what was said.")
@_case
@click.argument("words")
def case_say(context: Context, case_id: str, words: str) -> None:
    _step(context, lambda desk: desk.say(case_id, words))


@command("answer", case, help="The buyer has an answer: the clock stops.")
@_case
@_words
def case_answer(context: Context, case_id: str, words: str) -> None:
    _step(context, lambda desk: desk.answer(case_id, words))


@command("refuse", case, help="It is not granted, and why.")
@_case
@click.argument("words")
def case_refuse(context: Context, case_id: str, words: str) -> None:
    _step(context, lambda desk: desk.refuse(case_id, words))


@command("refund", case, help="So much was given back, in yuan.")
@_case
@click.argument("yuan_text", metavar="YUAN")
def case_refund(context: Context, case_id: str, yuan_text: str) -> None:
    fen = in_fen(yuan_text)
    _step(context, lambda desk: desk.refund(case_id, fen))


@command("take-back", case, help="Goods came back: onto the shelf, or lost.")
@_case
@click.argument("qty", type=int)
@click.option("--lost", is_flag=True, help="They are no good any more.")
def case_take_back(context: Context, case_id: str, qty: int, lost: bool) -> None:
    _step(context, lambda desk: desk.take_back(case_id, qty, lost=lost))


@command("resend", case, help="Send so many again, from the shelf.")
@_case
@click.argument("qty", type=int)
def case_resend(context: Context, case_id: str, qty: int) -> None:
    _step(context, lambda desk: desk.resend(case_id, qty))


@command("evidence", case, help="Keep a photo or a paper with the case.")
@_case
@click.argument("file", type=click.Path(path_type=Path))
def case_evidence(context: Context, case_id: str, file: Path) -> None:
    _step(context, lambda desk: desk.add_evidence(case_id, file))


@command("photo", case, help="Write a piece of evidence out in the clear; it is noted.")
@_case
@click.argument("step", type=int)
@click.option("--out", required=True, type=click.Path(path_type=Path), help="The file to write.")
def case_photo(context: Context, case_id: str, step: int, out: Path) -> None:
    with context.studio(exclusive=True) as studio:
        desk = Aftersales(studio)
        opened = desk.open_evidence(case_id, step, getpass.getuser()).result()
        try:
            with worded(out):
                shutil.copyfile(opened, out)
        finally:
            desk.forget_opened()
    context.say({"file": str(out)}, sentence("case_photo_written", context.language(), file=out))


@command("close", case, help="It is done with.")
@_case
def case_close(context: Context, case_id: str) -> None:
    _step(context, lambda desk: desk.close(case_id))


@command("reopen", case, help="It goes on after all.")
@_case
def case_reopen(context: Context, case_id: str) -> None:
    _step(context, lambda desk: desk.reopen(case_id))


@command("undo", case, help="A step was a mistake: what it moved goes back.")
@_case
@click.argument("step", type=int)
def case_undo(context: Context, case_id: str, step: int) -> None:
    _step(context, lambda desk: desk.undo(case_id, step))


@command("rates", case, help="How much comes back, by product, lot, script and reason.")
@click.option("--days", type=click.IntRange(1, 3660), default=RATE_DAYS, help="Of so many days.")
def case_rates(context: Context, days: int) -> None:
    with context.studio() as studio:
        told = Aftersales(studio).rates(days).result()
    groups = {
        "by_product": told.rates.by_product,
        "by_lot": told.rates.by_lot,
        "by_script": told.by_script,
    }
    answer: dict[str, Any] = {
        name: [asdict(rate) | {"share": rate.share} for rate in group]
        for name, group in groups.items()
    }
    answer["by_reason"] = [
        {"reason": reason, "pieces": pieces} for reason, pieces in told.rates.by_reason
    ]
    lines = [
        (rate.name, rate.key, rate.sold, rate.back, _percent(rate))
        for group in groups.values()
        for rate in group
    ]
    context.say(answer, table([("name", "lot or script", "sold", "back", "share"), *lines]))


def _percent(rate: Rate) -> str:
    """None of so few that it would say nothing; they stand beside it."""
    return "-" if rate.few or rate.share is None else f"{rate.share:.1%}"


def _step(context: Context, begin: Callable[[Aftersales], Future[Case]]) -> None:
    with context.studio(exclusive=True) as studio:
        done = begin(Aftersales(studio)).result()
    language = context.language()
    state = sentence(f"case_state_{done.state}", language)
    said = sentence("case_noted", language, number=done.number, name=done.name, state=state)
    context.say(case_json(done), said)


def case_json(found: Case) -> dict[str, Any]:
    """One case as users' scripts read it."""
    told = asdict(found)
    for step, shown in zip(found.steps, told["steps"], strict=True):
        shown.pop("sealed")
        shown["hidden"] = step.is_closed
    return told | {
        "number": found.number,
        "state": found.state,
        "refunded_fen": found.refunded_fen,
        "returned": found.pieces("returned"),
        "lost": found.pieces("lost"),
        "resent": found.pieces("resent"),
    }


def case_as_line(found: Case, language: Language, now_ms: int) -> str:
    """What it is about, since when, how far it is, and what became of it."""
    about = sentence(
        "case_line", language, number=found.number, name=found.name, qty=found.qty,
        unit=found.unit, wants=sentence(f"case_wants_{found.wants}", language),
        since=local_time(found.opened_at),
    )  # fmt: skip
    became = [
        sentence(f"case_became_{what}", language, qty=count, unit=found.unit, paid=yuan(count))
        for what, count in found.became
    ]
    parts = [about, _how_far(found, language, now_ms), *became]
    return ("，" if language == "zh" else "; ").join(parts)


def _how_far(found: Case, language: Language, now_ms: int) -> str:
    """Of one that waits for an answer until when, of any other its state."""
    if found.state != "open":
        return sentence(f"case_state_{found.state}", language)
    if found.answer_by is None:
        return sentence("case_waits_without_limit", language)
    code = "case_waits_too_long" if found.overdue(now_ms) else "case_waits"
    return sentence(code, language, due=local_time(found.answer_by))


def _in_words(found: Case, known: Rules, language: Language) -> str:
    lines = [
        f"{found.number}  {found.channel} {found.order_no}  {found.name} × {found.qty}  "
        f"{known.word(found.reason, language)}  {sentence(f'case_state_{found.state}', language)}"
    ]
    for step in found.steps:
        what = sentence(f"case_step_{step.what}", language)
        about = [f"× {step.qty}" if step.qty else "", yuan(step.fen) if step.fen else ""]
        about += [HIDDEN if step.is_closed else step.words, step.sha256[:12]]
        about.append(f"({step.undoes})" if step.undoes else "")
        mark = "✗ " if step.undone else ""
        told = " ".join(filter(None, about))
        lines.append(f"  {step.seq:>2}  {local_time(step.at)}  {mark}{what} {told}".rstrip())
    return "\n".join(lines)
