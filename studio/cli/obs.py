"""Commands about OBS: is it there, how is it set, start it, ask it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import click

from studio.bootstrap import obs_life
from studio.cli.context import Context, GivenSecrets, command
from studio.runtime.errors import UserFacingError
from studio.runtime.wording import sentence
from studio.store.instance import claim
from studio.store.secrets import OBS_PASSWORD

if TYPE_CHECKING:
    from studio.stage.obs.life import ObsLife

obs = click.Group("obs", help="OBS on this computer.")

obs_url = click.option("--obs-url", help="Address of OBS's WebSocket (default: the setting).")
obs_password = click.option("--obs-password-env", help="Variable that holds OBS's password.")


@command("check", obs, help="Can OBS be reached, and what is it doing?")
@obs_url
@obs_password
def obs_check(context: Context, obs_url: str | None, obs_password_env: str | None) -> None:
    from studio.stage.obs.check import check

    secrets = GivenSecrets({OBS_PASSWORD: obs_password_env})
    url = obs_url or context.settings().get("obs_url")
    found = check(url, secrets.get(OBS_PASSWORD))
    context.say(found, "\n".join(f"{key}: {value}" for key, value in found.items()))


@command("find", obs, help="Where OBS lies on this computer, and how it is set. Starts nothing.")
def obs_find(context: Context) -> None:
    life = _life(context)
    found, server = life.find(), life.server()
    told = {
        "kind": found.place.kind,
        "program": str(found.place.program),
        "version": found.version_words or None,
        "settings": str(found.place.settings),
        "running": life.is_running(),
        "server_enabled": server.enabled,
        "server_port": server.port,
        "server_asks_password": server.asks_password,
    }
    _say(context, told)


@command("setup", obs, help="Switch on OBS's WebSocket server in its settings.")
@click.option("--yes", is_flag=True, help="Agree to the change of OBS's settings.")
def obs_setup(context: Context, yes: bool) -> None:
    life = _life(context)
    if not yes:
        folder = str(life.find().place.settings)
        raise UserFacingError("obs_setup_needs_yes", folder=folder)
    with claim(context.data_dir):  # an open window would write its own settings over ours
        server = life.turn_server_on()
    told = {"server_enabled": server.enabled, "server_port": server.port}
    words = sentence("obs_setup_done", context.language(), port=server.port)
    context.say(told, words)


@command("start", obs, help="Start OBS, if it is not running, and wait until it answers.")
def obs_start(context: Context) -> None:
    life = _life(context)
    started = not life.is_running()
    if started:
        life.start()
    _say(context, {"started": started, **life.wait_until_up()})


def _life(context: Context) -> ObsLife:
    return obs_life(context.settings(), GivenSecrets({}))


def _say(context: Context, told: Mapping[str, object]) -> None:
    context.say(told, "\n".join(f"{key}: {value}" for key, value in told.items()))
