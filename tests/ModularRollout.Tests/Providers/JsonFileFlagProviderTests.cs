using System.Text;
using ModularRollout.Providers;

namespace ModularRollout.Tests.Providers;

public sealed class JsonFileFlagProviderTests : IDisposable
{
    private static readonly EvaluationContext Anyone = new("user-7");

    private readonly TemporaryFolder _folder = new();

    private string Path => _folder.File("flags.json");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task FetchAsync_FileIsWrittenInPlace_DeliversTheEdit()
    {
        await using FeatureGate gate = await Start();

        Write(Path, "on");

        await Eventually.True(() => gate.IsEnabled("a", Anyone));
    }

    [Fact]
    public async Task FetchAsync_FileIsReplacedAtomically_DeliversTheEdit()
    {
        await using FeatureGate gate = await Start();

        for (int i = 0; i < 3; i++)
        {
            string serve = i % 2 == 0 ? "on" : "off";
            Write(Path + ".tmp", serve);
            File.Move(Path + ".tmp", Path, overwrite: true);
            await Eventually.True(() => gate.IsEnabled("a", Anyone) == (serve == "on"));
        }

        Assert.Equal(FeatureGateState.Ready, gate.Status.State);
    }

    [Fact]
    public async Task FetchAsync_FileIsRenamedAwayAndBack_KeepsServingAndPicksItUp()
    {
        await using FeatureGate gate = await Start("on");

        File.Move(Path, Path + ".away");
        await Eventually.True(() => gate.Status.State == FeatureGateState.Degraded);
        Assert.True(gate.IsEnabled("a", Anyone));
        Assert.Contains("FileNotFoundException", gate.Status.LastError, StringComparison.Ordinal);

        Write(Path + ".away", "off");
        File.Move(Path + ".away", Path);

        await Eventually.True(() => gate.Status.State == FeatureGateState.Ready && !gate.IsEnabled("a", Anyone));
    }

