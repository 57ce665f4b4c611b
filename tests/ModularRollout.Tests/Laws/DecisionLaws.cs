using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using ModularRollout.Definitions;

namespace ModularRollout.Tests.Laws;

[Properties(Arbitrary = [typeof(Documents)], MaxTest = 300)]
public sealed class DecisionLaws
{
    private static readonly DateTimeOffset s_instant = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    [Property]
    public void Decide_EveryWayOfAsking_SaysTheSame(Question question)
    {
        FeatureGate gate = A.Gate(question.Document);
        EvaluationContext context = question.Subject();

        foreach (FlagDefinition flag in gate.Current.Flags)
        {
            Told expected = Told.By(gate.Decide(flag.Name, context));
            var key = new FlagKey<bool>(flag.Name, false);

            Assert.Equal(expected, Told.By(gate.Decide(key, context)));
            Assert.Equal(expected, Told.By(gate.Decide(key, context)));
            Assert.Equal(expected, Told.By(gate.Decide(flag.Name, context)));
            Assert.Equal(expected, Told.By(gate.Current.Decide(flag.Name, context)));
            Assert.Equal(expected, Told.By(gate.Current.Decide(key, context)));
        }
    }

    [Property]
    public void Explain_AnyFlagAndContext_AgreesWithDecide(Question question)
    {
        FeatureGate gate = A.Gate(question.Document);
        EvaluationContext context = question.Subject();

        foreach (FlagDefinition flag in gate.Current.Flags)
        {
            FlagExplanation explanation = gate.Current.Explain(flag.Name, context);
            ExplanationStep last = explanation.Steps[^1];

            Assert.Equal(Told.By(gate.Decide(flag.Name, context)), Told.By(explanation.Decision));
            Assert.All(explanation.Steps.Where(static step => step.Text.StartsWith("rule ", StringComparison.Ordinal)), step =>
                Assert.Equal(explanation.Decision.Rule == step.Text[5..], step.Applies));
            Assert.Equal(explanation.Decision.Bucket is not null, last.Applies == true && last.Text.StartsWith("split ", StringComparison.Ordinal));
        }
    }

    [Property]
    public void Replay_AnyFlagAndContext_AgreesWithDecide(Question question)
    {
        FeatureGate gate = A.Gate(question.Document);
        EvaluationContext context = question.Subject();

        Assert.All(gate.Current.Flags, flag =>
            Assert.Equal(Told.By(gate.Decide(flag.Name, context)), Told.By(gate.Current.Replay(flag.Name, context, s_instant))));
    }

    [Property]
    public void ToJson_ReadAgain_IsTheSameContentAndDecidesTheSame(Question question)
    {
        FeatureSnapshot before = A.Gate(question.Document).Current;

        FeatureSnapshot after = FeatureGate.FromJson(before.ToJson()).Current;

        Assert.Equal(before.ContentHash, after.ContentHash);
        Assert.Equal(before.ToJson(), after.ToJson());
        Assert.Equal(Told.All(before, question.Subject()), Told.All(after, question.Subject()));
    }

    [Property]
    public void Decide_OtherFlagsComeGoAndMove_StaysTheSame(Question question, int seed)
    {
        string[] flags = [.. question.Flags];
        new Random(seed).Shuffle(flags);
        FeatureSnapshot before = A.Gate(question.Document).Current;
        FeatureSnapshot shuffled = A.Gate(Question.DocumentOf(["\"first\": {}", .. flags, "\"last\": { \"otherwise\": { \"serve\": \"on\" } }"])).Current;
        FeatureSnapshot alone = A.Gate(Question.DocumentOf(question.Flags[..1])).Current;
        EvaluationContext context = question.Subject();

        Assert.All(before.Flags, flag =>
            Assert.Equal(Told.By(before.Decide(flag.Name, context)), Told.By(shuffled.Decide(flag.Name, context))));
        Assert.Equal(Told.By(before.Decide("f0", context)), Told.By(alone.Decide("f0", context)));
    }

