"""Commands about the platforms' order files: importing one, taking it back, saying what is what."""

from __future__ import annotations

import os
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from inventory.orders import catalogue, forgetting, questions, shop_rules
from inventory.orders.importing import Report, Wish
from inventory.orders.mapping import Mapped, Word
from inventory.orders.questions import Asked
from inventory.orders.shop_rules import Takes
from inventory.orders.templates import normal
from inventory.orders.waiting import LOOK_ON, Question
from studio.cli import output
from studio.cli.context import Context, command, local_time, table, yuan
from studio.cli.phone_orders import orders
from studio.runtime.errors import Unlogged, UserFacingError
from studio.runtime.wording import Language, sentence
from studio.session import reconciliation

__all__ = ["orders"]

TELL_EVERY_S = 0.2


@command("import", orders, help="Take a platform's order file over.")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--platform", default="auto", help="抖店, 快手小店, 微信小店, 拼多多, 淘宝, …")
@click.option("--shop", default="", help="Name of the shop, where there are several on a platform.")
@click.option("--password-env", help="Environment variable with the file's password.")
@click.option("--dry-run", is_flag=True, help="Only say what it would do.")
@click.option("--yes", is_flag=True, help="Answer with the proposal where there is exactly one.")
def orders_import(
    context: Context, file: Path, platform: str, shop: str, password_env: str | None,
    dry_run: bool, yes: bool,
) -> None:  # fmt: skip
    """Ctrl+C stops it; what was written stays, and the same file again goes on from there."""
    wish = Wish(
        path=file,
        platform="" if platform == "auto" else platform,
        shop=shop,
        password=_password(password_env),
        take_proposals=yes,
    )
    teller = _Teller(context)
    with context.studio(exclusive=not dry_run) as studio:
        imports = studio.order_files()
        try:
            report = (imports.preview if dry_run else imports.run)(wish, teller.tell)
        except KeyboardInterrupt as error:
            raise UserFacingError("orders_import_stopped", file=Unlogged(file.name)) from error
        finally:
            teller.done()
    language = context.language()
    if not report.buyers_kept:
        output.complain(sentence("orders_buyers_not_kept", language))
    context.say(report_json(report, language), _in_words(report, language, dry_run))


def _password(variable: str | None) -> str:
    if variable is None:
        return ""
    value = os.environ.get(variable)
    if value is None:
        raise UserFacingError("environment_variable_missing", variable=variable)
    return value


class _Teller:
    """Says on a terminal how far it is; nowhere else, and never into the answer."""

    def __init__(self, context: Context) -> None:
        self._on = not context.as_json and sys.stderr is not None and sys.stderr.isatty()
        self._language: Language = context.language() if self._on else "zh"
        self._told = 0.0

    def tell(self, doing: str, done: int, of: int) -> None:
        if self._on and time.monotonic() - self._told > TELL_EVERY_S:
            self._told = time.monotonic()
            words = sentence(f"orders_{doing}", self._language, done=done, of=of)
            click.echo(f"\r\033[K{words}", nl=False, err=True)

    def done(self) -> None:
        if self._on and self._told:
            click.echo("\r\033[K", nl=False, err=True)


def report_json(report: Report, language: Language) -> dict[str, Any]:
    """What an import comes to, as users' scripts read it."""
    return {
        "platform": report.platform,
        "rows": report.rows,
        "orders": report.orders,
        "new": report.new,
        "changed": report.changed,
        "duplicate": report.duplicate,
        "questions": [_question_json(each, language) for each in report.questions],
        "rejected": [
            {"row": each.row, "reason": sentence(f"orders_row_{each.reason}", language)}
            for each in report.rejected
        ],
        "paid_fen": report.paid_fen,
        "refunded_fen": report.refunded_fen,
    }


def _question_json(question: Question, language: Language) -> dict[str, Any]:
    return {
        "row": question.row,
        "order": question.order_no,
        "kind": question.kind,
        "question": sentence(f"orders_ask_{question.kind}", language, about=question.about),
        "suggestions": list(question.suggestions),
    }


