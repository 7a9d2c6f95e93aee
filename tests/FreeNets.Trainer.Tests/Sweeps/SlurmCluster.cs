using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using FreeNets.Trainer.Tests.Data;

namespace FreeNets.Trainer.Tests.Sweeps;

/// <summary>A Slurm cluster of one node, this machine, for as long as the tests that share it: munged, slurmctld and slurmd.</summary>
/// <remarks>Everything is in a temporary folder, and no service manager and no cgroup is needed; slurmd needs root.</remarks>
public sealed class SlurmCluster : IDisposable
{
    private static readonly string[] s_programs = ["/usr/sbin/munged", "/usr/sbin/slurmctld", "/usr/sbin/slurmd", "/usr/bin/sbatch"];

    private readonly TemporaryFolder _folder = new();
    private readonly List<Process> _daemons = [];

    /// <summary>Why there is none, or null.</summary>
    public static string? Absence { get; } = !OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess
        ? "Slurm's daemons run as root, on Linux."
        : s_programs.FirstOrDefault(static program => !File.Exists(program)) is { } absent
            ? $"No {absent}: apt-get install --no-install-recommends slurmctld slurmd slurm-client munge"
            : null;

    /// <summary>What Slurm's commands need in their environment.</summary>
    public Dictionary<string, string> Variables { get; } = [];

    /// <summary>Starts the cluster, at the first call, and waits until its node takes jobs.</summary>
    public async Task StartAsync()
    {
        if (_daemons.Count > 0 || OperatingSystem.IsWindows())
        {
            return;
        }

        Variables["SLURM_CONF"] = _folder["slurm.conf"];
        await File.WriteAllTextAsync(_folder["slurm.conf"], Configuration());
        foreach (var name in new[] { "state", "spool" })
        {
            Directory.CreateDirectory(_folder[name]);
        }

        await File.WriteAllBytesAsync(_folder["munge.key"], RandomNumberGenerator.GetBytes(128));
        File.SetUnixFileMode(_folder["munge.key"], UnixFileMode.UserRead);
        // munged's clients must reach its socket, and it insists that nobody else can write to the folder.
        File.SetUnixFileMode(_folder.Path, (UnixFileMode)0b111_101_101);
        Start("/usr/sbin/munged", "--foreground", $"--key-file={_folder["munge.key"]}", $"--socket={_folder["munge.socket"]}",
            $"--pid-file={_folder["munged.pid"]}", $"--log-file={_folder["munged.log"]}", $"--seed-file={_folder["munge.seed"]}");
        await Until(() => Task.FromResult(File.Exists(_folder["munge.socket"])), "munged");
        Start("/usr/sbin/slurmctld", "-D", "-c");
        Start("/usr/sbin/slurmd", "-D", "-N", "node0");
        await Until(async () => (await CallAsync("sinfo", "--noheader", "--format=%T")).Trim() == "idle", "the node");
    }

    /// <summary>Runs one of Slurm's commands.</summary>
    /// <returns>What it wrote to standard output.</returns>
    public async Task<string> CallAsync(string command, params string[] arguments)
    {
        var start = new ProcessStartInfo(command, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["SLURM_CONF"] = _folder["slurm.conf"] },
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await error;
        await process.WaitForExitAsync();
        return output;
    }

    public void Dispose()
    {
        foreach (var daemon in Enumerable.Reverse(_daemons))
        {
            daemon.Kill(entireProcessTree: true);
            daemon.WaitForExit();
            daemon.Dispose();
        }

        _folder.Dispose();
    }

    private string Configuration() => $"""
        ClusterName=freenets
        SlurmctldHost={Dns.GetHostName()}(127.0.0.1)
        SlurmctldPort={FreePort()}
        SlurmdPort={FreePort()}
        SlurmUser=root
        SlurmdUser=root
        AuthType=auth/munge
        CredType=cred/munge
        AuthInfo=socket={_folder["munge.socket"]}
        StateSaveLocation={_folder["state"]}
        SlurmdSpoolDir={_folder["spool"]}
        SlurmctldPidFile={_folder["slurmctld.pid"]}
        SlurmdPidFile={_folder["slurmd.pid"]}
        SlurmctldLogFile={_folder["slurmctld.log"]}
        SlurmdLogFile={_folder["slurmd.log"]}
        ProctrackType=proctrack/linuxproc
        TaskPlugin=task/none
        JobAcctGatherType=jobacct_gather/none
        AccountingStorageType=accounting_storage/none
        SelectType=select/cons_tres
        SelectTypeParameters=CR_CPU
        SlurmdParameters=config_overrides
        MpiDefault=none
        SchedulerParameters=sched_min_interval=1000,batch_sched_delay=0
        NodeName=node0 NodeHostname={Dns.GetHostName()} NodeAddr=127.0.0.1 CPUs=2 State=UNKNOWN
        PartitionName=all Nodes=node0 Default=YES MaxTime=INFINITE State=UP

        """;

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private void Start(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["SLURM_CONF"] = _folder["slurm.conf"] },
        };
        var daemon = Process.Start(start)!;
        daemon.OutputDataReceived += static (_, _) => { };
        daemon.ErrorDataReceived += static (_, _) => { };
        daemon.BeginOutputReadLine();
        daemon.BeginErrorReadLine();
        _daemons.Add(daemon);
    }

    private async Task Until(Func<Task<bool>> condition, string what)
    {
        var patience = Stopwatch.StartNew();
        while (!await condition())
        {
            var logs = Directory.GetFiles(_folder.Path, "*.log").Select(static file => $"{file}:\n{File.ReadAllText(file)}");
            Assert.True(patience.Elapsed < TimeSpan.FromSeconds(60), $"{what} is not ready\n{string.Join('\n', logs)}");
            await Task.Delay(100);
        }
    }
}