    [Property]
    public void Kill_AnyFlag_RestoresOffAndReviveWhatWas(Question question)
    {
        var publishing = new Publishing();
        publishing.Publish(question.Document);
        EvaluationContext context = question.Subject();
        Told[] before = Told.All(publishing.Current, context);

        foreach (FlagDefinition flag in publishing.Current.Flags)
        {
            publishing.Kill(flag.Name);
            Decision killed = publishing.Current.Decide(flag.Name, context);
            Assert.Equal(("off", DecisionReason.Disabled, false), (killed.Variant, killed.Reason, killed.IsEnabled));
            Assert.Equal(Told.By(killed), Told.By(publishing.Current.Explain(flag.Name, context).Decision));
            Assert.Equal(Told.By(killed), Told.By(publishing.Current.Replay(flag.Name, context, s_instant)));
        }

        publishing.Kill();
        Assert.Equal(before, Told.All(publishing.Current, context));
    }

    [Property]
    public void Force_AnyVariant_BeatsAllButOffSwitchesAndPrerequisites(Question question, bool variant)
    {
        FeatureGate gate = A.Gate(question.Document);
        EvaluationContext plain = question.Subject();
        string name = variant ? "on" : "off";

        foreach (FlagDefinition flag in gate.Current.Flags)
        {
            Decision before = gate.Decide(flag.Name, plain);
            Decision forced = gate.Decide(flag.Name, EvaluationContext.For(plain.TargetingKey).Force(flag.Name, name).Build());
            if (before.Reason is DecisionReason.Disabled)
            {
                Assert.Equal(DecisionReason.Disabled, forced.Reason);
            }
            else if (forced.Reason is not DecisionReason.PrerequisiteFailed)
            {
                Assert.Equal((name, DecisionReason.Forced, (double?)null), (forced.Variant, forced.Reason, forced.Bucket));
            }
        }
    }

    [Property]
    public void Split_SplitIsWidened_KeepsEveryoneWhoWasIn(NonNull<string> key, ushort x, ushort y)
    {
        string narrow = Weights(Math.Min(x, y));
        string wide = Weights(Math.Max(x, y));
        EvaluationContext context = A.Subject("k" + key.Get);

        Assert.True(!A.Flag(narrow).Decide(context).IsEnabled || A.Flag(wide).Decide(context).IsEnabled);

        static string Weights(int on) => string.Create(CultureInfo.InvariantCulture, $$""" "otherwise": { "split": { "weights": { "on": {{on}}, "off": {{65536 - on}} } } } """);
    }

    [Property]
    public void BucketIn_ShareIsWidened_KeepsEveryoneWhoWasIn(NonNull<string> key, ushort from, ushort to, ushort less, ushort more)
    {
        (int low, int high) = (Math.Min(from, to), Math.Max(from, to));
        EvaluationContext context = A.Subject("k" + key.Get);

        bool narrow = A.When(Share(low, high)).Decide(context).IsEnabled;
        bool wide = A.When(Share(Math.Max(0, low - less), Math.Min(ushort.MaxValue, high + more))).Decide(context).IsEnabled;
        Assert.True(!narrow || wide);

        static string Share(int from, int to) => string.Create(
            CultureInfo.InvariantCulture,
            $$"""{ "attribute": "targetingKey", "bucketIn": { "salt": "s", "fromPercent": {{from * 100m / ushort.MaxValue:F6}}, "toPercent": {{to * 100m / ushort.MaxValue:F6}} } }""");
    }

    [Property]
    public void Expose_ShareIsWidened_KeepsEveryoneWhoWasIn(NonNull<string> key, ulong x, ulong y)
    {
        EvaluationContext context = A.Subject("k" + key.Get);

        bool narrow = IsCandidate(Math.Min(x, y));
        bool wide = IsCandidate(Math.Max(x, y));

        Assert.True(!narrow || wide);
        Assert.True(IsCandidate(null));

        bool IsCandidate(ulong? bound)
        {
            var publishing = new Publishing();
            publishing.Publish("""{ "flags": { "f": { "rollout": { "candidate": "on", "baseline": "off", "stages": [ { "name": "c", "percent": 10 } ] } } } }""");
            publishing.Expose(new ModularRollout.Snapshots.RolloutExposure
            {
                Flag = "f",
                Attempt = 1,
                Stage = 0,
                HasShare = true,
                Bound = bound ?? 0,
                IsEverything = bound is null,
                Salt = "f/rollout",
            });
            return publishing.Current.Decide("f", context).IsEnabled;
        }
    }
}
