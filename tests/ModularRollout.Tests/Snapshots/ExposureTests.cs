using ModularRollout.Snapshots;

namespace ModularRollout.Tests.Snapshots;

public sealed class ExposureTests
{
    private const string Flag = "checkout.new-flow";
    private const string Salt = "checkout.new-flow/rollout/1";

    // By the recipe, the buckets under this salt: user-1 at 0.108298, user-2 at 0.202638, user-3 at 0.885940.
    private static readonly EvaluationContext s_low = A.Subject("user-1");
    private static readonly EvaluationContext s_middle = A.Subject("user-2");
    private static readonly EvaluationContext s_high = A.Subject("user-3");

    [Fact]
    public void Decide_PlanWithoutExposure_ServesOtherwise()
    {
        Publishing publishing = Planned();

        Decision decision = publishing.Current.Decide(Flag, s_low);

        Assert.Equal("off", decision.Variant);
        Assert.Equal(DecisionReason.Static, decision.Reason);
        Assert.Equal(DecisionArm.None, decision.Arm);
    }

    [Fact]
    public void Decide_Share_PlacesArmsByBucket()
    {
        Publishing publishing = Planned();

        string[] changes = publishing.Expose(Share(20));

        Assert.Equal([$"{Flag} Exposed"], changes);
        AssertIs("on", DecisionReason.Rollout, DecisionArm.Candidate, publishing, s_low);
        AssertIs("off", DecisionReason.Rollout, DecisionArm.Baseline, publishing, s_middle);
        AssertIs("off", DecisionReason.Rollout, DecisionArm.Baseline, publishing, s_high);
        Assert.Equal(0.10829803249412354, publishing.Current.Decide(Flag, s_low).Bucket!.Value, 15);
        Assert.InRange(publishing.Current.Decide(Flag, s_high).Bucket!.Value, 0.2, 1);
        Assert.Null(publishing.Current.Decide(Flag, s_low).Rule);
    }

    [Fact]
    public void Decide_ShareAndNoKey_IsTheBaselineInNoArm()
    {
        Publishing publishing = Planned();
        publishing.Expose(Share(20));

        Decision decision = publishing.Current.Decide(Flag, A.Subject(""));

        Assert.Equal("off", decision.Variant);
        Assert.Equal(DecisionReason.Error, decision.Reason);
        Assert.Equal(DecisionError.TargetingKeyMissing, decision.Error);
        Assert.Equal(DecisionArm.None, decision.Arm);
        Assert.Null(decision.Bucket);
    }

    [Fact]
    public void Decide_Everything_IsTheCandidateWhateverTheBound()
    {
        Publishing publishing = Planned();

        publishing.Expose(new RolloutExposure { Flag = Flag, Attempt = 1, Stage = 2, HasShare = true, IsEverything = true, Salt = Salt });

        AssertIs("on", DecisionReason.Rollout, DecisionArm.Candidate, publishing, s_low);
        AssertIs("on", DecisionReason.Rollout, DecisionArm.Candidate, publishing, s_high);
        Assert.Equal("off", publishing.Current.Decide(Flag, default).Variant);
    }

    [Fact]
    public void Decide_Holdback_KeepsTheLastBucketsOnTheBaseline()
    {
        Publishing publishing = Planned();

        publishing.Expose(Share(88));
        AssertIs("off", DecisionReason.Rollout, DecisionArm.Baseline, publishing, s_high);

        publishing.Expose(Share(89));
        AssertIs("on", DecisionReason.Rollout, DecisionArm.Candidate, publishing, s_high);
    }

    [Fact]
    public void Decide_Bound_IsExclusive()
    {
        Publishing publishing = Planned();
        ulong hash = 0x1bb96b7bc88d4a08;

        publishing.Expose(new RolloutExposure { Flag = Flag, Attempt = 1, Stage = 1, HasShare = true, Bound = hash, Salt = Salt });
        AssertIs("off", DecisionReason.Rollout, DecisionArm.Baseline, publishing, s_low);

        publishing.Expose(new RolloutExposure { Flag = Flag, Attempt = 1, Stage = 1, HasShare = true, Bound = hash + 1, Salt = Salt });
        AssertIs("on", DecisionReason.Rollout, DecisionArm.Candidate, publishing, s_low);
    }

    [Fact]
    public void Decide_RingAlone_IsTheCandidateInNoArmAndTheRestBaseline()
    {
        Publishing publishing = Planned();

        publishing.Expose(new RolloutExposure { Flag = Flag, Attempt = 1, Stage = 0, Audiences = ["staff"], Salt = Salt });

        AssertIs("on", DecisionReason.Rollout, DecisionArm.None, publishing, Staff("user-3"));
        AssertIs("on", DecisionReason.Rollout, DecisionArm.None, publishing, Staff(null));
        AssertIs("off", DecisionReason.Rollout, DecisionArm.None, publishing, s_low);
        AssertIs("off", DecisionReason.Rollout, DecisionArm.None, publishing, default);
        Assert.Null(publishing.Current.Decide(Flag, s_low).Bucket);
    }

