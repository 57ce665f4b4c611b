namespace ModularRollout.Testing.Tests;

public sealed class FakeFeatureGateTests
{
    private static readonly FlagKey<bool> s_checkout = new("checkout", false);
    private static readonly FlagKey<int> s_limit = new("limit", 10);
    private static readonly EvaluationContext s_ada = new("ada");

    [Fact]
    public void Set_Values_AreServedByNameAndByKey()
    {
        FakeFeatureGate gate = new FakeFeatureGate().Set("checkout", true).Set(s_limit, 25).Set("title", "Hello");

        Assert.True(gate.IsEnabled(s_checkout, s_ada));
        Assert.True(gate.IsEnabled("checkout", s_ada));
        Assert.Equal(25, gate.Get(s_limit, s_ada));
        Assert.Equal("Hello", gate.Get(new FlagKey<string>("title", ""), s_ada));
    }

    [Fact]
    public void Set_Again_IsSeenAtOnce()
    {
        FakeFeatureGate gate = new FakeFeatureGate().Set(s_checkout, true);

        gate.Set(s_checkout, false);

        Assert.False(gate.IsEnabled(s_checkout, s_ada));
        gate.Decide(s_checkout, s_ada).ShouldServe("off");
    }

    [Fact]
    public void SetVariant_Names_AreEnabledUnlessOff()
    {
        FakeFeatureGate gate = new FakeFeatureGate().SetVariant("layout", "dense").SetVariant("theme", "off");

        Assert.Equal(("dense", "dense", true), (gate.Decide("layout", s_ada).Variant, gate.Decide("layout", s_ada).Get(""), gate.IsEnabled("layout", s_ada)));
        Assert.False(gate.IsEnabled("theme", s_ada));
    }

    [Fact]
    public void Serve_Decision_KeepsReasonAndArm()
    {
        FakeFeatureGate gate = new FakeFeatureGate().Serve(Decision.Of("checkout", true, "on", DecisionReason.Rollout), DecisionArm.Candidate);

        gate.Decide(s_checkout, s_ada).ShouldServe("on", DecisionReason.Rollout).ShouldBeInArm(DecisionArm.Candidate);
    }

    [Fact]
    public void Decide_UnknownFlag_DecidesAsTheRealGate()
    {
        using FeatureGate real = FeatureGate.FromJson("{ \"flags\": { } }"u8);
        var fake = new FakeFeatureGate();

        foreach (IFeatureGate gate in (ReadOnlySpan<IFeatureGate>)[real, fake])
        {
            gate.Decide("nobody", s_ada).ShouldFail(DecisionError.FlagNotFound);
            gate.Decide((string)null!, s_ada).ShouldFail(DecisionError.FlagNotFound);
            gate.Decide((FlagKey)null!, s_ada).ShouldFail(DecisionError.FlagNotFound);
            Assert.Equal("nobody", gate.Decide("nobody", s_ada).Flag);
            Assert.Equal(10, gate.Get(s_limit, s_ada));
            Assert.True(gate.IsEnabled(new FlagKey<bool>("nobody", fallback: true), s_ada));
        }
    }

    [Fact]
    public void Decide_KeyOfAnotherType_DecidesAsTheRealGate()
    {
        using FeatureGate real = FeatureGate.FromJson("""{ "flags": { "limit": { "variants": { "some": "many" }, "off": "some", "otherwise": { "serve": "some" } } } }"""u8);
        FakeFeatureGate fake = new FakeFeatureGate().Set("limit", "many");

        foreach (IFeatureGate gate in (ReadOnlySpan<IFeatureGate>)[real, fake])
        {
            gate.Decide(s_limit, s_ada).ShouldFail(DecisionError.TypeMismatch);
            Assert.Equal(10, gate.Get(s_limit, s_ada));
        }
    }

    [Fact]
    public void Remove_Flag_IsUnknownAgain() => new FakeFeatureGate().Set(s_checkout, true).Remove("checkout").Decide(s_checkout, s_ada).ShouldFail(DecisionError.FlagNotFound);

    [Fact]
    public void Override_Nested_TheInnermostWinsAndEachEnds()
    {
        FakeFeatureGate gate = new FakeFeatureGate().Set(s_limit, 1);

        using (gate.Override(s_limit, 2))
        {
            using (gate.Override("limit", 3))
            {
                Assert.Equal(3, gate.Get(s_limit, s_ada));
            }

            Assert.Equal(2, gate.Get(s_limit, s_ada));
        }

        Assert.Equal(1, gate.Get(s_limit, s_ada));
    }

