using System.Runtime.CompilerServices;
using ModularRollout.Snapshots;

namespace ModularRollout;

/// <summary>Collects the attributes of an <see cref="EvaluationContext"/>.</summary>
/// <remarks>
/// Use it on one thread, in one expression, and build it once: its storage is reused for the next context.
/// A later attribute of the same name replaces the earlier one.
/// </remarks>
public readonly struct EvaluationContextBuilder
{
    private readonly ContextDraft _draft;
    private readonly int _ticket;

    private EvaluationContextBuilder(ContextDraft draft, int ticket)
    {
        _draft = draft;
        _ticket = ticket;
    }

    /// <summary>Adds a text attribute.</summary>
    /// <param name="name">The attribute's name; neither empty, nor <c>targetingKey</c>, nor beginning with <c>$</c>.</param>
    /// <param name="value">The text; <see langword="null"/> leaves the attribute absent.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentException">The name is empty or reserved.</exception>
    /// <exception cref="InvalidOperationException">The context has been built already.</exception>
    [OverloadResolutionPriority(1)]
    public EvaluationContextBuilder With(string name, string? value) => Set(name, AttributeKind.Text, value, 0);

    /// <summary>Adds a whole number.</summary>
    /// <inheritdoc cref="With(string, string?)"/>
    public EvaluationContextBuilder With(string name, long value) => Set(name, AttributeKind.Integer, null, value);

    /// <summary>Adds a number; NaN and the infinities are allowed (NaN is in no range).</summary>
    /// <inheritdoc cref="With(string, string?)"/>
    public EvaluationContextBuilder With(string name, double value) =>
        Set(name, AttributeKind.Double, null, BitConverter.DoubleToInt64Bits(value));

    /// <summary>Adds a decimal number: kept exactly where it is a whole 64-bit number, else as the nearest double, as numbers in a document are.</summary>
    /// <inheritdoc cref="With(string, string?)"/>
    public EvaluationContextBuilder With(string name, decimal value) =>
        decimal.IsInteger(value) && value >= long.MinValue && value <= long.MaxValue ? With(name, (long)value) : With(name, (double)value);

    /// <summary>Adds a boolean.</summary>
    /// <inheritdoc cref="With(string, string?)"/>
    public EvaluationContextBuilder With(string name, bool value) => Set(name, AttributeKind.Boolean, null, value ? 1 : 0);

    /// <summary>Adds an id as text: 32 lower-case digits in five groups (format <c>D</c>).</summary>
    /// <inheritdoc cref="With(string, string?)"/>
    public EvaluationContextBuilder With(string name, Guid value) => With(name, value.ToString());

    /// <summary>Adds an instant; its offset does not matter.</summary>
    /// <inheritdoc cref="With(string, string?)"/>
    public EvaluationContextBuilder With(string name, DateTimeOffset value) => Set(name, AttributeKind.Instant, null, value.UtcTicks);

    /// <summary>Adds a list of texts, copied.</summary>
    /// <inheritdoc cref="With(string, string?)"/>
    public EvaluationContextBuilder With(string name, ReadOnlySpan<string> value) => Set(name, AttributeKind.TextList, value.ToArray(), 0);

    /// <summary>Is not supported: an unsigned 64-bit number fits neither <see cref="long"/> nor <see cref="double"/>.</summary>
    /// <inheritdoc cref="With(string, string?)"/>
    [Obsolete("A ulong fits neither long nor double exactly: convert it to long, or to text.", error: true)]
    public EvaluationContextBuilder With(string name, ulong value) => throw new NotSupportedException();

    /// <summary>Forces a variant of one flag, whatever its targets and rules say: for probes, drills and signed requests.</summary>
    /// <param name="flag">The flag's name.</param>
    /// <param name="variant">The variant's name; one the flag does not have is ignored.</param>
    /// <returns>This builder.</returns>
    /// <remarks>Never pass what a caller of your service can choose freely. A kill switch, a disabled flag and a failed prerequisite still win.</remarks>
    /// <exception cref="InvalidOperationException">The context has been built already.</exception>
    public EvaluationContextBuilder Force(string flag, string variant)
    {
        ArgumentException.ThrowIfNullOrEmpty(flag);
        ArgumentException.ThrowIfNullOrEmpty(variant);
        ContextDraft draft = Draft();
        draft.Forced = (draft.Forced ?? new ForcedVariants([])).With(flag, variant);
        return this;
    }

    /// <summary>Builds the context.</summary>
    /// <returns>The context, whose attributes no longer change.</returns>
    /// <exception cref="InvalidOperationException">The context has been built already.</exception>
    public EvaluationContext Build() => Draft().Finish();

    internal static EvaluationContextBuilder Start(string? targetingKey)
    {
        ContextDraft draft = ContextDraft.Take(targetingKey);
        return new EvaluationContextBuilder(draft, draft.Ticket);
    }

    private EvaluationContextBuilder Set(string name, AttributeKind kind, object? reference, long bits)
    {
        Draft().Set(name, kind, reference, bits);
        return this;
    }

    private ContextDraft Draft() => _draft is { } draft && draft.Ticket == _ticket ? draft : throw AlreadyBuilt();

    private static InvalidOperationException AlreadyBuilt() =>
        new("This context has been built already, or the builder was not made by EvaluationContext.For; start a new one.");
}
