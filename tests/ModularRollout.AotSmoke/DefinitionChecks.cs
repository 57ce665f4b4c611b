namespace ModularRollout.AotSmoke;

/// <summary>Parse, check, compile, print.</summary>
internal static class DefinitionChecks
{
    public static void Run()
    {
        FeatureSnapshot snapshot = FeatureGate.FromJson(Document.Utf8).Current;
        FeatureSnapshot again = FeatureGate.FromJson(snapshot.ToJson()).Current;
        Check.Equal("printed and read again", snapshot.ContentHash, again.ContentHash);
        Check.Equal("flags", 5, snapshot.Flags.Count);
        Check.Equal("owner", "team-checkout", snapshot.Flags[0].Owner);
        Check.Equal("variants", 2, snapshot.Flags[0].Variants.Count);
        Refuse();
    }

    private static void Refuse()
    {
        try
        {
            FeatureGate.FromJson("""{ "flags": { "a": { "enabeld": 1, "rules": [ { "when": { "attribute": "x", "matches": "(" }, "serve": "nope" } ] } } }"""u8);
            Check.True("errors are reported", false);
        }
        catch (DefinitionException exception)
        {
            Check.Equal("errors", 3, exception.Diagnostics.Count(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
            Check.True("suggestion", exception.Message.Contains("enabled", StringComparison.Ordinal));
        }
    }
}
