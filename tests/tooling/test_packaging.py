"""What cannot be run here is at least read: containers, proxy, blueprint, variables and commands fit."""

import os
import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any, cast

import pytest
import yaml
from honcho.environ import parse, parse_procfile
from pydantic import BaseModel

from backend.core.settings import Settings
from streamlit_app.screens import imports
from tools.environment import CHECKOUT

DOORS = (
    "backend.main:serve",
    "streamlit_app.Home:app",
    "admin_app.Home:app",
    "backend.worker",
    "widget.demo_server",
    "tools.town",
    "tools.phones",
)
# Read by the image, the server in front or the panels' uvicorn; not by our settings.
FOREIGN = {"FORWARDED_ALLOW_IPS", "PYTHON_VERSION", "PORT"}


def text(name: str) -> str:
    return (CHECKOUT / name).read_text()


def loaded(name: str) -> dict[str, Any]:  # the shape of a YAML file is what the tests ask about
    return cast("dict[str, Any]", yaml.safe_load(text(name)))


def example_names() -> set[str]:
    return set(re.findall(r"^([A-Z][A-Z0-9_]*)=", text(".env.example"), flags=re.MULTILINE))


def settings_names(group: type[BaseModel]) -> set[str]:
    names = set()
    for field in group.model_fields.values():
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            names |= settings_names(field.annotation)
        else:
            names.add(str(field.validation_alias))
    return names


def targets(command: str) -> set[str]:
    """The module behind a command: `uvicorn x:app ...` or `python -m x ...`."""
    return set(re.findall(r"(?:uvicorn(?: --factory)?|python -m) ([\w.]+(?::\w+)?)", command))


def test_the_example_lists_every_setting_and_nothing_that_is_none() -> None:
    of_compose = {"DOMAIN", "POSTGRES_PASSWORD", "APP_DATABASE_PASSWORD"}
    assert example_names() - of_compose == settings_names(Settings)


def test_the_example_can_be_read_and_holds_no_secret() -> None:
    values = parse(text(".env.example"))
    secret = (
        "SECRET_KEY",
        "META_APP_SECRET",
        "ENCRYPTION_KEYS",
        "BLIND_INDEX_KEY",
        "SMTP_PASSWORD",
        "AWS_SECRET_ACCESS_KEY",
        "SUPERADMIN_PASSWORD",
        "GOOGLE_PLACES_API_KEY",
        "SCRAPERAPI_KEY",
    )
    assert not any(values.get(name) for name in secret)


def test_the_procfile_starts_the_seven_processes() -> None:
    processes = parse_procfile(text("Procfile")).processes
    assert list(processes) == ["api", "worker", "panel", "admin", "demo", "town", "phones"]
    assert set().union(*(targets(command) for command in processes.values())) == set(DOORS)


def commands_of(name: str) -> dict[str, str]:
    if name == "Dockerfile":
        found = re.findall(r'^CMD \["(.+)"\]$', text(name), flags=re.MULTILINE)
        return {"image": found[0].replace('", "', " ")}
    services = loaded(name)["services"]
    if name == "render.yaml":
        return {service["name"]: service["dockerCommand"] for service in services}
    ours = {key: value for key, value in services.items() if value.get("image") == "opensells"}
    return {key: value["command"] for key, value in ours.items() if key != "migrate"}


@pytest.mark.parametrize("name", ["Dockerfile", "compose.yaml", "render.yaml"])
def test_containers_run_what_the_procfile_runs(name: str) -> None:
    known = {target for command in parse_procfile(text("Procfile")).processes.values() for target in targets(command)}
    for service, command in commands_of(name).items():
        assert targets(command) <= known, f"{service} runs {command}"
        assert "127.0.0.1" not in command


def test_compose_has_every_part_and_starts_in_order() -> None:
    services = loaded("compose.yaml")["services"]
    assert {"api", "worker", "panel", "admin", "postgres", "redis", "nginx", "backup"} <= services.keys()
    for name in ("api", "worker"):
        assert services[name]["depends_on"]["migrate"]["condition"] == "service_completed_successfully"
    assert [name for name, service in services.items() if "ports" in service] == ["nginx"]


