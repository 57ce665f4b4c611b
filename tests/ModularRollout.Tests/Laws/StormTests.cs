using ModularRollout.Snapshots;

namespace ModularRollout.Tests.Laws;

/// <summary>Readers on all cores while a writer publishes: whole snapshots, in order, and every decision counted.</summary>
public sealed class StormTests
{
    private const int Publishes = 100_000;

    [Fact]
    public async Task Decide_WhileAWriterPublishes_SeesWholeSnapshotsInOrderAndCountsExactly()
    {
        var publishing = new Publishing();
        CompiledLayer[][] layers = [[publishing.Layer("a", Document("on"))], [publishing.Layer("b", Document("off"))]];
        publishing.Publisher.Publish(layers[0], static layer => layer, out _);
        using var done = new CancellationTokenSource();

        Task<(long On, long Off)>[] readers =
            [.. Enumerable.Range(0, Math.Max(2, Environment.ProcessorCount)).Select(_ => Run(() => Read(publishing, done.Token)))];
        for (int i = 1; i <= Publishes; i++)
        {
            publishing.Publisher.Publish(layers[i & 1], static layer => layer, out _);
        }

        await done.CancelAsync();
        (long On, long Off)[] seen = await Task.WhenAll(readers);

        Assert.Equal(Publishes + 1, publishing.Current.Version);
        Assert.All(seen, static each => Assert.True(each.On + each.Off > 0));
        foreach (string flag in (string[])["first", "last"])
        {
            Assert.Equal(seen.Sum(static each => each.On), Counted(publishing, flag, "on"));
            Assert.Equal(seen.Sum(static each => each.Off), Counted(publishing, flag, "off"));
        }
    }

    [Fact]
    public async Task Kill_WhileReadersDecide_IsSeenByAllAndCountedExactly()
    {
        var publishing = new Publishing();
        publishing.Publish(Document("on"));
        FeatureSnapshot pinned = publishing.Current;
        using var done = new CancellationTokenSource();
        Task<(long On, long Off)>[] readers = [.. Enumerable.Range(0, 2).Select(_ => Run(() => Count(pinned, done.Token)))];

        for (int i = 0; i < 1_000; i++)
        {
            publishing.Kill("first");
            Assert.Equal(DecisionReason.Disabled, pinned.Decide("first", default).Reason);
            publishing.Kill();
            Assert.Equal(DecisionReason.Static, pinned.Decide("first", default).Reason);
        }

        await done.CancelAsync();
        (long On, long Off)[] seen = await Task.WhenAll(readers);
        Assert.Equal(seen.Sum(static each => each.On) + 1_000, Counted(publishing, "first", "on"));
        Assert.Equal(seen.Sum(static each => each.Off) + 1_000, Counted(publishing, "first", "off"));
    }

    private static (long On, long Off) Read(Publishing publishing, CancellationToken done)
    {
        var first = new FlagKey<bool>("first", false);
        (long on, long off, long version) = (0, 0, 0);
        do
        {
            FeatureSnapshot snapshot = publishing.Current;
            Decision one = snapshot.Decide(first, default);
            Decision other = snapshot.Decide("last", default);
            if (snapshot.Version < version || one.Variant != other.Variant || one.SnapshotVersion != snapshot.Version || other.SnapshotVersion != snapshot.Version)
            {
                throw new InvalidOperationException($"Version {snapshot.Version} after {version}: {one.Variant}, {other.Variant}.");
            }

            version = snapshot.Version;
            on += one.IsEnabled ? 1 : 0;
            off += one.IsEnabled ? 0 : 1;
        }
        while (!done.IsCancellationRequested);
        return (on, off);
    }

    private static (long On, long Off) Count(FeatureSnapshot snapshot, CancellationToken done)
    {
        (long on, long off) = (0, 0);
        while (!done.IsCancellationRequested)
        {
            bool isOn = snapshot.Decide("first", default).IsEnabled;
            on += isOn ? 1 : 0;
            off += isOn ? 0 : 1;
        }

        return (on, off);
    }

    private static Task<T> Run<T>(Func<T> work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static long Counted(Publishing publishing, string flag, string variant) =>
        publishing.Gate.Counters.Read().Where(row => row.Key.Flag == flag && row.Key.Variant == variant).Sum(static row => row.Value);

    /// <summary>Two flags that agree within a snapshot, with others between them.</summary>
    private static string Document(string variant)
    {
        IEnumerable<string> between = Enumerable.Range(0, 3).Select(static i => $"\"f{i}\": {{ \"targets\": {{ \"on\": [\"u\"] }} }}");
        string flag = $"{{ \"otherwise\": {{ \"serve\": \"{variant}\" }} }}";
        return $"{{ \"flags\": {{ \"first\": {flag}, {string.Join(", ", between)}, \"last\": {flag} }} }}";
    }
}
