using ModularRollout.Decisions;

namespace ModularRollout.Tests.Decisions;

public class DecisionNamesTests
{
    [Theory]
    [InlineData(DecisionReason.Static, false, "static")]
    [InlineData(DecisionReason.Forced, false, "static")]
    [InlineData(DecisionReason.Default, false, "default")]
    [InlineData(DecisionReason.TargetingMatch, false, "targeting_match")]
    [InlineData(DecisionReason.Split, true, "split")]
    [InlineData(DecisionReason.Disabled, false, "disabled")]
    [InlineData(DecisionReason.PrerequisiteFailed, false, "disabled")]
    [InlineData(DecisionReason.Rollout, true, "split")]
    [InlineData(DecisionReason.Rollout, false, "targeting_match")]
    [InlineData(DecisionReason.Error, false, "error")]
    public void Of_Reason_IsAWordOfTheConvention(DecisionReason reason, bool isRandom, string expected) =>
        Assert.Equal(expected, DecisionNames.Of(reason, isRandom));

    [Theory]
    [InlineData(DecisionError.None, null)]
    [InlineData(DecisionError.FlagNotFound, "flag_not_found")]
    [InlineData(DecisionError.TypeMismatch, "type_mismatch")]
    [InlineData(DecisionError.TargetingKeyMissing, "targeting_key_missing")]
    [InlineData(DecisionError.NotReady, "provider_not_ready")]
    [InlineData(DecisionError.General, "general")]
    public void Of_Error_IsAWordOfTheConvention(DecisionError error, string? expected) => Assert.Equal(expected, DecisionNames.Of(error));

    [Fact]
    public void Explain_EveryError_IsASentenceOfItsOwn()
    {
        DecisionError[] errors = [.. Enum.GetValues<DecisionError>().Where(error => error != DecisionError.None)];

        Assert.Equal(errors.Length, errors.Select(DecisionNames.Explain).Distinct().Count());
    }
}
