using ModularRollout;

namespace QuickStart;

/// <summary>Somebody flags are decided for.</summary>
internal sealed record Subject(string Name, EvaluationContext Context)
{
    /// <summary>A targeting key that places the subject, and the attributes that conditions look at.</summary>
    public static readonly Subject[] All =
    [
        new("anna", EvaluationContext.For("user-anna").With("email", "anna@shop.example").With("country", "CH").With("plan", "team").Build()),
        new("bruno", EvaluationContext.For("user-bruno").With("country", "AT").With("appVersion", "2.5.1").With("plan", "free").Build()),
        new("chiara", EvaluationContext.For("user-chiara").With("country", "IT").With("plan", "business").With("orders", 12).Build()),
        new("dario", EvaluationContext.For("user-dario").With("country", "IT").With("plan", "free").With("orders", 140).Build()),
        new("erik", EvaluationContext.For("user-erik").With("country", "CH").With("appVersion", "2.4.1").Build()),
        new("nobody", default), // not signed in: no targeting key, no attributes
    ];
}
