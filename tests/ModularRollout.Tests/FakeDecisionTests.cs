using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Time.Testing;

namespace ModularRollout.Tests;

/// <summary>What the decision offers to those who write fakes.</summary>
public sealed class FakeDecisionTests
{
    [Theory]
    [InlineData(DecisionError.FlagNotFound)]
    [InlineData(DecisionError.NotReady)]
    [InlineData(DecisionError.TypeMismatch)]
    public void OfError_AnyError_HasNoVariantAndSaysWhy(DecisionError error)
    {
        Decision decision = Decision.OfError("checkout", error);

        Assert.Equal(("checkout", null, DecisionReason.Error, error, false), (decision.Flag, decision.Variant, decision.Reason, decision.Error, decision.IsEnabled));
        Assert.Equal(7, decision.Get(7));
    }

    [Fact]
    public void OfError_None_Throws() => Assert.Throws<ArgumentOutOfRangeException>("error", static () => Decision.OfError("checkout", DecisionError.None));

    [Fact]
    public void ForKey_ValueOfItsType_IsTheDecision()
    {
        Assert.Equal("on", Decision.Of("f", true).ForKey(new FlagKey<bool>("f", false)).Variant);
        Assert.Equal("value", Decision.Of("f", 3).ForKey(new FlagKey<long>("f", 0)).Variant);
        Assert.Equal("value", Decision.Of("f", new Version(1, 2)).ForKey(new FlagKey<Version>("f", new Version())).Variant);
    }

    [Fact]
    public void ForKey_ValueOfAnotherType_IsAMismatchAsOfAGate()
    {
        Decision decision = Decision.Of("f", "treatment", "b").ForKey(new FlagKey<bool>("f", true));

        Assert.Equal(("f", null, DecisionReason.Error, DecisionError.TypeMismatch), (decision.Flag, decision.Variant, decision.Reason, decision.Error));
        Assert.Equal(DecisionError.TypeMismatch, Decision.Of("f", 1.5).ForKey(new FlagKey<int>("f", 0)).Error);
    }

    [Fact]
    public void ForKey_HeldValueOfAnotherTypeAndKeyWithMetadata_IsAMismatch()
    {
        JsonTypeInfo<JsonElement> json = JsonMetadataServices.CreateValueInfo<JsonElement>(new JsonSerializerOptions { TypeInfoResolver = JsonTypeInfoResolver.Combine() }, JsonMetadataServices.JsonElementConverter);

        Assert.Equal(DecisionError.TypeMismatch, Decision.Of("f", new Version(1, 2)).ForKey(new FlagKey<JsonElement>("f", default, json)).Error);
    }

    [Fact]
    public void ForKey_TextAndKeyWithMetadata_IsReadAsOfAGate()
    {
        JsonTypeInfo<Version> json = JsonMetadataServices.CreateValueInfo<Version>(new JsonSerializerOptions { TypeInfoResolver = JsonTypeInfoResolver.Combine() }, JsonMetadataServices.VersionConverter);

        Assert.Equal("value", Decision.Of("f", "1.2").ForKey(new FlagKey<Version>("f", new Version(), json)).Variant);
        Assert.Equal(DecisionError.TypeMismatch, Decision.Of("f", "one").ForKey(new FlagKey<Version>("f", new Version(), json)).Error);
    }

    [Fact]
    public void ForKey_NoVariant_KeepsItsError() =>
        Assert.Equal(DecisionError.FlagNotFound, Decision.OfError("f", DecisionError.FlagNotFound).ForKey(new FlagKey<bool>("f", true)).Error);

    [Fact]
    public void WithOutcomes_Record_HandsThemOver()
    {
        var outcomes = new List<Outcome>();
        Decision decision = Decision.Of("f", true).WithOutcomes(DecisionArm.Candidate, outcomes.Add);

        decision.Record(Outcome.Failure(TimeSpan.FromSeconds(2)));
        decision.Record(Outcome.Event("order-lost"));

        Assert.Equal(DecisionArm.Candidate, decision.Arm);
        Assert.Equal(("f", "on", true), (decision.Flag, decision.Variant, decision.IsEnabled));
        Assert.Equal([(true, TimeSpan.FromSeconds(2), null), (false, TimeSpan.Zero, "order-lost")], outcomes.Select(static outcome => (outcome.IsFailure, outcome.Duration, outcome.CustomEvent)));
    }

    [Fact]
    public async Task WithOutcomes_Switch_MeasuresByTheClock()
    {
        var clock = new FakeTimeProvider();
        var outcomes = new List<Outcome>();
        Decision decision = Decision.Of("f", true).WithOutcomes(DecisionArm.Candidate, outcomes.Add, clock);

        int result = await decision.SwitchAsync(
            clock,
            static (_, _) => ValueTask.FromResult(1),
            static (clock, _) =>
            {
                clock.Advance(TimeSpan.FromMilliseconds(250));
                return ValueTask.FromResult(2);
            },
            null,
            TestContext.Current.CancellationToken);
        Assert.Throws<InvalidOperationException>(() => decision.Switch(0, static _ => 1, static int (_) => throw new InvalidOperationException(), null, TestContext.Current.CancellationToken));

        Assert.Equal(2, result);
        Assert.Equal([(false, TimeSpan.FromMilliseconds(250)), (true, TimeSpan.Zero)], outcomes.Select(static outcome => (outcome.IsFailure, outcome.Duration)));
    }

    [Fact]
    public void WithOutcomes_PredicateThrows_CountsAsItWouldWithoutOne()
    {
        var outcomes = new List<Outcome>();
        Decision decision = Decision.Of("f", true).WithOutcomes(DecisionArm.None, outcomes.Add);

        decision.Switch(0, static _ => 1, static _ => 2, new SwitchOptions<int> { IsFailure = static _ => throw new InvalidOperationException() }, TestContext.Current.CancellationToken);

        Assert.False(Assert.Single(outcomes).IsFailure);
    }
}
