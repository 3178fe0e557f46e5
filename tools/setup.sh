#!/bin/sh
# Makes .venv and, on a bare Debian as root, installs the system libraries that Qt opens windows
# with. Says what it does before it does it; run again, it only does what is missing.
#   tools/setup.sh            the environment
#   tools/setup.sh real-obs   also what the real-OBS and bundle tests need
#   tools/setup.sh bench      also what the benchmarks are set beside
set -eu
cd "$(dirname "$0")/.."

LIBRARIES="libdbus-1-3 libegl1 libfontconfig1 libfreetype6 libgl1 libglib2.0-0 libgssapi-krb5-2
libwayland-client0 libwayland-cursor0 libx11-xcb1 libxcb-cursor0 libxcb-icccm4 libxcb-image0
libxcb-keysyms1 libxcb-randr0 libxcb-render-util0 libxcb-render0 libxcb-shape0 libxcb-shm0
libxcb-sync1 libxcb-util1 libxcb-xfixes0 libxcb-xkb1 libxkbcommon-x11-0 libxkbcommon0"
REAL_OBS="obs-studio obs-plugins nginx-light libnginx-mod-rtmp xvfb xdotool ffmpeg poppler-utils
binutils libpython3-dev iproute2 procps chromium"

say() { printf '%s\n' "setup: $*"; }

can_install() {
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1
}

# Every installed package and every name it provides (Debian 13: libglib2.0-0t64 for -0).
installed() {
    dpkg-query -W -f '${db:Status-Abbrev} ${Package} ${Provides}\n' |
        sed -n 's/^ii *//p' | sed 's/([^)]*)//g' | tr -s ' ,' '\n'
}

# Installs those of the named Debian packages that are missing; says so where it may not.
packages() {
    command -v dpkg-query >/dev/null 2>&1 || return 0
    missing=$(installed | awk -v wanted="$*" '{ have[$0] } END {
        count = split(wanted, names, " ")
        for (i = 1; i <= count; i++) if (!(names[i] in have)) printf "%s ", names[i]
    }')
    [ -n "$missing" ] || return 0
    if ! can_install; then
        say "missing, and only root may install: $missing"
        return 0
    fi
    say "installing Debian packages: $missing"
    # shellcheck disable=SC2086  # one word a package
    { apt-get update -q && apt-get install -qq -y --no-install-recommends $missing; } \
        >/dev/null || say "could not be installed: $missing"
}

find_python() {
    for name in ${PYTHON:-} python3 python3.13 python3.12 python3.11; do
        if "$name" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' \
            2>/dev/null; then
            printf '%s\n' "$name"
            return 0
        fi
    done
    return 1
}

export DEBIAN_FRONTEND=noninteractive
# shellcheck disable=SC2086  # one word a package
packages $LIBRARIES
if [ "${1:-}" = real-obs ]; then
    # shellcheck disable=SC2086
    packages $REAL_OBS
fi

if ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
    find_python >/dev/null || packages python3 python3-venv
    python=$(find_python) || {
        say "Python 3.11 or newer with its venv module is needed (Debian: python3 python3-venv)"
        exit 1
    }
    say "making .venv with $("$python" --version)"
    "$python" -m venv --clear .venv
fi
if ! [ -f .venv/.locked ] || ! cmp -s requirements.lock .venv/.locked; then
    say "installing what requirements.lock names"
    .venv/bin/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
    .venv/bin/python -m pip install --quiet --disable-pip-version-check \
        --no-deps --no-build-isolation --editable .
    cp requirements.lock .venv/.locked
fi
# Beside the environment, not in it: sqlite-utils reads pandas where it finds it, and the program
# would start half a second later than it does for anybody else.
if [ "${1:-}" = bench ] && ! cmp -s requirements-bench.lock .venv/bench/.locked; then
    say "installing what the benchmarks are set beside"
    if .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --upgrade \
        --target .venv/bench -r requirements-bench.lock; then
        cp requirements-bench.lock .venv/bench/.locked
    else
        say "could not be installed; left out of the comparison"
    fi
fi
