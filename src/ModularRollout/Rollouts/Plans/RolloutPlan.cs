using ModularRollout.Definitions;
using ModularRollout.Definitions.Plans;

namespace ModularRollout.Rollouts.Plans;

/// <summary>The plan of a rollout: the stages that move a flag from its baseline variant to its candidate, and what may stop them.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed class RolloutPlan
{
    internal RolloutPlan(string flag, string json)
    {
        Flag = flag;
        Json = json;
    }

    /// <summary>Gets the name of the flag.</summary>
    public string Flag { get; }

    /// <summary>Gets the variant the rollout moves to.</summary>
    public string Candidate { get; internal init; } = "";

    /// <summary>Gets the variant the rollout moves from.</summary>
    public string Baseline { get; internal init; } = "";

    /// <summary>Gets the attribute that is bucketed.</summary>
    /// <value>The default is <see langword="null"/>: the targeting key.</value>
    public string? By { get; internal init; }

    /// <summary>Gets when the rollout starts.</summary>
    /// <value>The default is <see cref="PlanStart.Manual"/>.</value>
    public PlanStart Start { get; internal init; }

    /// <summary>Gets the instant at which the rollout starts.</summary>
    /// <value>In UTC; set for <see cref="PlanStart.At"/> alone.</value>
    public DateTimeOffset? StartAt { get; internal init; }

    /// <summary>Gets what the rollout is expected to show.</summary>
    public string? Hypothesis { get; internal init; }

    /// <summary>Gets the flags of which a rollout must have completed.</summary>
    /// <value>The default is empty.</value>
    public IReadOnlyList<string> After { get; internal init; } = [];

    /// <summary>Gets the flags whose rollouts must not run at the same time.</summary>
    /// <value>The default is empty.</value>
    public IReadOnlyList<string> ConflictsWith { get; internal init; } = [];

    /// <summary>Gets where outcomes come from.</summary>
    /// <value>The default is <see cref="PlanMeasure.Switch"/>.</value>
    public PlanMeasure Measure { get; internal init; }

    /// <summary>Gets the steps of exposure, in their order.</summary>
    /// <value>1 to 32.</value>
    public IReadOnlyList<RolloutStage> Stages { get; internal init; } = [];

    /// <summary>Gets the rules over outcomes.</summary>
    /// <value>At most 32. The default is empty.</value>
    public IReadOnlyList<RolloutGuard> Guards { get; internal init; } = [];

    /// <summary>Gets the accepted chance that an attempt is rolled back though its candidate is no worse.</summary>
    /// <value>Above 0, below 1. The default is .01.</value>
    public double FalseRollback { get; internal init; } = .01;

    /// <summary>Gets the accepted chance that a worse candidate is proven to be no worse.</summary>
    /// <value>Above 0, below 1. The default is .05.</value>
    public double FalseAdvance { get; internal init; } = .05;

    /// <summary>Gets how many settled outcomes an arm needs in a stage before a guard is healthy.</summary>
    /// <value>0 or more. The default is 100.</value>
    public int MinOutcomes { get; internal init; } = 100;

    /// <summary>Gets how old an outcome's slot is when it is judged: the longest time-out of either path.</summary>
    /// <value>The default is 60 seconds.</value>
    public TimeSpan Settle { get; internal init; } = PlanLimits.DefaultSettle;

    /// <summary>Gets the longest time in a stage; only open change hours count.</summary>
    /// <value>The default is <see langword="null"/>: no end.</value>
    public TimeSpan? Window { get; internal init; }

    /// <summary>Gets what happens at the end of a stage's window.</summary>
    /// <value>The default is <see cref="WindowEnd.Hold"/>.</value>
    public WindowEnd OnWindowEnd { get; internal init; }

    /// <summary>Gets the longest time with decisions but without outcomes.</summary>
    /// <value>The default is 15 minutes.</value>
    public TimeSpan MaxBlind { get; internal init; } = TimeSpan.FromMinutes(15);

    /// <summary>Gets what happens after <see cref="MaxBlind"/>.</summary>
    /// <value>The default is <see cref="RolloutReaction.Hold"/>.</value>
    public RolloutReaction OnBlind { get; internal init; }

    /// <summary>Gets what happens when a guard without a reaction of its own reaches its limit.</summary>
    /// <value>The default is <see cref="RolloutReaction.RollBack"/>.</value>
    public RolloutReaction OnBreach { get; internal init; } = RolloutReaction.RollBack;

    /// <summary>Gets when exposure may rise.</summary>
    /// <value>The default is <see langword="null"/>: at any time.</value>
    public ChangeHours? ChangeHours { get; internal init; }

    /// <summary>Gets the synthetic checks that are run with the candidate before and during a stage.</summary>
    /// <value>The default is empty.</value>
    public IReadOnlyList<string> Probes { get; internal init; } = [];

    /// <summary>Gets the attributes by whose values the impact is reported.</summary>
    /// <value>At most 8, each once. The default is empty.</value>
    public IReadOnlyList<string> ReportBy { get; internal init; } = [];

    /// <summary>Gets which subjects a new attempt exposes.</summary>
    /// <value>The default is <see cref="PlanRestart.NewBuckets"/>.</value>
    public PlanRestart Restart { get; internal init; }

    /// <summary>Gets the most attempts.</summary>
    /// <value>1 or more. The default is 3.</value>
    public int MaxAttempts { get; internal init; } = 3;

    /// <summary>Gets who is told of every hold, breach and refusal.</summary>
    /// <value>The default is empty.</value>
    public IReadOnlyList<string> EscalateTo { get; internal init; } = [];

    /// <summary>Gets the plan as it was written, without comments, insignificant white space and <c>x-</c> properties.</summary>
    /// <value>What a journal locks; <see cref="Parse"/> gives the same plan, with the same text.</value>
    public string Json { get; }

    /// <summary>Reads a plan.</summary>
    /// <param name="flag">The name of the flag.</param>
    /// <param name="utf8Json">The value of the flag's <c>rollout</c>; comments and trailing commas are allowed.</param>
    /// <returns>The plan. That its candidate and baseline are variants of the flag, and what it names elsewhere, is not checked.</returns>
    /// <exception cref="DefinitionException">The text is no valid plan; all that is wrong with it is told.</exception>
    public static RolloutPlan Parse(string flag, ReadOnlySpan<byte> utf8Json)
    {
        ArgumentException.ThrowIfNullOrEmpty(flag);

        DefinitionDocument document = PlanText.Check(flag, utf8Json.ToArray());
        return document.HasErrors ? throw new DefinitionException(document.Diagnostics) : RolloutPlanReader.Read(flag, document.Bytes);
    }

    /// <summary>Gets the plan of a flag.</summary>
    /// <param name="definition">The flag, as a snapshot has it.</param>
    /// <returns>The plan, read anew at each call; <see langword="null"/> if the flag has none.</returns>
    public static RolloutPlan? Of(FlagDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);

        return definition.RolloutJson is { } json ? RolloutPlanReader.Read(definition.Name, System.Text.Encoding.UTF8.GetBytes(json)) : null;
    }
}
