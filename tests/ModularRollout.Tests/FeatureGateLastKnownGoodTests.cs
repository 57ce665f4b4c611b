using Microsoft.Extensions.Time.Testing;
using ModularRollout.Providers;
using ModularRollout.Tests.Providers;

namespace ModularRollout.Tests;

public sealed class FeatureGateLastKnownGoodTests : IDisposable
{
    private static readonly EvaluationContext Anyone = new("user-7");

    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _clock = new();

    private string Path => _folder.File("good");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task StartAsync_ProvidersDoNotDeliver_ServesTheCopyDegradedAndRecovers()
    {
        await Keep();
        var answer = new TaskCompletionSource<FlagPayload>();

        await using FeatureGate gate = await Start([new ScriptedProvider("lower").ThenAwait(answer.Task), new ScriptedProvider("upper")]);

        Assert.True(gate.IsEnabled("a", Anyone));
        Assert.True(gate.IsEnabled("b", Anyone));
        Assert.Equal(FeatureGateState.Degraded, gate.Status.State);
        Assert.All(gate.Status.Layers, layer => Assert.True(layer.IsServingOldDocument));

        answer.SetResult(new FlagPayload("9", ScriptedProvider.Off("a")));

        await Eventually.True(() => !gate.IsEnabled("a", Anyone));
        Assert.True(gate.IsEnabled("b", Anyone));
        Assert.Equal([false, true], gate.Status.Layers.Select(layer => layer.IsServingOldDocument));
    }

    [Fact]
    public async Task StartAsync_OneDocumentIsBroken_ServesItsCopyWithTheOthers()
    {
        await Keep();

        await using FeatureGate gate = await Start([new ScriptedProvider("lower").Deliver("9", "garbage"), new ScriptedProvider("upper").Deliver("9", ScriptedProvider.Off("b"))]);

        Assert.True(gate.IsEnabled("a", Anyone));
        Assert.False(gate.IsEnabled("b", Anyone));
        Assert.Contains("refused", gate.Status.LastError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StartAsync_LayersDoNotFit_ServesAllCopies()
    {
        await Keep();
        var upper = new ScriptedProvider("upper").Deliver("9", """{"flags":{"b":{"requires":[{"flag":"missing","is":["on"]}]} } }""");

        await using FeatureGate gate = await Start([new ScriptedProvider("lower").Deliver("9", ScriptedProvider.Off("a")), upper]);

        Assert.True(gate.IsEnabled("a", Anyone));
        Assert.True(gate.IsEnabled("b", Anyone));
        Assert.Equal(FeatureGateState.Degraded, gate.Status.State);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(40)]
    [InlineData(-3)]
    public async Task StartAsync_DamagedFile_IsReportedAndIgnored(int position)
    {
        await Keep();
        byte[] content = await File.ReadAllBytesAsync(Path);
        content[position < 0 ? content.Length + position : position] ^= 1;
        await File.WriteAllBytesAsync(Path, content);

        TimeoutException exception = await Assert.ThrowsAsync<TimeoutException>(() => Start([new ScriptedProvider("lower"), new ScriptedProvider("upper")]));

        Assert.Contains("cannot be read", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StartAsync_NoFileYet_ThrowsAsWithout() =>
        await Assert.ThrowsAsync<TimeoutException>(() => Start([new ScriptedProvider("lower")]));

    [Fact]
    public async Task Publish_FileCannotBeWritten_DegradesAndIsTriedAgain()
    {
        Directory.CreateDirectory(Path);
        await using FeatureGate gate = await Start([new ScriptedProvider("lower").Deliver("1", ScriptedProvider.On())]);
        await Eventually.True(() => gate.Status.State == FeatureGateState.Degraded);

        Directory.Delete(Path);

        await Eventually.True(() => gate.Status.State == FeatureGateState.Ready, _clock, TimeSpan.FromSeconds(1));
        Assert.True(File.Exists(Path));
    }

    [Fact]
    public void Read_WhatWasWritten_IsTheSame()
    {
        NamedPayload[] documents = [new("one\n\"1\"", new FlagPayload("v\r\n1", "{ \"x-é\": 1 }\n// end"u8.ToArray())), new("two", new FlagPayload("", default))];

        List<NamedPayload> read = LastKnownGoodFile.Read(LastKnownGoodFile.Write(documents));

        Assert.Equal(documents.Select(Text), read.Select(Text));
    }

    private static string Text(NamedPayload document) => $"{document.Name}|{document.Payload.Version}|{Convert.ToHexString(document.Payload.Utf8Json.Span)}";

    private async Task Keep()
    {
        await using FeatureGate gate = await Start([new ScriptedProvider("lower").Deliver("1", ScriptedProvider.On("a")), new ScriptedProvider("upper").Deliver("1", ScriptedProvider.On("b"))]);
        await Eventually.True(() => File.Exists(Path));
    }

    private async Task<FeatureGate> Start(ScriptedProvider[] layers)
    {
        var options = new FeatureGateOptions { TimeProvider = _clock, LastKnownGoodFile = Path };
        Task<FeatureGate> start = FeatureGate.StartAsync(layers, options).AsTask();
        await Eventually.True(() => start.IsCompleted, _clock, TimeSpan.FromSeconds(1));
        return await start;
    }
}
