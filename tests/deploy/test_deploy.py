"""What installs the product: linted where a linter exists, and in step with the product where none can know."""

import re
import shutil
import subprocess
import sys
from importlib.metadata import requires
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement

from bot.intake import DRAIN
from bot.settings import PREFIX, Settings, load
from tests.house.sources import ROOMS, ROOT

DEPLOY = ROOT / "deploy"
UNITS = ["voronka.service", "voronka-backup.service", "voronka-backup.timer"]
BIN = Path(sys.executable).parent
HOOK = "https://bot.example.com/telegram"


def read(name: str) -> str:
    return (DEPLOY / name).read_text(encoding="utf-8")


def instructions(text: str) -> list[tuple[str, str]]:
    """Of a Dockerfile: the word and what follows it, continued lines joined, comments left out."""
    lines = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    joined = re.sub(r"\\\n\s*", " ", lines)
    return [(line.split()[0], line.split(None, 1)[1]) for line in joined.splitlines() if line.strip()]


def compose() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(read("compose.yaml"))
    return found


@pytest.mark.parametrize(
    "command",
    [
        ["hadolint", "deploy/Dockerfile"],
        ["check-jsonschema", "--builtin-schema", "vendor.compose-spec", "deploy/compose.yaml"],
    ],
    ids=lambda command: command[0],
)
def test_the_linters_have_nothing_to_say(command: list[str]) -> None:
    done = subprocess.run(
        [str(BIN / command[0]), *command[1:]], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout + done.stderr) in {(0, ""), (0, "ok -- validation done\n")}


# --- the image --------------------------------------------------------------------------------------------


def test_the_image_runs_as_nobody_in_particular() -> None:
    last = {word: rest for word, rest in instructions(read("Dockerfile")) if word != "COPY"}
    assert re.fullmatch(r"[1-9]\d+:[1-9]\d+", last["USER"])
    assert last["CMD"] == '["run"]'
    assert "--alive" in last["HEALTHCHECK"]


def test_the_image_takes_packages_by_hash_and_names_no_index() -> None:
    text = read("Dockerfile")
    installs = re.findall(r"pip install ([^&\n]+)", text)
    assert len(installs) == 3
    assert all("--require-hashes" in one or "--no-index" in one for one in installs)
    assert not re.search(r"index-url|PIP_INDEX|find-links|trusted-host|https?://", text)
    stages = [rest for word, rest in instructions(text) if word == "FROM"]
    assert all(re.match(r"python:3\.\d+-slim-\w+", stage) for stage in stages)


def test_every_room_gets_into_the_image_and_nothing_else() -> None:
    copied = {
        rest.split()[0]
        for word, rest in instructions(read("Dockerfile"))
        if word == "COPY" and not rest.startswith("--from") and len(rest.split()) == 2
    }
    assert copied == set(ROOMS)
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    admitted = {line[1:] for line in ignored if line.startswith("!")}
    assert set(ROOMS) < admitted
    assert all((ROOT / name).exists() for name in admitted)
    assert "*" in ignored


def test_the_builder_of_the_wheel_has_all_that_it_needs() -> None:
    named = re.search(r"wanted = /\^\(([^)]+)\)==/", read("Dockerfile"))
    assert named
    wanted = set(named[1].split("|"))
    needed, new = set[str](), {"hatchling"}
    while new:
        needed |= new
        lines = [Requirement(line) for name in new for line in requires(name) or []]
        new = {one.name for one in lines if one.marker is None or one.marker.evaluate()} - needed
    assert wanted == needed
    pins = (ROOT / "requirements-dev.txt").read_text(encoding="utf-8")
    assert {name for name in wanted if not re.search(f"^{re.escape(name)}==", pins, re.MULTILINE)} == set()


# --- compose and the proxy --------------------------------------------------------------------------------


def test_compose_starts_the_product_after_a_healthy_database_and_holds_no_secret() -> None:
    services = compose()["services"]
    assert services["voronka"]["depends_on"]["postgres"] == {"condition": "service_healthy"}
    assert services["voronka"]["read_only"]
    assert "healthcheck" in services["postgres"]
    assert all("ports" not in services[name] for name in ("voronka", "postgres"))
    assert all(":" in one["image"] for name, one in services.items() if name != "voronka")
    for variable in re.findall(r"(?:PASSWORD|SECRET|TOKEN)\w*: (\S+)", read("compose.yaml")):
        assert variable.startswith("${"), variable


