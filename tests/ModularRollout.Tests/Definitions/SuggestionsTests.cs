using ModularRollout.Definitions;

namespace ModularRollout.Tests.Definitions;

public sealed class SuggestionsTests
{
    [Theory]
    [InlineData("otherwse", "otherwise")] // a letter left out
    [InlineData("ottherwise", "otherwise")] // one too many
    [InlineData("otherwize", "otherwise")] // another one
    [InlineData("ohterwise", "otherwise")] // two swapped
    [InlineData("OTHERWISE", "otherwise")]
    [InlineData("othxxxise", "otherwise")] // a third of the letters
    [InlineData("othxxxxse", null)]
    [InlineData("rule", "rules")]
    [InlineData("urles", "rules")]
    [InlineData("urlex", null)] // two slips in five letters
    [InlineData("of", "off")]
    [InlineData("x", null)]
    [InlineData("", null)]
    public void Closest_MistypedName_IsTheOneThatWasMeant(string name, string? meant) =>
        Assert.Equal(meant, Suggestions.Closest(name, ["otherwise", "rules", "off"]));

    [Fact]
    public void Closest_TwoAreNear_IsTheNearer() => Assert.Equal("checkout", Suggestions.Closest("chekout", ["checkouts", "checkout", "check"]));

    [Theory]
    [InlineData(64, 64, true)]
    [InlineData(64, 63, true)]
    [InlineData(63, 64, true)]
    [InlineData(64, 65, false)] // what is longer than a name is nobody's slip
    [InlineData(65, 64, false)]
    public void Closest_LongNames_AreComparedUpTo64Characters(int name, int candidate, bool isFound)
    {
        string known = new('a', candidate);

        Assert.Equal(isFound ? known : null, Suggestions.Closest(new string('a', name), [known]));
    }
}
