using System.Diagnostics;
using System.Text;

namespace ModularRollout.Docs.Tests;

/// <summary>A process whose output can be awaited.</summary>
internal sealed class ProcessWatch : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly SemaphoreSlim _news = new(0);
    private int _read;

    private ProcessWatch(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Append(line.Data);
        process.ErrorDataReceived += (_, line) => Append(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public static ProcessWatch StartQuickStart(params string[] arguments) => Start("QuickStart", RepositoryFiles.PathOf("."), arguments);

    /// <summary>Starts a sample that the build has built.</summary>
    public static ProcessWatch Start(string sample, string directory, params string[] arguments)
    {
        string configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = directory };
        start.ArgumentList.Add(RepositoryFiles.PathOf($"samples/{sample}/bin/{configuration}/net10.0/{sample}.dll"));
        Array.ForEach(arguments, start.ArgumentList.Add);
        return new ProcessWatch(Process.Start(start)!);
    }

    /// <summary>Awaits a text in the output after the one awaited before, and returns what came up to its end.</summary>
    public async Task<string> ReadUntilAsync(string text)
    {
        using var patience = new CancellationTokenSource(s_patience);
        while (true)
        {
            lock (_output)
            {
                string unread = _output.ToString(_read, _output.Length - _read);
                int index = unread.IndexOf(text, StringComparison.Ordinal);
                if (index >= 0)
                {
                    _read += index + text.Length;
                    return unread[..(index + text.Length)];
                }

                Assert.False(patience.IsCancellationRequested, $"\"{text}\" did not come. There was: {unread}");
            }

            await _news.WaitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Awaits the end and returns the exit code with everything that was written.</summary>
    public async Task<(int ExitCode, string Output)> ReadToEndAsync()
    {
        using var patience = new CancellationTokenSource(s_patience);
        await _process.WaitForExitAsync(patience.Token);
        lock (_output)
        {
            return (_process.ExitCode, _output.ToString());
        }
    }

    /// <summary>Does what Ctrl+C does; where a shell started the tests in the background, which makes children ignore that, what a service manager does.</summary>
    public async Task InterruptAsync()
    {
        string status = await File.ReadAllTextAsync($"/proc/{_process.Id}/status");
        string ignored = status.Split('\n').First(static line => line.StartsWith("SigIgn:", StringComparison.Ordinal));
        bool ignoresInterrupt = (Convert.ToUInt64(ignored["SigIgn:".Length..].Trim(), 16) & 2) != 0;
        using Process kill = Process.Start("kill", [ignoresInterrupt ? "-TERM" : "-INT", $"{_process.Id}"]);
        await kill.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        _news.Dispose();
    }

    private void Append(string? line)
    {
        lock (_output)
        {
            _output.Append(line).Append('\n');
        }

        _news.Release();
    }
}
