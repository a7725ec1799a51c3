# shellcheck shell=sh
# ./hillock bundle: one folder that runs on a Linux machine without Java. Sourced by ./hillock once its
# jars are built; uses say, state and app of it, and the functions of tools.sh.

bundle_usage() {
  cat <<'USAGE'
Usage: hillock bundle [--tar] [--force] [DIRECTORY]
Writes a folder with hillock, its libraries and a Java runtime of its own, which runs on any machine
of this operating system and processor: copy it and call its hillock.
      [DIRECTORY]   Where to write it; the default is hillock-bundle.
      --force       Replace what is there.
      --tar         Also write DIRECTORY.tar.gz.
USAGE
}

bundle() {
  bundle_tar=
  bundle_force=
  bundle_to=
  for argument in "$@"; do
    case $argument in
      --tar) bundle_tar=yes ;;
      --force) bundle_force=yes ;;
      -h | --help)
        bundle_usage
        return 0
        ;;
      -*)
        say "bundle: there is no option '$argument'; it has --tar, --force and --help"
        return 2
        ;;
      *)
        if [ -n "$bundle_to" ]; then
          say "bundle: '$bundle_to' and '$argument' are two directories; name one"
          return 2
        fi
        bundle_to=$argument
        ;;
    esac
  done
  bundle_to=${bundle_to:-hillock-bundle}
  while [ "${bundle_to%/}" != "$bundle_to" ] && [ "$bundle_to" != / ]; do
    bundle_to=${bundle_to%/}
  done
  for there in "$bundle_to" ${bundle_tar:+"$bundle_to.tar.gz"}; do
    if [ -e "$there" ] && [ -z "$bundle_force" ]; then
      say "bundle: $there is there already; name another directory, or replace it with --force"
      return 1
    fi
  done
  bundle_home=
  each_jdk bundle_small || each_jdk bundle_any || {
    say "bundle: no JDK here has jlink; install a full JDK (Debian and Ubuntu: apt-get install openjdk-17-jdk-headless), or set JAVA_HOME to one"
    return 3
  }
  # Beside its place, so that it gets there whole or not at all.
  bundle_part=$bundle_to.part.$$
  trap 'rm -rf "$bundle_part" "$bundle_part.tar.gz"' EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
  mkdir "$bundle_part" || return 1
  bundle_runtime && bundle_jars && bundle_start || return 1
  rm -rf "$bundle_to" && mv "$bundle_part" "$bundle_to" || return 1
  if [ -n "$bundle_tar" ]; then
    tar -C "$(dirname "$bundle_to")" -czf "$bundle_part.tar.gz" "$(basename "$bundle_to")" &&
      mv -f "$bundle_part.tar.gz" "$bundle_to.tar.gz" || return 1
  fi
  trap - EXIT INT TERM
  echo "$bundle_to: $(du -sm "$bundle_to" | cut -f1) MB; call $bundle_to/hillock"
  [ -z "$bundle_tar" ] || echo "$bundle_to.tar.gz: $(du -sm "$bundle_to.tar.gz" | cut -f1) MB"
}

# From 25 on a runtime has 12 MB more.
bundle_small() { [ "$JDK_MAJOR" -lt 25 ] && bundle_any "$1"; }
bundle_any() { [ -x "$1/bin/jlink" ] && bundle_home=$1; }

# A runtime of the modules that hillock and its libraries need, compressed.
bundle_runtime() {
  modules=java.base,java.desktop,java.logging,java.management,jdk.unsupported
  vector=
  if jdk_has_module "$bundle_home" jdk.incubator.vector; then
    modules=$modules,jdk.incubator.vector
    vector='--add-modules jdk.incubator.vector'
  fi
  jdk_major "$bundle_home" || return 1
  compress=2
  [ "$JDK_MAJOR" -lt 21 ] || compress=zip-9
  if ! "$bundle_home/bin/jlink" --add-modules "$modules" --compress="$compress" --no-header-files \
    --no-man-pages --strip-java-debug-attributes --vm=server \
    --output "$bundle_part/runtime" >"$state/bundle.log" 2>&1; then
    cat "$state/bundle.log" >&2
    say "bundle: jlink failed"
    return 1
  fi
}

# The jars; of JCuda's native libraries only that of the driver, for the others are NVIDIA's compilers.
bundle_jars() {
  mkdir "$bundle_part/lib" && cp "$state/$app"/*.jar "$bundle_part/lib/" || return 1
  for natives in "$bundle_part"/lib/jcuda-natives-*.jar; do
    [ -f "$natives" ] || continue
    mkdir "$bundle_part/natives" &&
      natives=$(cd "$bundle_part/lib" && pwd -P)/${natives##*/} &&
      (cd "$bundle_part/natives" && "$bundle_home/bin/jar" -xf "$natives" lib &&
        find lib -type f ! -name 'libJCudaDriver-*' -exec rm -f {} + &&
        rm -f "$natives" && "$bundle_home/bin/jar" --create --file "$natives" lib) &&
      rm -rf "$bundle_part/natives" || return 1
  done
}

bundle_start() {
  cat >"$bundle_part/hillock" <<'START'
#!/bin/sh
# The hillock command, with a Java runtime of its own. HILLOCK_JAVA_OPTS adds options for the JVM.
set -eu
self=$0
while [ -h "$self" ]; do
  link=$(readlink "$self")
  case $link in
    /*) self=$link ;;
    *) self=${self%/*}/$link ;;
  esac
done
case $self in
  */*) here=$(cd "${self%/*}" && pwd -P) ;;
  *) here=$(pwd -P) ;;
esac
# shellcheck disable=SC2086 # options are words
exec "$here/runtime/bin/java" @vector@ --enable-native-access=ALL-UNNAMED \
  -Xlog:disable -Xlog:all=warning:stderr ${HILLOCK_JAVA_OPTS-} \
  -cp "$here/lib/*" io.hillock.cli.Main "$@"
START
  sed "s/@vector@/$vector/" "$bundle_part/hillock" >"$bundle_part/hillock.new" &&
    mv "$bundle_part/hillock.new" "$bundle_part/hillock" && chmod +x "$bundle_part/hillock"
}