    [Fact]
    public async Task FetchAsync_DirectoryInPlaceOfTheFile_KeepsServingAndPicksItUp()
    {
        await using FeatureGate gate = await Start("on");

        File.Delete(Path);
        Directory.CreateDirectory(Path);
        await Eventually.True(() => gate.Status.LastError?.Contains("is a directory", StringComparison.Ordinal) == true);
        Assert.True(gate.IsEnabled("a", Anyone));

        Directory.Delete(Path);
        Write(Path, "off");

        await Eventually.True(() => !gate.IsEnabled("a", Anyone));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"flags\":{\"a\":{\"variants\":{\"on\":tr")]
    public async Task FetchAsync_TruncatedOrHalfWritten_KeepsServingWithDiagnosticsUntilItIsWhole(string half)
    {
        await using FeatureGate gate = await Start("on");

        await File.WriteAllTextAsync(Path, half);
        await Eventually.True(() => gate.Status.State == FeatureGateState.Degraded);
        Assert.Contains(gate.Status.Layers[0].Diagnostics, diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        Assert.True(gate.IsEnabled("a", Anyone));

        Write(Path, "off");

        await Eventually.True(() => gate.Status.State == FeatureGateState.Ready);
        Assert.False(gate.IsEnabled("a", Anyone));
    }

    [Fact]
    public async Task FetchAsync_LinkIsSwappedAsConfigMapsDo_DeliversTheEdit()
    {
        MakeVersion("..v1", "off");
        MakeVersion("..v2", "on");
        Directory.CreateSymbolicLink(_folder.File("..data"), "..v1");
        File.CreateSymbolicLink(Path, System.IO.Path.Combine("..data", "flags.json"));
        await using FeatureGate gate = await FeatureGate.StartAsync([new JsonFileFlagProvider(Path)]);
        Assert.False(gate.IsEnabled("a", Anyone));

        Directory.CreateSymbolicLink(_folder.File("..data_tmp"), "..v2");
        using (var rename = System.Diagnostics.Process.Start("mv", ["-T", _folder.File("..data_tmp"), _folder.File("..data")]))
        {
            await rename.WaitForExitAsync();
        }

        Directory.Delete(_folder.File("..v1"), recursive: true);

        await Eventually.True(() => gate.IsEnabled("a", Anyone));
        Assert.Equal(FeatureGateState.Ready, gate.Status.State);
    }

    [Fact]
    public async Task FetchAsync_TargetOfALinkElsewhereIsEdited_DeliversTheEdit()
    {
        using var elsewhere = new TemporaryFolder();
        Write(elsewhere.File("real.json"), "off");
        File.CreateSymbolicLink(Path, elsewhere.File("real.json"));
        await using FeatureGate gate = await FeatureGate.StartAsync([new JsonFileFlagProvider(Path)]);

        Write(elsewhere.File("real.json"), "on");

        await Eventually.True(() => gate.IsEnabled("a", Anyone));
    }

    [Fact]
    public async Task FetchAsync_FolderDoesNotExistYet_PicksTheFileUpWhenItDoes()
    {
        string path = System.IO.Path.Combine(_folder.File("later"), "flags.json");
        var options = new FeatureGateOptions { OnStartTimeout = StartTimeoutAction.ServeFallbacks, StartTimeout = TimeSpan.FromMilliseconds(1) };
        await using FeatureGate gate = await FeatureGate.StartAsync([new JsonFileFlagProvider(path)], options);
        Assert.Equal(FeatureGateState.NotReady, gate.Status.State);

        Directory.CreateDirectory(_folder.File("later"));
        Write(path, "on");

        await Eventually.True(() => gate.IsEnabled("a", Anyone));
    }

    [Fact]
    public async Task FetchAsync_NoPermission_KeepsServingAndPicksItUp()
    {
        await using FeatureGate gate = await Start("on");

        // What no user may read: a file of the kernel that answers EIO, for tests that run as root, who may read all else.
        File.Delete(Path);
        File.CreateSymbolicLink(Path, "/proc/self/mem");
        await Eventually.True(() => gate.Status.State == FeatureGateState.Degraded);
        Assert.True(gate.IsEnabled("a", Anyone));

        File.Delete(Path);
        Write(Path, "off");
        await Eventually.True(() => !gate.IsEnabled("a", Anyone));
    }

    [Fact]
    public async Task FetchAsync_GigabyteOfFile_IsRefusedWithoutReadingIt()
    {
        await using FeatureGate gate = await Start("on");
        long before = GC.GetTotalAllocatedBytes();

        await using (FileStream stream = File.OpenWrite(Path))
        {
            stream.SetLength(1L << 30);
        }

        await Eventually.True(() => gate.Status.State == FeatureGateState.Degraded);
        Assert.Contains("1073741824 bytes", gate.Status.LastError, StringComparison.Ordinal);
        Assert.True(GC.GetTotalAllocatedBytes() - before < 64 * 1024 * 1024);
        Assert.True(gate.IsEnabled("a", Anyone));
    }

    [Fact]
    public async Task FetchAsync_FileOfEndlessLength_StopsAtTheLimit()
    {
        var provider = new JsonFileFlagProvider("/dev/zero", maxBytes: 1000);

        await Assert.ThrowsAsync<IOException>(() => provider.FetchAsync(null, CancellationToken.None).AsTask());
    }

    [Fact]
    public async Task FetchAsync_SameContent_HasTheSameVersion()
    {
        Write(Path, "on");

        FlagPayload first = await new JsonFileFlagProvider(Path).FetchAsync(null, CancellationToken.None);
        File.SetLastWriteTimeUtc(Path, DateTime.UnixEpoch);
        FlagPayload second = await new JsonFileFlagProvider(Path).FetchAsync(null, CancellationToken.None);

        Assert.Equal(first.Version, second.Version);
        Assert.Equal(Text("on"), Encoding.UTF8.GetString(first.Utf8Json.Span));
    }

    [Fact]
    public async Task FetchAsync_Canceled_Ends()
    {
        Write(Path, "on");
        var provider = new JsonFileFlagProvider(Path);
        FlagPayload payload = await provider.FetchAsync(null, CancellationToken.None);
        using var cancel = new CancellationTokenSource();
        Task<FlagPayload> fetch = provider.FetchAsync(payload.Version, cancel.Token).AsTask();

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Eventually.Within(fetch));
    }

    private static string Text(string serve) => Encoding.UTF8.GetString(ScriptedProvider.Document("a", serve).Span);

    private static void Write(string path, string serve) => File.WriteAllText(path, Text(serve));

    private void MakeVersion(string name, string serve)
    {
        Directory.CreateDirectory(_folder.File(name));
        Write(System.IO.Path.Combine(_folder.File(name), "flags.json"), serve);
    }

    private async Task<FeatureGate> Start(string serve = "off")
    {
        Write(Path, serve);
        return await FeatureGate.StartAsync([new JsonFileFlagProvider(Path)]);
    }
}
