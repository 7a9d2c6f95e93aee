using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using Spectre.Console;

namespace FreeNets.Trainer.Data.Idx;

/// <summary>Downloads named sets. A folder appears under the set's name only when every byte in it is there and checked.</summary>
public static class Download
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Downloads a set to a new folder of its name under <paramref name="root"/>.</summary>
    /// <returns>The new folder.</returns>
    /// <exception cref="DataException">The network, the server or the disk did not allow it, or a checksum differs.</exception>
    /// <exception cref="OperationCanceledException">The download was cancelled.</exception>
    public static string ToFolder(NamedSet set, string root, IAnsiConsole console, CancellationToken cancellation)
    {
        var folder = Path.Combine(root, set.Name);
        var unfinished = Path.Combine(root, $".{set.Name}-{Path.GetRandomFileName()}");
        var rootIsNew = !Directory.Exists(root);
        try
        {
            Directory.CreateDirectory(unfinished);
            // The caller is a command with nothing else to do: it waits.
            FetchAllAsync(set, unfinished, console, cancellation).GetAwaiter().GetResult();
            Directory.Move(unfinished, folder);
            return folder;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or InvalidDataException
            or UnauthorizedAccessException or TimeoutException)
        {
            throw new DataException($"{set.Name}: not found on this machine, and the download failed: {e.Message.TrimEnd('.')}. "
                + $"Where the network does not allow it, put the files of {set.Sources[0].Url} in {folder} by other means, "
                + "or name a folder that has them with --data or --data-root.", e);
        }
        finally
        {
            Remove(unfinished, rootIsNew ? root : null);
        }
    }

    private static Task FetchAllAsync(NamedSet set, string folder, IAnsiConsole console, CancellationToken cancellation) =>
        console.Progress()
            .Columns(
                new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new DownloadedColumn(),
                new TransferSpeedColumn())
            .StartAsync(async progress =>
            {
                using var client = new HttpClient(new SocketsHttpHandler { ConnectTimeout = Patience });
                client.Timeout = Timeout.InfiniteTimeSpan;
                client.DefaultRequestHeaders.Add("User-Agent", "freenets");
                foreach (var source in set.Sources)
                {
                    var task = progress.AddTask(Markup.Escape($"{set.Name}: {source.Name}"), maxValue: source.Bytes);
                    var path = Path.Combine(folder, source.Name);
                    await FetchAsync(client, source, path, task, cancellation).ConfigureAwait(false);
                    if (source.Members is { } members)
                    {
                        await UnpackAsync(source, path, members, cancellation).ConfigureAwait(false);
                    }
                }
            });

    /// <summary>Fetches one file, never more than its known size, and checks it.</summary>
    private static async Task FetchAsync(
        HttpClient client, RemoteFile source, string path, ProgressTask task, CancellationToken cancellation)
    {
        using var stall = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        try
        {
            stall.CancelAfter(Patience);
            using var response = await client
                .GetAsync(source.Url, HttpCompletionOption.ResponseHeadersRead, stall.Token).ConfigureAwait(false);
            if (response.StatusCode != HttpStatusCode.OK)
            {
                throw new HttpRequestException($"{source.Url} answers {(int)response.StatusCode} ({response.ReasonPhrase})");
            }
            using var body = await response.Content.ReadAsStreamAsync(stall.Token).ConfigureAwait(false);
            using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var buffer = new byte[1 << 16];
            for (int read; (read = await body.ReadAsync(buffer, stall.Token).ConfigureAwait(false)) > 0; stall.CancelAfter(Patience))
            {
                if (file.Length + read > source.Bytes)
                {
                    throw NotThePublishedFile(source, $"it is longer than {source.Bytes} bytes");
                }
                hash.AppendData(buffer, 0, read);
                await file.WriteAsync(buffer.AsMemory(0, read), stall.Token).ConfigureAwait(false);
                task.Increment(read);
            }
            Check(source, file.Length, Convert.ToHexStringLower(hash.GetHashAndReset()));
            file.Flush(flushToDisk: true);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new TimeoutException($"{source.Url} sent nothing for {Patience.TotalSeconds} seconds", e);
        }
    }

    private static void Check(RemoteFile source, long bytes, string sha256)
    {
        if (bytes != source.Bytes)
        {
            throw NotThePublishedFile(source, $"it ends after {bytes} of {source.Bytes} bytes");
        }
        if (!sha256.Equals(source.Sha256, StringComparison.OrdinalIgnoreCase))
        {
            throw NotThePublishedFile(source, $"its SHA-256 is {sha256}, expected {source.Sha256}");
        }
    }

    private static DataException NotThePublishedFile(RemoteFile source, string why) =>
        new($"{source.Url}: not the published file: {why}. Nothing was kept; try again, or fetch the set by other means "
            + "and name its folder with --data.");

    /// <summary>Keeps the named entries of an archive, and removes the archive.</summary>
    private static async Task UnpackAsync(RemoteFile source, string archive, IReadOnlyList<string> members, CancellationToken cancellation)
    {
        using (var zip = ZipFile.OpenRead(archive))
        {
            foreach (var member in members)
            {
                var entry = zip.GetEntry(member) ?? throw NotThePublishedFile(source, $"the archive has no entry {member}");
                using var packed = entry.Open();
                using var file = new FileStream(
                    Path.Combine(Path.GetDirectoryName(archive)!, Path.GetFileName(member)), FileMode.CreateNew, FileAccess.Write);
                await packed.CopyToAsync(file, cancellation).ConfigureAwait(false);
                file.Flush(flushToDisk: true);
            }
        }
        File.Delete(archive);
    }

    private static void Remove(string unfinished, string? newRoot)
    {
        try
        {
            if (Directory.Exists(unfinished))
            {
                Directory.Delete(unfinished, recursive: true);
            }
            if (newRoot is not null && Directory.Exists(newRoot) && !Directory.EnumerateFileSystemEntries(newRoot).Any())
            {
                Directory.Delete(newRoot);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The error that brought us here is the one to tell.
        }
    }
}
