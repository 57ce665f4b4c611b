namespace ModularRollout.Tests.Snapshots;

public sealed class SnapshotDifferenceTests
{
    [Fact]
    public void Publish_FirstDocument_AddsEveryFlag() =>
        Assert.Equal(["b Added", "a Added"], new Publishing().Publish("""{ "flags": { "b": {}, "a": {} } }""")!);

    [Fact]
    public void Publish_SameMeaning_ChangesNothing()
    {
        var publishing = new Publishing();
        publishing.Publish("""{ "flags": { "a": { "enabled": true }, "b": {} } }""");

        Assert.Empty(publishing.Publish("""{ "flags": { "b": { }, "a": { "enabled" : true } } }""")!);
        Assert.Equal(2, publishing.Current.Version);
    }

    [Fact]
    public void Publish_FlagsComeGoAndChange_SaysWhich()
    {
        var publishing = new Publishing();
        publishing.Publish("""{ "flags": { "same": {}, "changed": {}, "removed": {} } }""");

        Assert.Equal(
            ["changed Changed", "removed Removed", "added Added"],
            publishing.Publish("""{ "flags": { "added": {}, "changed": { "enabled": false }, "same": {} } }""")!);
    }

    [Fact]
    public void Kill_AndRevive_SaysWhich()
    {
        var publishing = new Publishing();
        publishing.Publish("""{ "flags": { "a": {}, "b": {} } }""");

        Assert.Equal(["a Killed"], publishing.Kill("a"));
        Assert.Equal(["a Revived", "b Killed"], publishing.Kill("b"));
        Assert.Equal(["b Revived"], publishing.Kill());
        Assert.Empty(publishing.Kill());
    }
}