def _in_words(report: Report, language: Language, dry_run: bool) -> str:
    code = "orders_would_import" if dry_run else "orders_imported"
    counts = asdict(report) | {
        "paid": yuan(report.paid_fen),
        "refunded": yuan(report.refunded_fen),
        "questions": len(report.questions),
        "rejected": len(report.rejected),
    }
    lines = [sentence(code, language, **counts)]
    told: dict[str, list[int]] = {}
    for question in report.questions:
        words = sentence(f"orders_ask_{question.kind}", language, about=question.about)
        proposed = [each for each in question.suggestions if each != LOOK_ON]
        told.setdefault(" ".join([words, *proposed]), []).append(question.row)
    for refused in report.rejected:
        words = sentence(f"orders_row_{refused.reason}", language)
        told.setdefault(words, []).append(refused.row)
    return "\n".join([*lines, *(_told_of(rows, words, language) for words, rows in told.items())])


def _told_of(rows: list[int], words: str, language: Language) -> str:
    shown = ("、" if language == "zh" else ", ").join(map(str, rows[:5]))
    code = "orders_of_row" if len(rows) == 1 else "orders_of_rows"
    if len(rows) > 5:
        code = "orders_of_many_rows"
    return sentence(code, language, rows=shown, count=len(rows), words=words)


@command("imports", orders, help="Files that were imported, the latest first.")
def orders_imports(context: Context) -> None:
    with context.studio() as studio:
        found = studio.store.read(catalogue.files).result()
    heading = ("id", "file", "platform", "rows", "begun", "state")
    lines = [
        (each.id, each.file, each.platform, each.rows, local_time(each.begun_ms), each.state)
        for each in found
    ]
    context.say([asdict(each) for each in found], table([heading, *lines]))


@command("undo", orders, help="Take a whole import back.")
@click.argument("import_id")
def orders_undo(context: Context, import_id: str) -> None:
    with context.studio(exclusive=True) as studio:
        undone = studio.order_files().undo(import_id)
    said = sentence("orders_import_undone", context.language(), orders=undone.orders)
    said = reconciliation.with_let_go(said, undone.let_go, context.language())
    context.say({"id": import_id, "orders": undone.orders, "let_go": undone.let_go}, said)


@command("map", orders, help="Say which product a shop's code means.")
@click.argument("code")
@click.option("--sku", required=True, help="Our product.")
@click.option("--shop", required=True, help="The shop, by default its platform's name.")
@click.option("--times", default=1, type=click.IntRange(1, 10_000), help="Units of ours in one.")
def orders_map(context: Context, code: str, sku: str, shop: str, times: int) -> None:
    with context.studio(exclusive=True) as studio:
        settled = studio.order_files().map_code(shop, code, Mapped(sku, times))
    said = sentence("orders_mapped", context.language(), code=code, sku=sku, settled=settled)
    context.say({"shop": shop, "code": code, "sku": sku, "times": times, "settled": settled}, said)


@command("mapped", orders, help="What was said of shops' codes.")
def orders_mapped(context: Context) -> None:
    with context.studio() as studio:
        found = studio.store.read(forgetting.remembered).result()
    heading = ("shop", "code", "as the shop writes it", "sku", "name", "times")
    lines = [(each.shop, each.code, each.title, each.sku, each.name, each.times) for each in found]
    context.say([asdict(each) for each in found], table([heading, *lines]))


@command("unmap", orders, help="A shop's code is not what was said; its orders are asked again.")
@click.argument("code")
@click.option("--shop", required=True, help="The shop, by default its platform's name.")
def orders_unmap(context: Context, code: str, shop: str) -> None:
    with context.studio(exclusive=True) as studio:
        done = asdict(studio.order_files().forget_code(shop, code))
    said = sentence("orders_code_forgotten", context.language(), theirs=code, **done)
    said = reconciliation.with_let_go(said, done["let_go"], context.language())
    context.say({"shop": shop, "code": code} | done, said)


@command("explain", orders, help="Say what a platform's word for a status means.")
@click.argument("word")
@click.option("--platform", required=True, help="Whose word it is.")
@click.option("--means", required=True, help="unpaid, paid, shipped, done, closed.")
@click.option("--aftersale", is_flag=True, help="Of after-sales: none, open, closed, refunded.")
def orders_explain(context: Context, word: str, platform: str, means: str, aftersale: bool) -> None:
    said = Word(platform, "aftersale" if aftersale else "status", normal(word), means)
    with context.studio(exclusive=True) as studio:
        outcome = asdict(studio.order_files().explain(said))
    told = sentence("orders_word_explained", context.language(), word=word, **outcome)
    context.say(asdict(said) | outcome, told)


