#!/usr/bin/env bash
# One door to everything: each command sets up what it needs, or says what is missing.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

readonly solution=FreeNets.Compiler.sln
readonly glibcxx=GLIBCXX_3.4.32

usage() {
  cat <<'TEXT'
Usage: ./build.sh COMMAND

  demo [DATA]   trains a FreeNet with 100 neurons, generates code, builds a native library, compares and times them.
                DATA is a folder with IDX files or a named set; without it Fashion-MNIST where it is found
                ($FREENETS_DATA or the cache), else digits that the project draws itself.
  bench [--quick] [DATA]
                times generated code beside ONNX Runtime, TorchSharp, C# loops and C by clang; results go to benchmarks/results.
                --quick measures the summary alone, in minutes; otherwise the table follows. DATA as above.
  interop FOLDER
                times networks of other programs, as they are in FOLDER (shared/interop/made), beside ONNX Runtime.
  budget        trains networks under a budget of live weights and times them beside dense ones and ONNX Runtime: minutes.
  table [-k SIZE …] [--edges SHARE …]
                the same on random networks of other sizes and densities, or on some of them: the rest of the table stays.
  pack          packs everything for NuGet into artifacts/packages: the runtime, the compiler, the model, the templates for
                dotnet new, and the freenets command as a tool, which is installed once outside the repository and tried.
  test [--all]  builds everything, checks its formatting and runs the tests; with --all those that take long too, as CI does.
  format        formats the sources.
  help          prints this.

Environment: FREENETS_DATA is a folder with data sets in sub-folders (mnist, fashion-mnist, …).
             FREENETS_REQUIRE, names with commas such as avx512,slurm,data, says what tests may not be skipped for; test adds what it
             finds and installs.
TEXT
}

say() { printf '\n== %s\n' "$*"; }

fail() {
  printf 'build.sh: %s\n' "$*" >&2
  exit 1
}

is_debian() { [[ -r /etc/os-release ]] && grep -qE '^ID(_LIKE)?=.*(debian|ubuntu)' /etc/os-release; }

# Runs an installation as root, or tells the user which command to run.
install_or_explain() {
  local what=$1 command=$2
  if [[ $(id -u) -eq 0 ]]; then
    say "$what: installing ($command)"
    bash -euc "export DEBIAN_FRONTEND=noninteractive; $command" >/dev/null || fail "$what could not be installed. The command was: $command"
  else
    fail "$what is missing. Run as root: $command"
  fi
}

# Runs a build whose output matters only when it fails.
quietly() {
  local log=artifacts/build.log
  mkdir -p artifacts
  "$@" >"$log" 2>&1 || {
    cat "$log" >&2
    fail "failed: $*"
  }
}

need_dotnet() {
  command -v dotnet >/dev/null || fail "the .NET 10 SDK is missing: https://dotnet.microsoft.com/download"
  dotnet --version >/dev/null 2>&1 || fail "this repository needs the .NET 10 SDK (global.json): https://dotnet.microsoft.com/download"
}

# NativeAOT links with the C++ toolchain and zlib; the tests compile a C program.
need_native_toolchain() {
  [[ $(uname -s) == Linux ]] || return 0
  if ! { command -v clang || command -v gcc; } >/dev/null || ! command -v cc >/dev/null || [[ ! -e /usr/include/zlib.h ]]; then
    is_debian || fail "a C toolchain (cc, gcc or clang) and the zlib headers are missing; install them with your package manager."
    install_or_explain "C toolchain and zlib headers" "apt-get update -q && apt-get install -y -q --no-install-recommends gcc libc6-dev zlib1g-dev"
  fi
}

has_glibcxx() {
  local library
  library=$(PATH=$PATH:/sbin:/usr/sbin ldconfig -p | awk -v arch="$(uname -m)" \
    '/libstdc\+\+\.so\.6 / && (arch != "x86_64" || /x86-64/) { print $NF; exit }')
  [[ -n $library ]] && grep -qa "$glibcxx" "$library"
}

# libtorch is built with GCC 13. Debian 12 has an older libstdc++: it gets the one of Debian 13, pinned so that nothing else moves
# unless that library needs it.
need_libstdcxx() {
  [[ $(uname -s) == Linux ]] || return 0
  has_glibcxx && return 0
  if is_debian && grep -q '^VERSION_CODENAME=bookworm' /etc/os-release; then
    install_or_explain "libstdc++ with $glibcxx, which libtorch needs" "
      echo 'deb http://deb.debian.org/debian trixie main' > /etc/apt/sources.list.d/freenets-trixie.list
      printf 'Package: *\nPin: release n=trixie\nPin-Priority: 1\n' > /etc/apt/preferences.d/freenets-trixie
      apt-get update -q
      apt-get install -y -q --no-install-recommends -o Dpkg::Options::=--force-confold -t trixie libstdc++6"
  elif is_debian; then
    install_or_explain "libstdc++" "apt-get update -q && apt-get install -y -q --no-install-recommends libstdc++6"
  fi
  has_glibcxx || fail "libstdc++ is older than $glibcxx (GCC 13), which libtorch needs. Ubuntu 24.04 and Debian 13 have it."
}