    [Fact]
    public void Override_EndedOutOfOrder_OthersStay()
    {
        FakeFeatureGate gate = new FakeFeatureGate().Set(s_limit, 1);
        IDisposable outer = gate.Override(s_limit, 2);
        IDisposable inner = gate.Override(s_limit, 3);

        outer.Dispose();
        Assert.Equal(3, gate.Get(s_limit, s_ada));

        inner.Dispose();
        inner.Dispose();
        Assert.Equal(1, gate.Get(s_limit, s_ada));
    }

    [Fact]
    public void OverrideServing_Error_MakesTheFlagMissing()
    {
        FakeFeatureGate gate = new FakeFeatureGate().Set(s_checkout, true);

        using (gate.OverrideServing(Decision.OfError("checkout", DecisionError.NotReady)))
        {
            gate.Decide(s_checkout, s_ada).ShouldFail(DecisionError.NotReady);
        }

        gate.Decide(s_checkout, s_ada).ShouldServe("on");
    }

    [Fact]
    public async Task Override_FlowsThatRunSideBySide_SeeTheirOwnAlone()
    {
        FakeFeatureGate gate = new FakeFeatureGate().Set(s_limit, -1);
        using var everybodyIsIn = new Barrier(4);

        async Task<int> FlowAsync(int own)
        {
            using (gate.Override(s_limit, own))
            {
                await Task.Yield();
                everybodyIsIn.SignalAndWait(TestContext.Current.CancellationToken);
                int wrong = 0;
                for (int i = 0; i < 1_000; i++)
                {
                    wrong += gate.Get(s_limit, s_ada) == own ? 0 : 1;
                    if (i % 100 == 0)
                    {
                        await Task.Yield();
                    }
                }

                return wrong;
            }
        }

        int[] wrong = await Task.WhenAll(Enumerable.Range(0, 4).Select(own => Task.Factory.StartNew(() => FlowAsync(own), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap()));

        Assert.Equal([0, 0, 0, 0], wrong);
        Assert.Equal(-1, gate.Get(s_limit, s_ada));
    }

    [Fact]
    public async Task Override_WorkStartedWithin_SeesItUntilItEnds()
    {
        FakeFeatureGate gate = new FakeFeatureGate().Set(s_limit, 1);
        var hasEnded = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<(int Within, int After)> work;
        using (gate.Override(s_limit, 2))
        {
            work = Task.Run(async () =>
            {
                int within = gate.Get(s_limit, s_ada);
                await hasEnded.Task;
                return (within, gate.Get(s_limit, s_ada));
            });
            while (gate.CountOf("limit") == 0)
            {
                await Task.Yield();
            }
        }

        hasEnded.SetResult();

        Assert.Equal((2, 1), await work);
    }

    [Fact]
    public void Decisions_Asked_AreKeptWithSubjectAndCount()
    {
        FakeFeatureGate gate = new FakeFeatureGate().Set(s_checkout, true);
        gate.IsEnabled(s_checkout, s_ada);
        gate.IsEnabled("checkout", new EvaluationContext("bob"));
        gate.IsEnabled("other", s_ada);

        Assert.Equal([("checkout", "ada", "on"), ("checkout", "bob", "on"), ("other", "ada", null)], gate.Decisions.Select(static asked => (asked.Flag, asked.TargetingKey, asked.Decision.Variant)));
        Assert.Equal((2, 1, 0), (gate.CountOf("checkout"), gate.CountOf("checkout", "bob"), gate.CountOf("checkout", "eve")));
        gate.Forget();
        Assert.Empty(gate.Decisions);
        Assert.True(gate.IsEnabled(s_checkout, s_ada));
    }

    [Fact]
    public async Task Everything_ManyThreads_CountsExactly()
    {
        FakeFeatureGate gate = new FakeFeatureGate().Serve(Decision.Of("checkout", true), DecisionArm.Candidate);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Run(() =>
        {
            for (int i = 0; i < 2_500; i++)
            {
                gate.Set("checkout", true);
                gate.Decide(s_checkout, new EvaluationContext("user-" + thread)).Record(Outcome.Success(TimeSpan.FromMilliseconds(thread)));
            }
        })));

        Assert.Equal((10_000, 2_500), (gate.CountOf("checkout"), gate.CountOf("checkout", "user-3")));
        Assert.Equal(10_000, gate.Outcomes.Of("checkout").Count);
        Assert.Equal(2_500, gate.Outcomes.All.Count(static outcome => outcome.TargetingKey == "user-2" && outcome.Outcome.Duration == TimeSpan.FromMilliseconds(2)));
    }
}
