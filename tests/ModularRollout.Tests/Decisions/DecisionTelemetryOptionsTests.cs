using Microsoft.Extensions.Options;
using ModularRollout.Decisions;

namespace ModularRollout.Tests.Decisions;

public class DecisionTelemetryOptionsTests
{
    [Fact]
    public void AddErrors_Defaults_AreValidAndPrivate()
    {
        var options = new DecisionTelemetryOptions();

        Assert.True(Check(options).Succeeded);
        Assert.Equal(
            (DecisionSignal.Event, ContextIdMode.None, false, false, false, 0),
            (options.Signal, options.ContextId, options.IncludeAllValues, options.Journal.IncludeContext, options.Journal.IncludeSubjectHash, options.ValueFlags.Count));
    }

    [Fact]
    public void AddErrors_EverythingIsWrong_ReportsAll()
    {
        var options = new DecisionTelemetryOptions
        {
            Signal = (DecisionSignal)9,
            SetId = "",
            ContextId = (ContextIdMode)9,
            Secret = new byte[15],
            Journal = { Capacity = 15, BatchSize = 16, FlushTimeout = TimeSpan.FromSeconds(-1) },
        };
        options.Journal.Recorders.Add(null!);

        Assert.Equal(8, Check(options).Failures!.Count());
    }

    [Fact]
    public void AddErrors_HmacWithoutSecret_SaysWhatItNeeds()
    {
        var options = new DecisionTelemetryOptions { ContextId = ContextIdMode.Hmac };

        Assert.Contains("16 bytes", Check(options).FailureMessage, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(16, 1, 0, true)]
    [InlineData(16, 16, 600, true)]
    [InlineData(16_777_216, 1, 5, true)]
    [InlineData(16_777_217, 1, 5, false)]
    [InlineData(16, 0, 5, false)]
    [InlineData(16, 17, 5, false)]
    [InlineData(16, 1, 601, false)]
    public void AddErrors_JournalBounds_AreInclusive(int capacity, int batch, int seconds, bool isValid)
    {
        var options = new DecisionTelemetryOptions
        {
            Secret = new byte[16],
            ContextId = ContextIdMode.Hmac,
            Journal = { Capacity = capacity, BatchSize = batch, FlushTimeout = TimeSpan.FromSeconds(seconds) },
        };

        Assert.Equal(isValid, Check(options).Succeeded);
    }

    private static ValidateOptionsResult Check(DecisionTelemetryOptions options)
    {
        var result = new ValidateOptionsResultBuilder();
        DecisionTelemetryOptionsCheck.AddErrors(options, result);
        return result.Build();
    }
}