# What tests may need of a machine that not every machine has: the names of Requirement.cs, each with a function below that looks for it.
readonly requirements=(linux avx2 avx512 cc cpp clang rust objdump python numpy arm64 slurm chromium script privilegedports mounts data interop)

has_linux() { [[ $(uname -s) == Linux ]]; }
has_avx2() { grep -q '^flags.* fma .* avx2' /proc/cpuinfo 2>/dev/null; }
has_avx512() { grep -q '^flags.* avx512vl' /proc/cpuinfo 2>/dev/null; }
has_cc() { command -v cc >/dev/null; }
has_cpp() { command -v c++ >/dev/null; }
has_clang() { command -v clang >/dev/null; }
has_rust() { command -v rustc >/dev/null; }
has_objdump() { command -v objdump >/dev/null; }
has_python() { command -v python3 >/dev/null; }
has_numpy() { /usr/bin/python3 -c 'import numpy' 2>/dev/null || python3 -c 'import numpy' 2>/dev/null; }

# Native libraries for arm64 are cross-compiled, and run in an emulator.
has_arm64() {
  local tool
  for tool in clang ld.lld llvm-objcopy aarch64-linux-gnu-gcc qemu-aarch64-static qemu-x86_64-static; do
    command -v "$tool" >/dev/null || return 1
  done
}

# 'freenets sweep --on slurm' is tested on a cluster that the tests start.
has_slurm() { [[ $(id -u) -eq 0 && -x /usr/sbin/slurmctld && -x /usr/sbin/slurmd && -x /usr/sbin/munged && -x /usr/bin/sbatch ]]; }

# A test clicks through the page of 'freenets serve'.
has_chromium() { [[ -x /usr/bin/chromium && -x /usr/bin/chromedriver ]]; }
has_script() { [[ -x /usr/bin/script ]]; }

has_privilegedports() {
  local first=/proc/sys/net/ipv4/ip_unprivileged_port_start
  [[ -x /usr/bin/setpriv && -r $first && $(<"$first") -gt 81 ]]
}

# A test fills a small file system of its own.
has_mounts() { unshare -rm mount -t tmpfs none /tmp 2>/dev/null; }

has_data() {
  local set
  for set in mnist fashion-mnist emnist-balanced-subset emnist-letters-subset; do
    [[ -d ${FREENETS_DATA:-../shared/data}/$set ]] || return 1
  done
}

has_interop() { [[ -d ${FREENETS_INTEROP:-../shared/interop} ]]; }

# Installs what some tests need where that is possible.
install_for_tests() {
  local name=$1 packages=$2
  if has_linux && ! "has_$name" && is_debian && [[ $(id -u) -eq 0 ]]; then
    install_or_explain "$name, for the tests" "apt-get update -q && apt-get install -y -q --no-install-recommends $packages"
  fi
}

# Names in FREENETS_REQUIRE make a test that skips itself all the same a failure.
need_all_for_tests() {
  install_for_tests slurm "slurmctld slurmd slurm-client munge"
  install_for_tests chromium "chromium chromium-driver"
  install_for_tests numpy "python3 python3-numpy"
  if [[ $(uname -m) == x86_64 ]]; then
    install_for_tests arm64 "clang lld llvm gcc-aarch64-linux-gnu libc6-dev-arm64-cross qemu-user-static"
  fi
  local name
  for name in "${requirements[@]}"; do
    if "has_$name"; then
      export FREENETS_REQUIRE=${FREENETS_REQUIRE:+$FREENETS_REQUIRE,}$name
    else
      say "This machine has no $name: tests that need it are skipped"
    fi
  done
}

setup() {
  need_dotnet
  need_native_toolchain
  need_libstdcxx
  export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
}

# The named set where it is found, else digits.
find_data() {
  local name=$1 folder
  for folder in "${FREENETS_DATA:-}" "${XDG_CACHE_HOME:-$HOME/.cache}/freenets"; do
    if [[ -n $folder && -d $folder/$name ]]; then
      echo "$name"
      return
    fi
  done
  echo digits
}

