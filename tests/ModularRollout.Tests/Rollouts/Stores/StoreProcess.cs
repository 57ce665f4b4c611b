using System.Diagnostics;

namespace ModularRollout.Tests.Rollouts.Stores;

/// <summary>Another process with a store over the same folder.</summary>
internal sealed class StoreProcess : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;

    public StoreProcess(string folder, string holder, string? environment = null)
    {
        string configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        string program = RepositoryFiles.PathOf($"tests/ModularRollout.StoreProcess/bin/{configuration}/net10.0/ModularRollout.StoreProcess.dll");
        var start = new ProcessStartInfo("dotnet", [program, folder, holder]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        if (environment is not null)
        {
            start.Environment[environment] = "1";
        }

        _process = Process.Start(start)!;
    }

    /// <summary>Gives a command and awaits the answer.</summary>
    public async Task<string> AskAsync(string command)
    {
        await _process.StandardInput.WriteLineAsync(command);
        await _process.StandardInput.FlushAsync();
        return await ReadLineAsync() ?? throw new InvalidOperationException($"The process ended instead of answering '{command}'.");
    }

    /// <summary>Awaits a line of its output; <see langword="null"/> once it has ended and all was read.</summary>
    public Task<string?> ReadLineAsync() => _process.StandardOutput.ReadLineAsync().WaitAsync(s_patience);

    /// <summary>Ends the process as <c>kill -9</c> does, in the middle of whatever it does.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync().WaitAsync(s_patience);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }
}
