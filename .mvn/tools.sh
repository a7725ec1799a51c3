# shellcheck shell=sh
# Where ./hillock and ./verify find a JDK and Maven. Sourced; POSIX sh; starts no process where it
# can be helped, for ./hillock runs it every time.

# jdk_major HOME: sets JDK_MAJOR to the feature release of the JDK in HOME; fails if none is there.
jdk_major() {
  JDK_MAJOR=
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
  while IFS= read -r line || [ -n "$line" ]; do
    case $line in
      JAVA_VERSION=*)
        line=${line#JAVA_VERSION=}
        line=${line#\"}
        JDK_MAJOR=${line%%[!0-9]*}
        break
        ;;
    esac
  done <"$1/release"
  [ -n "$JDK_MAJOR" ]
}

# jdk_has_module HOME MODULE: whether the JDK in HOME has the module.
jdk_has_module() {
  while IFS= read -r line || [ -n "$line" ]; do
    case $line in
      MODULES=*)
        line=${line#MODULES=}
        line=${line#\"}
        case " ${line%\"*} " in
          *" $2 "*) return 0 ;;
          *) return 1 ;;
        esac
        ;;
    esac
  done <"$1/release"
  [ -f "$1/jmods/$2.jmod" ]
}

# path_jdk: sets PATH_JDK to the home of the java on the PATH, or to nothing.
path_jdk() {
  PATH_JDK=
  found=$(command -v java) || return 0
  if [ -x /usr/libexec/java_home ]; then
    # macOS: /usr/bin/java is a stub that knows its JDK.
    [ "$found" != /usr/bin/java ] || { PATH_JDK=$(/usr/libexec/java_home -v 17+ 2>/dev/null) || :; return 0; }
  fi
  target=$(readlink -f "$found" 2>/dev/null) || target=$found
  PATH_JDK=${target%/bin/java}
  if [ ! -r "$PATH_JDK/release" ]; then
    # A shim (jenv, asdf): ask it.
    PATH_JDK=$("$found" -XshowSettings:properties -version 2>&1 </dev/null |
      sed -n 's/^ *java\.home = //p') || :
  fi
}

# each_jdk FUNCTION: calls FUNCTION HOME for every JDK of 17 or later, with JDK_MAJOR set, until one
# call succeeds; fails if none does. One JDK may come more than once, under several names.
each_jdk() {
  if [ -n "${JAVA_HOME-}" ] && jdk_major "$JAVA_HOME" && [ "$JDK_MAJOR" -ge 17 ]; then
    "$1" "$JAVA_HOME" && return 0
  fi
  path_jdk
  if [ -n "$PATH_JDK" ] && jdk_major "$PATH_JDK" && [ "$JDK_MAJOR" -ge 17 ]; then
    "$1" "$PATH_JDK" && return 0
  fi
  for home in \
    /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /usr/local/java/* /opt/java/* /opt/jdk* \
    "${HOME-}"/.sdkman/candidates/java/* "${HOME-}"/.jdks/* "${HOME-}"/.asdf/installs/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "${HOME-}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
    if jdk_major "$home" && [ "$JDK_MAJOR" -ge 17 ]; then
      "$1" "$home" && return 0
    fi
  done
  return 1
}

# find_maven ROOT: sets MAVEN to the mvn on the PATH where it is 3.8 or later, which saves a
# download, and to the wrapper otherwise. Maven runs on JAVA_HOME.
# shellcheck disable=SC2034 # MAVEN is for the caller
find_maven() {
  MAVEN=$1/mvnw
  command -v mvn >/dev/null 2>&1 || return 0
  case $(mvn -v 2>/dev/null </dev/null | sed -n 's/.*Apache Maven \([0-9]*\.[0-9]*\).*/\1/p') in
    3.[89] | 3.[1-9][0-9] | [4-9].*) MAVEN=mvn ;;
  esac
}
