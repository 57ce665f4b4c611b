using ModularRollout.Rollouts;

namespace ModularRollout.Tests.Rollouts;

public sealed class OperatorAuthorizerTests
{
    private readonly OperatorAuthorizer _authorizer = new(new Dictionary<string, IReadOnlyList<string>> { ["team-checkout"] = ["ada"], ["product"] = ["grace"] });

    [Theory]
    [InlineData(RolloutCommandKind.Advance, "ada", true)]
    [InlineData(RolloutCommandKind.Advance, "linus", true)]
    [InlineData(RolloutCommandKind.Advance, "grace", false)]
    [InlineData(RolloutCommandKind.RollBack, "team-checkout", true)]
    [InlineData(RolloutCommandKind.Approve, "grace", true)]
    public void MayCommand_FlagWithOperators_IsTheirsButApprovalsAreTheGroups(RolloutCommandKind command, string actor, bool expected)
    {
        bool may = _authorizer.MayCommand(command, "checkout", ["team-checkout", "linus"], actor);

        Assert.Equal(expected, may);
    }

    [Fact]
    public void MayCommand_FlagWithoutOperators_IsAnybodys()
    {
        Assert.True(_authorizer.MayCommand(RolloutCommandKind.RollBack, "checkout", [], "anybody"));
    }

    [Fact]
    public void IsMember_GroupsThatAreKnown_HaveTheirMembersAlone()
    {
        Assert.True(_authorizer.IsMember("grace", "product"));
        Assert.False(_authorizer.IsMember("ada", "product"));
        Assert.False(_authorizer.IsMember("ada", "nobody"));
    }
}