def test_the_server_is_not_newer_than_what_backs_it_up() -> None:
    server = re.match(r"postgres:(\d+)", compose()["services"]["postgres"]["image"])
    client = re.search(r"postgresql-client-(\d+)", read("Dockerfile"))
    assert server
    assert client
    assert int(client[1]) >= int(server[1])


def test_every_setting_in_the_example_is_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copyfile(DEPLOY / "env.example", tmp_path / ".env")
    monkeypatch.chdir(tmp_path)
    assert load().webhook_url is None
    named = re.findall(r"^([A-Z_]+)=", read("env.example"), re.MULTILINE)
    known = {PREFIX + field.upper() for field in Settings.model_fields}
    # Two are read by compose, for the server and the proxy; none of ours may be misspelt.
    assert set(named) - known == {"POSTGRES_PASSWORD", "WEBHOOK_DOMAIN"}


def test_the_proxy_passes_on_what_telegram_is_told() -> None:
    caddy = read("Caddyfile")
    path = Settings.model_fields["webhook_url"].examples
    assert path == [HOOK]
    assert re.findall(r"handle (/\S+) \{", caddy) == ["/telegram"]
    port = Settings.model_fields["webhook_port"].default
    assert f"127.0.0.1:{port}" in caddy
    assert compose()["services"]["proxy"]["environment"]["WEBHOOK_UPSTREAM"] == f"voronka:{port}"
    assert caddy.count("{") == caddy.count("}")


# --- systemd ----------------------------------------------------------------------------------------------


@pytest.fixture
def units(tmp_path: Path) -> Path:
    """The units, as if the product were installed: systemd looks whether the program is there."""
    if shutil.which("systemd-analyze") is None:
        pytest.skip("no systemd-analyze on this machine")
    for name in UNITS:
        text = read(name).replace("/opt/voronka/.venv/bin/voronka", sys.executable)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("name", UNITS)
def test_systemd_takes_the_units(name: str, units: Path) -> None:
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(units / name)],
        capture_output=True,
        text=True,
        check=False,
    )
    ours = [line for line in (done.stdout + done.stderr).splitlines() if "voronka" in line]
    assert (done.returncode, ours) == (0, [])


@pytest.mark.parametrize("name", [name for name in UNITS if name.endswith(".service")])
def test_the_units_may_do_little(name: str, units: Path) -> None:
    done = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--threshold=20", str(units / name)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-300:] + done.stderr


def test_a_stop_is_given_more_time_than_the_product_takes() -> None:
    stop = re.search(r"^TimeoutStopSec=(\d+)$", read("voronka.service"), re.MULTILINE)
    assert stop
    assert int(stop[1]) > DRAIN + 10
    assert compose()["services"]["voronka"]["stop_grace_period"] == f"{stop[1]}s"


# --- what people are told ---------------------------------------------------------------------------------

PAGES = ["docs/deployment.md", "docs/deployment.ru.md"]


@pytest.mark.parametrize("page", PAGES)
def test_the_page_names_what_there_is(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    settings = {PREFIX + field.upper() for field in Settings.model_fields}
    assert set(re.findall(r"VORONKA_[A-Z_]+", text)) == settings
    files = {name.removeprefix("deploy/") for name in re.findall(r"deploy/[\w.-]+", text)}
    assert all((DEPLOY / name).exists() for name in files - {".env"})
    assert files >= {*UNITS, "Dockerfile", "Caddyfile", "env.example"}
    levels = set(re.findall(r"`FAIL  ([a-z ]+)`", text))
    checked = " ".join(path.read_text(encoding="utf-8") for path in (ROOT / "bot/doctor").glob("*.py"))
    assert {name for name in levels if f'"{name}"' not in checked} == set()


def test_both_pages_show_the_same_commands() -> None:
    def commands(page: str) -> list[str]:
        blocks = re.findall(r"```\n(.*?)```", (ROOT / page).read_text(encoding="utf-8"), re.DOTALL)
        plain = re.sub(r"\s+#.*|[А-Я][А-Я-]+|FILE|ADDRESS[A-Z-]+", "", "".join(blocks))
        return plain.splitlines()

    assert commands(PAGES[0]) == commands(PAGES[1])