def test_compose_reads_only_variables_of_the_example() -> None:
    asked = set(re.findall(r"\$\{([A-Z0-9_]+)", text("compose.yaml")))
    assert asked <= example_names()


@pytest.mark.parametrize("name", ["compose.yaml", "render.yaml"])
def test_containers_are_given_only_variables_that_are_read(name: str) -> None:
    if name == "compose.yaml":
        given = set(loaded(name)["x-app"]["environment"])
    else:
        document = loaded(name)
        lists = [group["envVars"] for group in document["envVarGroups"]]
        lists += [service["envVars"] for service in document["services"]]
        given = {entry["key"] for entries in lists for entry in entries if "key" in entry}
    assert given - FOREIGN <= settings_names(Settings)


def test_only_the_migration_knows_the_owner() -> None:
    services = loaded("compose.yaml")["services"]
    knowing = {
        name
        for name, service in services.items()
        if service.get("image") == "opensells" and "MIGRATION_DATABASE_URL" in service["environment"]
    }
    assert knowing == {"migrate"}


def test_mounted_files_exist() -> None:
    for service in loaded("compose.yaml")["services"].values():
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            assert not source.startswith(".") or (CHECKOUT / source).exists(), volume


def test_trusted_proxies_are_the_fixed_addresses_of_proxy_and_panels() -> None:
    document = loaded("compose.yaml")
    fixed = {document["services"][name]["networks"]["inside"]["ipv4_address"] for name in ("nginx", "panel", "admin")}
    assert set(document["x-app"]["environment"]["TRUSTED_PROXIES"].split(",")) == fixed


def test_the_image_is_not_run_by_root_and_gets_no_secret() -> None:
    image = text("Dockerfile")
    assert re.findall(r"^USER (\w+)$", image, flags=re.MULTILINE) == ["opensells"]
    kept_out = text(".dockerignore").splitlines()
    assert "*" in kept_out
    assert not {"!.env", "!var", "!.venv", "!tests"} & set(kept_out)


@pytest.mark.parametrize("name", ["nginx.conf", "admin-allowlist.conf"])
def test_the_proxys_file_has_balanced_braces_and_ended_lines(name: str) -> None:
    bare = re.sub(r"#.*", "", text(f"deploy/{name}"))
    # ${NAME} is filled in before nginx reads the file.
    bare = re.sub(r"\$\{\w+\}", "x", bare)
    depth = 0
    for line in filter(None, (raw.strip() for raw in bare.splitlines())):
        assert line.endswith((";", "{", "}")) or line.startswith('""') or line.startswith("default"), line
        depth += line.count("{") - line.count("}")
        assert depth >= 0, line
    assert depth == 0


def test_the_proxy_leads_to_the_services_and_keeps_live_connections() -> None:
    proxy = text("deploy/nginx.conf")
    services = loaded("compose.yaml")["services"]
    for service, port in re.findall(r"http://(\w+):(\d+);", proxy):
        assert f"--port {port}" in services[service]["command"]
    events = proxy[proxy.index("/events$") :].split("}")[0]
    assert "proxy_buffering off" in events
    assert "proxy_set_header Upgrade $http_upgrade" in proxy
    assert proxy.count("Strict-Transport-Security") == 3


def test_attachments_of_5_mb_pass_the_proxy_flw_08() -> None:
    files = text("deploy/nginx.conf")
    assert "client_max_body_size 6m" in files[files.index("/files$") :].split("}")[0]