@command("doubts", orders, help="Orders whose rows contradict each other, and what may be said.")
def orders_doubts(context: Context) -> None:
    with context.studio() as studio:
        found = studio.store.read(questions.disputed).result()
    told = [_doubt_json(each) for each in found]
    lines = [
        (
            *(each["platform"], each["order_no"], each["line_no"], each["kind"], each["about"]),
            "  ".join(f"{one['take']}: {_version(one)}" for one in each["choices"]),
        )
        for each in told
    ]
    heading = ("platform", "order number", "line", "question", "about", "--take")
    context.say(told, table([heading, *lines]))


def _doubt_json(asked: Asked) -> dict[str, Any]:
    choices = asked.dispute.choices if asked.dispute else ()
    return {
        "platform": asked.platform,
        "order_no": asked.order_no,
        "line_no": asked.line_no,
        "kind": asked.kind,
        "about": asked.about,
        "choices": [
            {"take": place, "qty": each.qty, "paid_fen": each.paid_fen}
            for place, each in enumerate(choices, 1)
        ],
    }


def _version(choice: dict[str, Any]) -> str:
    count = f"{choice['qty']} × " if choice["qty"] else ""
    return f"{count}{yuan(choice['paid_fen'])}"


@command("decide", orders, help="Say which rows of an order count that contradict each other.")
@click.argument("order_no")
@click.option("--take", required=True, type=int, help="Which choice, as `orders doubts` counts.")
@click.option("--line", "line_no", default="", help="The line; by default the order's total.")
@click.option("--platform", default="", help="Where two platforms have that number.")
def orders_decide(context: Context, order_no: str, take: int, line_no: str, platform: str) -> None:
    with context.studio(exclusive=True) as studio:
        found = [
            each
            for each in studio.store.read(questions.disputed).result()
            if (each.order_no, each.line_no) == (order_no, line_no)
            and platform in ("", each.platform)
        ]
        about = found[0].dispute if len(found) == 1 else None
        if about is None:
            raise UserFacingError("doubt_unknown", order=Unlogged(order_no))
        if not 1 <= take <= len(about.choices):
            raise UserFacingError("choice_unknown", most=len(about.choices))
        taken = about.choices[take - 1]
        settled = studio.order_files().decide(found[0].order_id, about, taken)
    told = {"order_no": order_no, "line_no": line_no, "settled": settled, **taken._asdict()}
    key = "orders_decided" if settled else "orders_decided_waits"
    context.say(told, sentence(key, context.language(), order=order_no))


@command("shops", orders, help="Shops, and when their orders take their goods.")
@click.argument("shop", required=False)
@click.option(
    "--takes", type=click.Choice([each.value for each in Takes]), help="At order, or at payment."
)
def orders_shops(context: Context, shop: str | None, takes: str | None) -> None:
    """Without a shop or ``--takes`` it only lists."""
    if (shop is None) != (takes is None):
        raise click.UsageError("SHOP --takes order|payment")
    with context.studio(exclusive=takes is not None) as studio:
        if shop is not None and takes is not None:
            let_go = studio.order_files().take_stock(shop, Takes(takes)).let_go
            if said := reconciliation.with_let_go("", let_go, context.language()):
                output.complain(said.strip())
        found = studio.store.read(shop_rules.rules).result()
    lines = [(each.shop, each.takes.value) for each in found]
    context.say(
        [{"shop": name, "takes": when} for name, when in lines], table([("shop", "takes"), *lines])
    )


@command("reconcile", orders, help="A broadcast's notes beside the platforms' orders.")
@click.argument("session_id")
def orders_reconcile(context: Context, session_id: str) -> None:
    with context.studio() as studio:
        now = studio.clock.now_ms()
        found = studio.store.read(
            lambda db: reconciliation.of_session(db, session_id, now)
        ).result()
    heading = ("noted", "sku", "qty", "channel", "state", "orders")
    lines = [
        (
            *(local_time(each.noted_ms), each.sku, each.qty, each.channel, each.state),
            ", ".join(each.orders),
        )
        for each in found.notes
    ]
    more = [
        (local_time(each.ordered_ms), each.title, each.qty, each.platform, "—", each.order_no)
        for each in found.unexplained
    ]
    told = {
        "notes": [asdict(each) for each in found.notes],
        "unexplained": [asdict(each) for each in found.unexplained],
    }
    context.say(told, table([heading, *lines, *more]))
