using ModularRollout.Snapshots;

namespace ModularRollout.Tests.Snapshots;

public sealed class LockedPartsTests
{
    private const string Locked = """
        {"enabled":false,"description":"then","kind":"release","off":"off","variants":{"on":true,"off":false},"rules":[],"otherwise":{"serve":"off"},"rollout":{"candidate":"on","baseline":"off"}}
        """;

    [Fact]
    public void Compose_AnotherDefinition_TakesEachPartOnceFromWhereItBelongs() => Assert.Equal(
        """{"kind":"release","off":"off","variants":{"on":true,"off":false},"otherwise":{"serve":"off"},"rollout":{"candidate":"on","baseline":"off"},"owner":"now","targets":{"on":["a"]},"enabled":true}""",
        LockedParts.Compose(
            Locked,
            """{"owner":"now","enabled":true,"kind":"ops","off":"on","variants":{"on":1,"off":2},"otherwise":{"serve":"on"},"rollout":{"candidate":"x"},"targets":{"on":["a"]}}"""));

    [Theory]
    [InlineData("""{"enabled":true}""", """{"enabled":false}""", ""","enabled":false}""")]
    [InlineData("""{"enabled":true}""", "{}", "}")]
    [InlineData("{}", """{"enabled":false}""", ""","enabled":false}""")]
    public void Compose_WithASwitch_IsEnabledAsThatSays(string free, string switched, string end)
    {
        string composed = LockedParts.Compose(Locked, free, switched);

        Assert.EndsWith("\"baseline\":\"off\"}" + end, composed, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"release\"", "\"ops\"", false)]
    [InlineData("\"off\":\"off\"", "\"off\":\"on\"", false)]
    [InlineData("\"on\":true", "\"on\":false", false)]
    [InlineData("\"serve\":\"off\"", "\"serve\":\"on\"", false)]
    [InlineData("\"candidate\":\"on\"", "\"candidate\":\"off\"", false)]
    [InlineData("\"kind\":\"release\",", "", false)]
    [InlineData("\"description\":\"then\"", "\"description\":\"now\"", true)]
    [InlineData("\"rules\":[]", "\"rules\":[1]", true)]
    [InlineData("\"enabled\":false", "\"enabled\":true", true)]
    public void AreSame_OneEdit_SaysWhetherItIsLocked(string part, string edited, bool areSame)
    {
        string other = Locked.Replace(part, edited, StringComparison.Ordinal);

        Assert.Equal((areSame, areSame), (LockedParts.AreSame(Locked, other), LockedParts.AreSame(other, Locked)));
    }

    [Theory]
    [InlineData(Locked, false)]
    [InlineData("""{"rollout":{"candidate":"x","baseline":"off"}}""", false)]
    [InlineData("""{"rollout":{"candidate":"x","baseline":"on"}}""", true)]
    [InlineData("{}", false)]
    public void BeginElsewhere_AnotherPlan_AsksForItsBaseline(string other, bool elsewhere) =>
        Assert.Equal((elsewhere, elsewhere), (LockedParts.BeginElsewhere(Locked, other), LockedParts.BeginElsewhere(other, Locked)));
}