def test_a_file_of_leads_of_50_mb_passes_proxy_and_panel_crm_09() -> None:
    """Its multipart body is larger than the file, and Streamlit looks at the body."""
    proxy, panel = text("deploy/nginx.conf"), tomllib.loads(text("streamlit_app/.streamlit/config.toml"))
    assert "client_max_body_size 52m" in proxy[proxy.index("= /v1/imports {") :].split("}")[0]
    assert panel["server"]["maxUploadSize"] > imports.MAX_MEGABYTES
    taken = re.search(r"client_max_body_size (\d+)m", proxy[proxy.index("server_name app.") :])
    assert taken
    assert int(taken[1]) > panel["server"]["maxUploadSize"]


def test_the_superadmins_panel_is_closed_as_delivered_sup_04() -> None:
    assert "include /etc/nginx/admin-allowlist.conf" in text("deploy/nginx.conf")
    assert re.findall(r"^(allow|deny) (.+);$", text("deploy/admin-allowlist.conf"), flags=re.MULTILINE) == [
        ("deny", "all")
    ]


def test_python_is_the_same_version_everywhere() -> None:
    wanted = text("runtime.txt").strip().removeprefix("python-")
    assert re.fullmatch(r"3\.11\.\d+", wanted)
    group = loaded("render.yaml")["envVarGroups"][0]["envVars"]
    assert next(entry["value"] for entry in group if entry["key"] == "PYTHON_VERSION") == wanted
    assert "python:3.11-slim" in text("Dockerfile")


def test_every_command_of_the_makefile_is_explained_by_help() -> None:
    done = subprocess.run(["make", "help"], cwd=CHECKOUT, capture_output=True, text=True, check=True)
    for name in ("run", "test", "check", "format", "bench", "lock", "help"):
        assert re.search(rf"^  make {name} +\S", done.stdout, flags=re.MULTILINE), name


def test_continuous_integration_runs_checks_and_tests() -> None:
    assert os.access(CHECKOUT / ".ci" / "run", os.X_OK)
    assert "make check test" in text(".ci/run")


@pytest.mark.parametrize("path", sorted((CHECKOUT / "deploy").glob("*.sh")), ids=lambda path: path.name)
def test_shell_scripts_parse(path: Path) -> None:
    assert subprocess.run(["sh", "-n", str(path)], check=False).returncode == 0
    assert os.access(path, os.X_OK)


@pytest.mark.parametrize(
    "name",
    ["requirements.txt", "tests/requirements.txt", "widget/requirements.txt", "tools/requirements.txt"],
)
def test_requirements_are_exact_and_hashed(name: str) -> None:
    entries = re.split(r"\n(?=\S)", text(name).strip())
    assert entries
    for entry in entries:
        assert re.match(r"[\w.\-]+(\[[\w,\-]+\])?==\S+", entry), entry[:60]
        assert "--hash=sha256:" in entry, entry[:60]


def test_both_lists_name_the_same_versions() -> None:
    def pins(name: str) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for package, version in re.findall(r"^([\w.\-]+)==(\S+)", text(name), flags=re.MULTILINE):
            found.setdefault(package, set()).add(version)
        return found

    of_tests = pins("tests/requirements.txt")
    assert {
        package: versions for package, versions in pins("requirements.txt").items() if of_tests.get(package) != versions
    } == {}


def test_every_direct_dependency_is_pinned() -> None:
    wanted = tomllib.loads(text("pyproject.toml"))["project"]["dependencies"]
    names = {re.split(r"[\[~<>=! ]", line)[0].lower() for line in wanted}
    pinned = {name.lower() for name in re.findall(r"^([\w.\-]+)==", text("requirements.txt"), flags=re.MULTILINE)}
    assert names <= pinned


def test_the_guide_names_files_and_variables_that_exist() -> None:
    guide = text("docs/run-in-production.md")
    for path in re.findall(r"`((?:deploy/)?[\w.-]+\.(?:yaml|sh|conf))`", guide):
        assert (CHECKOUT / path).exists() or (CHECKOUT / "deploy" / path).exists(), path
    variables = set(re.findall(r"`([A-Z]+(?:_[A-Z]+)+)`", guide))
    assert variables <= example_names()
