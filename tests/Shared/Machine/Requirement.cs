namespace FreeNets.Tests;

/// <summary>What tests need that not every machine has. In <c>$FREENETS_REQUIRE</c> the names are in lower case.</summary>
internal enum Requirement
{
    /// <summary>Linux: its signals, its /proc and /dev.</summary>
    Linux,

    /// <summary>A CPU with AVX2 and FMA.</summary>
    Avx2,

    /// <summary>A CPU with AVX-512.</summary>
    Avx512,

    /// <summary>cc, and what NativeAOT links with.</summary>
    Cc,

    /// <summary>c++.</summary>
    Cpp,

    /// <summary>clang, which compiles the benchmarks' C.</summary>
    Clang,

    /// <summary>rustc.</summary>
    Rust,

    /// <summary>objdump, which lists what a library imports.</summary>
    Objdump,

    /// <summary>python3.</summary>
    Python,

    /// <summary>A Python that has NumPy.</summary>
    NumPy,

    /// <summary>A cross-compiler for linux-arm64, and emulators of arm64 and of old x64 machines.</summary>
    Arm64,

    /// <summary>The programs of a Slurm cluster, and the right to start one.</summary>
    Slurm,

    /// <summary>Chromium and its driver.</summary>
    Chromium,

    /// <summary>/usr/bin/script, which makes a terminal.</summary>
    Script,

    /// <summary>Ports that only the superuser may have, and /usr/bin/setpriv to give up that right.</summary>
    PrivilegedPorts,

    /// <summary>unshare, and the right to mount what nobody else sees.</summary>
    Mounts,

    /// <summary>MNIST, Fashion-MNIST and the two subsets of EMNIST.</summary>
    Data,

    /// <summary>Networks and programs of others, in shared/interop.</summary>
    Interop,
}
