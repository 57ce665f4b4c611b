using System.Reflection;
using Microsoft.Extensions.Options;
using ModularRollout.Rollouts;
using ModularRollout.Rollouts.Journal;
using ModularRollout.Rollouts.Stores;
using ModularRollout.Tests.Rollouts.Control;

namespace ModularRollout.Tests.Rollouts;

public sealed class RolloutOptionsTests
{
    [Fact]
    public void AddErrors_Defaults_AreValid() => Assert.True(Check(new RolloutOptions()).Succeeded);

    [Fact]
    public void AddErrors_EverythingIsWrong_ReportsAllAtOnce()
    {
        var options = new RolloutOptions
        {
            Instance = " ",
            LookEvery = TimeSpan.FromSeconds(9),
            CheckpointEvery = TimeSpan.FromSeconds(8),
            ProbeTimeout = TimeSpan.Zero,
            ListenerTimeout = TimeSpan.FromDays(2),
            Authorizer = null!,
            MaxConcurrentPerSystem = 0,
            MaxTotalPercent = 0,
        };
        options.Probes.Add(null!);
        options.Listeners.Add(null!);
        options.Freezes.Add(null!);

        string[] errors = [.. Check(options).Failures!];

        Assert.Equal(11, errors.Length);
        Assert.All(errors, static error => Assert.Contains("Rollouts.", error, StringComparison.Ordinal));
        Assert.Contains(errors, static error => error.Contains("00:00:09 is out of range; use 00:00:10 to 01:00:00.", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(10, 10, true)]
    [InlineData(3600, 86400, true)]
    [InlineData(3601, 86400, false)]
    [InlineData(10, 86401, false)]
    public void AddErrors_Times_HaveInclusiveBounds(int look, int checkpoint, bool isValid)
    {
        var options = new RolloutOptions { LookEvery = TimeSpan.FromSeconds(look), CheckpointEvery = TimeSpan.FromSeconds(checkpoint) };

        Assert.Equal(isValid, Check(options).Succeeded);
    }

    [Fact]
    public void AddErrors_InstanceIsCalledLikeTheControllersCheckpoint_IsRefused()
    {
        var options = new RolloutOptions { Instance = "controller" };

        Assert.Contains("'controller' names the checkpoint of whoever controls", Check(options).FailureMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void AddErrors_NamesTwiceOrMissing_SaysWhich()
    {
        var options = new RolloutOptions();
        options.Probes.Add(new Named("smoke"));
        options.Probes.Add(new Named("other"));
        options.Probes.Add(new Named("smoke"));
        options.Listeners.Add(new Named("pager"));
        options.Listeners.Add(new Named(" "));

        string[] errors = [.. Check(options).Failures!];

        Assert.Equal(2, errors.Length);
        Assert.Contains("Probe 2 is named 'smoke', as is probe 0", errors[0], StringComparison.Ordinal);
        Assert.Contains("Listener 1", errors[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Copy_EveryProperty_IsTheSame()
    {
        var options = new RolloutOptions
        {
            Store = new MemoryRolloutStore(),
            SingleProcess = true,
            Instance = "one",
            RunsByItself = false,
            LookEvery = TimeSpan.FromSeconds(20),
            CheckpointEvery = TimeSpan.FromMinutes(2),
            ProbeTimeout = TimeSpan.FromSeconds(1),
            ListenerTimeout = TimeSpan.FromSeconds(2),
            Authorizer = new OperatorAuthorizer(),
            MaxConcurrentPerSystem = 3,
            MaxTotalPercent = 40,
        };
        options.Probes.Add(new Named("a"));
        options.Listeners.Add(new Named("b"));
        options.Freezes.Add(new RolloutFreeze(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddDays(1), "holiday"));

        RolloutOptions copy = options.Copy();

        foreach (PropertyInfo property in typeof(RolloutOptions).GetProperties())
        {
            Assert.Equal(property.GetValue(options), property.GetValue(copy));
        }

        options.Probes.Clear();
        Assert.Single(copy.Probes);
    }

    [Fact]
    public async Task StartAsync_GateAndRolloutOptionsAreWrong_ReportsAllTogether()
    {
        var options = new FeatureGateOptions { StartTimeout = TimeSpan.Zero };
        options.Rollouts.LookEvery = TimeSpan.Zero;

        OptionsValidationException exception = await Assert.ThrowsAsync<OptionsValidationException>(
            () => FeatureGate.StartAsync([], options, TestContext.Current.CancellationToken).AsTask());

        Assert.Equal(2, exception.Failures.Count());
    }

    [Fact]
    public async Task Status_PlanNamesAnUnknownProbe_IsDegradedAndSaysWhich()
    {
        await using Shop shop = await Shop.OpenAsync(Shop.Plan(more: "\"probes\": [\"smoke\", \"login\"]"), static options => options.Rollouts.Probes.Add(new Named("smoke")));

        string reason = Assert.Single(shop.Gate.Status.Reasons);

        Assert.Equal(FeatureGateState.Degraded, shop.Gate.Status.State);
        Assert.Equal("Rollout of `checkout.one-page`: Probe `login` is not registered: add it to RolloutOptions.Probes.", reason);
    }

    private static ValidateOptionsResult Check(RolloutOptions options)
    {
        var result = new ValidateOptionsResultBuilder();
        RolloutOptionsCheck.AddErrors(options, result);
        return result.Build();
    }

    private sealed class Named(string name) : IRolloutProbe, IRolloutListener
    {
        public string Name => name;

        public ValueTask<string?> ProbeAsync(string flag, EvaluationContext context, CancellationToken cancellationToken) => new((string?)null);

        public ValueTask NotifyAsync(RolloutJournalEntry entry, IReadOnlyList<string> escalateTo, CancellationToken cancellationToken) => default;
    }
}