demo() {
  setup
  local data=${1:-$(find_data fashion-mnist)} out=$PWD/artifacts/demo
  mkdir -p "$out"

  say "Building the trainer"
  quietly dotnet build trainer/FreeNets.Trainer -c Release

  say "Training 100 neurons on $data"
  dotnet trainer/FreeNets.Trainer/bin/Release/net10.0/freenets.dll train --data "$data" --neurons 100 --output "$out/model.fnet"

  say "Generating code, building the native library"
  quietly dotnet publish runtime/samples/model -c Release \
    -p:FreeNetModel="$out/model.fnet" -p:FreeNetCpu=native -o "$out/native"

  say "Generating code, building it for the JIT"
  quietly dotnet build benchmarks/FreeNets.Benchmarks -c Release -p:FreeNetModel="$out/model.fnet"

  say "Comparing on all test images"
  dotnet benchmarks/FreeNets.Benchmarks/bin/Release/net10.0/FreeNets.Benchmarks.dll demo \
    --model "$out/model.fnet" --library "$out/native/libmodel.so" --data "$data" --summary "$out/summary.json"
  printf '\nModel, library and figures are in %s\n' "artifacts/demo"
}

# Trains the reference network on a data set unless it was trained before.
train_reference() {
  train_once "$1" "$2" --neurons 100
}

# Trains a network with such options unless it was trained before.
train_once() {
  local data=$1 model=$2
  if [[ ! -e $model ]]; then
    say "Training on $data with ${*:3}"
    dotnet trainer/FreeNets.Trainer/bin/Release/net10.0/freenets.dll train --data "$data" --output "$model" "${@:3}"
  fi
}