    [Fact]
    public void Decide_RingsAndShare_AsksTheRingsFirst()
    {
        Publishing publishing = Planned();

        publishing.Expose(new RolloutExposure { Flag = Flag, Attempt = 1, Stage = 1, Audiences = ["friends", "staff"], HasShare = true, Bound = 1ul << 61, Salt = Salt });

        AssertIs("on", DecisionReason.Rollout, DecisionArm.None, publishing, Staff("user-3"));
        AssertIs("on", DecisionReason.Rollout, DecisionArm.None, publishing, A.Subject("user-3", "email", "x@friends.example"));
        AssertIs("on", DecisionReason.Rollout, DecisionArm.Candidate, publishing, s_low);
        AssertIs("off", DecisionReason.Rollout, DecisionArm.Baseline, publishing, s_high);
    }

    [Fact]
    public void Decide_ByAttribute_BucketsIt()
    {
        var publishing = new Publishing();
        publishing.Publish("""{ "flags": { "checkout.new-flow": { "rollout": { "candidate": "on", "baseline": "off", "by": "tenant", "stages": [ { "name": "c", "percent": 20 } ] } } } }""");

        publishing.Expose(Share(20));

        AssertIs("on", DecisionReason.Rollout, DecisionArm.Candidate, publishing, A.Subject("user-3", "tenant", "user-1"));
        AssertIs("off", DecisionReason.Rollout, DecisionArm.Baseline, publishing, A.Subject("user-1", "tenant", "user-3"));
        Assert.Equal(DecisionError.TargetingKeyMissing, publishing.Current.Decide(Flag, s_low).Error);
    }

    [Fact]
    public void Decide_RulesAndTargets_ComeBeforeTheExposure()
    {
        var publishing = new Publishing();
        publishing.Publish("""
            { "flags": { "checkout.new-flow": { "targets": { "off": ["user-1"] }, "rules": [ { "name": "r", "when": { "attribute": "a", "exists": true }, "serve": "off" } ],
              "rollout": { "candidate": "on", "baseline": "off", "stages": [ { "name": "all", "percent": 100 } ] } } } }
            """);

        publishing.Expose(new RolloutExposure { Flag = Flag, Attempt = 1, Stage = 0, HasShare = true, IsEverything = true, Salt = Salt });

        AssertIs("off", DecisionReason.TargetingMatch, DecisionArm.None, publishing, s_low);
        AssertIs("off", DecisionReason.TargetingMatch, DecisionArm.None, publishing, A.Subject("user-2", "a", "x"));
        AssertIs("on", DecisionReason.Rollout, DecisionArm.Candidate, publishing, s_middle);
        Assert.Equal(DecisionReason.Forced, publishing.Current.Decide(Flag, EvaluationContext.For("user-2").Force(Flag, "off").Build()).Reason);
    }

    [Fact]
    public void Expose_Nothing_RestoresTheFlagItself()
    {
        Publishing publishing = Planned();
        CompiledFlag before = publishing.Current.Find(Flag)!;
        publishing.Expose(Share(20));
        Assert.NotSame(before, publishing.Current.Find(Flag));

        string[] changes = publishing.Expose();

        Assert.Equal([$"{Flag} Exposed"], changes);
        Assert.Same(before, publishing.Current.Find(Flag));
        AssertIs("off", DecisionReason.Static, DecisionArm.None, publishing, s_low);
    }

    [Fact]
    public void Publish_WhileExposed_KeepsTheExposure()
    {
        Publishing publishing = Planned();
        publishing.Expose(Share(20));

        string[]? changes = publishing.Publish(Document.Replace("\"x\": {}", "\"y\": {}", StringComparison.Ordinal));

        Assert.Equal(["x Removed", "y Added"], changes!);
        AssertIs("on", DecisionReason.Rollout, DecisionArm.Candidate, publishing, s_low);
        Assert.Equal("y", publishing.Current.Flags[1].Name);
    }

    [Fact]
    public void Expose_FlagsThatCannotBe_AreLeftAlone()
    {
        var publishing = new Publishing();
        publishing.Publish("""
            { "flags": { "plain": {}, "disabled": { "enabled": false, "rollout": { "candidate": "on", "baseline": "off", "stages": [ { "name": "all", "percent": 100 } ] } } } }
            """);

        string[] changes = publishing.Expose(
            new RolloutExposure { Flag = "plain", Attempt = 1, Stage = 0, HasShare = true, IsEverything = true, Salt = "s" },
            new RolloutExposure { Flag = "disabled", Attempt = 1, Stage = 0, HasShare = true, IsEverything = true, Salt = "s" },
            new RolloutExposure { Flag = "unknown", Attempt = 1, Stage = 0, HasShare = true, IsEverything = true, Salt = "s" });

        Assert.Empty(changes);
        Assert.Equal(DecisionReason.Static, publishing.Current.Decide("plain", s_low).Reason);
        Assert.Equal(DecisionReason.Disabled, publishing.Current.Decide("disabled", s_low).Reason);
        Assert.Equal(DecisionError.FlagNotFound, publishing.Current.Decide("unknown", s_low).Error);
    }