bench() {
  setup
  local command="./build.sh bench"
  if [[ ${1:-} == --quick ]]; then
    command+=" --quick"
    shift
  fi
  local data=${1:-$(find_data fashion-mnist)} sparse out=$PWD/artifacts/bench
  sparse=$(find_data mnist)
  local model=$out/${data##*/}.fnet sparse_model=$out/$sparse.fnet
  mkdir -p "$out"

  say "Building the benchmarks"
  quietly dotnet build benchmarks/FreeNets.Benchmarks -c Release
  train_reference "$data" "$model"
  train_reference "$sparse" "$sparse_model"

  say "Timing generated code beside its peers"
  dotnet benchmarks/FreeNets.Benchmarks/bin/Release/net10.0/FreeNets.Benchmarks.dll bench --command "$command" \
    --model "$model" --data "$data" --sparse-model "$sparse_model" --sparse-data "$sparse" --output benchmarks/results
  [[ $command == *--quick ]] || time_table "$data" "$sparse"
}

interop() {
  setup
  local data
  [[ -f ${1:-}/mnist-normalised.legacy.onnx ]] || fail "interop needs the folder of the networks: ./build.sh interop ../shared/interop/made"
  data=$(find_data mnist)

  say "Building the benchmarks"
  quietly dotnet build benchmarks/FreeNets.Benchmarks -c Release
  say "Timing imported networks beside ONNX Runtime"
  dotnet benchmarks/FreeNets.Benchmarks/bin/Release/net10.0/FreeNets.Benchmarks.dll interop "$1" --data "$data" --output benchmarks/results
}

budget() {
  setup
  local data sparse out=$PWD/artifacts/bench
  data=$(find_data fashion-mnist)
  sparse=$(find_data mnist)
  mkdir -p "$out"

  say "Building the benchmarks"
  quietly dotnet build benchmarks/FreeNets.Benchmarks -c Release
  train_reference "$data" "$out/$data.fnet"
  train_reference "$sparse" "$out/$sparse.fnet"
  train_once "$data" "$out/$data-7000.fnet" --budget 7000
  train_once "$data" "$out/$data-6000.fnet" --budget 6000 --input-cap none --edge-cap none
  train_once "$data" "$out/$data-12000.fnet" --budget 12000 --input-cap none --edge-cap none
  train_once "$sparse" "$out/$sparse-3500.fnet" --budget 3500

  say "Timing networks under a budget beside dense ones"
  dotnet benchmarks/FreeNets.Benchmarks/bin/Release/net10.0/FreeNets.Benchmarks.dll budget --data "$data" --sparse-data "$sparse" \
    --model "$out/$data.fnet" --pattern-model "$out/$data-7000.fnet" --budget-model "$out/$data-6000.fnet" \
    --large-budget-model "$out/$data-12000.fnet" --sparse-model "$out/$sparse.fnet" --sparse-budget-model "$out/$sparse-3500.fnet" \
    --output benchmarks/results
}

table() {
  setup
  say "Building the benchmarks"
  quietly dotnet build benchmarks/FreeNets.Benchmarks -c Release
  time_table "$(find_data fashion-mnist)" "$(find_data mnist)" "$@"
}

time_table() {
  say "Timing networks of other sizes and densities"
  dotnet benchmarks/FreeNets.Benchmarks/bin/Release/net10.0/FreeNets.Benchmarks.dll table \
    --data "$1" --sparse-data "$2" --output benchmarks/results "${@:3}"
}

# One version of everything at a time: an older package beside it would be restored by mistake.
pack() {
  setup
  local out=$PWD/artifacts/packages
  rm -rf "$out"

  say "Packing libraries, compiler and templates"
  quietly dotnet pack generator/FreeNets.Packages.slnf -c Release -p:ContinuousIntegrationBuild=true -o "$out"

  say "Packing the freenets command with libtorch"
  quietly dotnet pack trainer/FreeNets.Trainer -c Release -p:ContinuousIntegrationBuild=true -o "$out"

  say "Trying the command as a user would install it"
  try_tool "$out"
  ls -sh1 "$out"
}

# Installs the tool outside the repository, trains with it and explains the model; nothing of it stays.
try_tool() (
  folder=$(mktemp -d)
  trap 'rm -rf "$folder"' EXIT
  dotnet tool install FreeNets.Trainer --tool-path "$folder/tool" --add-source "$1" >"$folder/log" || { cat "$folder/log"; exit 1; }
  cd "$folder"
  tool/freenets train --neurons 30 --epochs 1 --output digits.fnet
  tool/freenets explain digits.fnet | sed -n '1,/^$/p'
)

# Runs a test project that was built; its lines come at its end, not among those of another.
test_project() {
  local project=$1 results=$2 status=0
  dotnet test "tests/$project/bin/Release/net10.0/$project.dll" ${FREENETS_FILTER:+--filter "$FREENETS_FILTER"} --logger "console;verbosity=minimal" \
    --logger "trx;LogFileName=$project.trx" --results-directory "$results" >"$results/$project.log" 2>&1 || status=$?
  flock "$results" cat "$results/$project.log"
  return "$status"
}

# Runs every test project and ends with their sum, which CI reads.
run_tests() {
  local FREENETS_FILTER='Length!=long'
  [[ ${1:-} != --all ]] || FREENETS_FILTER=
  [[ -z ${1:-} || ${1:-} == --all ]] || fail "test takes --all, and no '$1'."
  export FREENETS_FILTER
  setup
  need_all_for_tests
  # A snapshot that is missing is a failure here, not an invitation to write it.
  export SNAPSHOOTER_STRICT_MODE=true
  local log=artifacts/test.log results=artifacts/test-results status=0
  mkdir -p artifacts
  rm -rf "$results"

  say "Building"
  quietly dotnet build $solution -c Release

  say "Checking the formatting"
  # White space alone: the build has checked the style, by the analysers that format would run again.
  dotnet format whitespace --folder . --verify-no-changes --exclude '**/obj' '**/bin' artifacts

  say "Testing"
  mkdir -p "$results"
  export -f test_project
  # Two at a time and the longest first, so that no core waits for the other at the end.
  { printf 'FreeNets.%s.Tests\n' EndToEnd Compiler Trainer && find tests -mindepth 1 -maxdepth 1 -name '*.Tests' -printf '%f\n'; } |
    awk '!seen[$0]++' | xargs -P 2 -I '{}' bash -c 'test_project "$1" "$2"' test '{}' "$results" | tee "$log" || status=$?

  printf '\nThe slowest tests:\n'
  sed -n 's/.*<UnitTestResult .*testName="\([^"]*\)".* duration="\([^"]*\)".*/\2 \1/p' "$results"/*.trx | sort -r | sed -n '1,20p'
  [[ -z $FREENETS_FILTER ]] || printf '\nTests that take long were left out: ./build.sh test --all\n'
  awk '
    /^(Passed|Failed|Skipped)! / {
      for (i = 1; i < NF; i++) {
        if ($i == "Failed:") failed += $(i + 1)
        if ($i == "Passed:") passed += $(i + 1)
        if ($i == "Skipped:") skipped += $(i + 1)
      }
    }
    END { printf "\n%d passed, %d failed%s\n", passed, failed, skipped ? sprintf(", %d skipped", skipped) : "" }' "$log"
  return "$status"
}

case ${1:-help} in
  demo) demo "${@:2}" ;;
  bench) bench "${@:2}" ;;
  budget) budget ;;
  interop) interop "${2:-}" ;;
  table) table "${@:2}" ;;
  pack) pack ;;
  test) run_tests "${@:2}" ;;
  format) need_dotnet && dotnet format $solution ;;
  help | -h | --help) usage ;;
  *)
    usage >&2
    fail "there is no command '$1'."
    ;;
esac