    [Fact]
    public void Expose_UnknownAudience_IsNobody()
    {
        Publishing publishing = Planned();

        publishing.Expose(new RolloutExposure { Flag = Flag, Attempt = 1, Stage = 0, Audiences = ["nobody", "staff"], Salt = Salt });

        AssertIs("on", DecisionReason.Rollout, DecisionArm.None, publishing, Staff("user-3"));
        AssertIs("off", DecisionReason.Rollout, DecisionArm.None, publishing, s_low);
    }

    [Fact]
    public void Decide_KillUnderExposure_ServesOff()
    {
        Publishing publishing = Planned();
        publishing.Expose(Share(100));
        FeatureSnapshot pinned = publishing.Current;

        publishing.Kill(Flag);

        AssertIs("off", DecisionReason.Disabled, DecisionArm.None, publishing, s_low);
        Assert.Equal(DecisionReason.Disabled, pinned.Decide(Flag, s_low).Reason);
        Assert.Equal(DecisionReason.Rollout, pinned.Replay(Flag, s_low, default).Reason);
    }

    [Fact]
    public void Explain_Exposure_SaysAttemptStageAndWhy()
    {
        Publishing publishing = Planned();
        publishing.Expose(new RolloutExposure { Flag = Flag, Attempt = 3, Stage = 1, Audiences = ["staff"], HasShare = true, Bound = 1ul << 61, Salt = Salt });

        Assert.Equal(
            ["✓ enabled", "✓ rollout attempt 3, stage 2: by share", "✓ split by targetingKey, salt \"checkout.new-flow/rollout/1\": \"user-1\", hash 1bb96b7bc88d4a08, bucket 0.108298",
             "✓ on (Candidate) from 0.000000 to 0.125000", "✗ off (Baseline) from 0.125000 to 1.000000"],
            Lines(publishing, s_low));
        Assert.Equal(["✓ enabled", "✓ rollout attempt 3, stage 2: in an audience"], Lines(publishing, Staff("u")));
        Assert.Equal("✗ split by targetingKey, salt \"checkout.new-flow/rollout/1\": absent: no usable value, off is served", Lines(publishing, default)[2]);

        publishing.Expose(new RolloutExposure { Flag = Flag, Attempt = 3, Stage = 0, Audiences = ["staff"], Salt = Salt });
        Assert.Equal(["✓ enabled", "✓ rollout attempt 3, stage 1: outside the audiences"], Lines(publishing, s_low));
    }

    private const string Document = """
        { "segments": { "staff": { "attribute": "email", "endsWith": ["@shop.example"] }, "friends": { "attribute": "email", "endsWith": ["@friends.example"] } },
          "flags": { "x": {}, "checkout.new-flow": { "rollout": { "candidate": "on", "baseline": "off",
            "stages": [ { "name": "ring", "audience": "staff" }, { "name": "friends", "audience": "friends" }, { "name": "c", "percent": 10 }, { "name": "all", "percent": 100 } ], "probes": ["smoke"] } } } }
        """;

    private static Publishing Planned()
    {
        var publishing = new Publishing();
        publishing.Publish(Document);
        return publishing;
    }

    private static EvaluationContext Staff(string? key) => A.Subject(key, "email", "a@shop.example");

    private static RolloutExposure Share(decimal percent)
    {
        ulong bound = ShareBounds.OfPercent(percent, out bool all);
        return new RolloutExposure { Flag = Flag, Attempt = 1, Stage = 1, HasShare = true, Bound = bound, IsEverything = all, Salt = Salt };
    }

    private static string[] Lines(Publishing publishing, in EvaluationContext context) =>
        [.. publishing.Current.Explain(Flag, context).ToString().Split('\n').Skip(2).Select(static line => line.Trim())];

    private static void AssertIs(string variant, DecisionReason reason, DecisionArm arm, Publishing publishing, in EvaluationContext context)
    {
        foreach (Decision decision in new[]
        {
            publishing.Current.Decide(Flag, context), publishing.Current.Decide(new FlagKey<bool>(Flag, false), context), publishing.Current.Explain(Flag, context).Decision,
        })
        {
            Assert.Equal((variant, reason, arm), (decision.Variant, decision.Reason, decision.Arm));
            Assert.Equal(DecisionError.None, decision.Error);
        }
    }
}
