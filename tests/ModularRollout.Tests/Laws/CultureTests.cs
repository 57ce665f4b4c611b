using System.Globalization;
using System.Text;
using System.Text.Json;
using ModularRollout.Tests.Evaluation;

namespace ModularRollout.Tests.Laws;

/// <summary>The same decisions and the same texts, whatever the culture of the thread.</summary>
public sealed class CultureTests
{
    private static readonly string s_golden = In("", Corpus);

    [Theory]
    [InlineData("tr-TR")]
    [InlineData("de-DE")]
    [InlineData("ar-SA")]
    [InlineData("fa-IR")]
    public void EverythingSaid_InAnyCulture_IsTheSame(string culture) => Assert.Equal(s_golden, In(culture, Corpus));

    [Theory]
    [InlineData("tr-TR")]
    [InlineData("ar-SA")]
    public void Explain_InAnyCulture_IsTheGoldenText(string culture) =>
        Assert.Equal(ExplainTests.Split.ReplaceLineEndings("\n"), In(culture, static () => ExplainTests.Explain("checkout.new-flow", A.Subject("user-1", "country", "AT"))));

    private static string In(string culture, Func<string> work)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            return work();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    /// <summary>Decides, explains and prints all golden vectors, and refuses what is wrong.</summary>
    private static string Corpus()
    {
        var text = new StringBuilder();
        FeatureSnapshot snapshot = A.Gate(Vectors.Read("decisions.json", "document").GetRawText()).Current;
        foreach (JsonElement vector in Vectors.Read("decisions.json", "decisions").EnumerateArray())
        {
            text.AppendLine(snapshot.Explain(vector.GetProperty("flag").GetString()!, DecisionVectorTests.ContextOf(vector)).ToString());
        }

        foreach (JsonElement vector in Vectors.Read("operators.json", "operators").EnumerateArray())
        {
            Append(text, vector);
        }

        return text.AppendLine(Encoding.UTF8.GetString(snapshot.ToJson())).AppendLine(Refusal()).ToString();
    }

    private static void Append(StringBuilder text, JsonElement vector)
    {
        FeatureSnapshot snapshot = A.When(vector.GetProperty("test").GetRawText()).Current;
        foreach (JsonElement value in vector.GetProperty("holds").EnumerateArray().Concat(vector.GetProperty("fails").EnumerateArray()))
        {
            text.AppendLine(snapshot.Explain(A.Name, EvaluationContext.For("u").With("a", value).Build()).ToString());
        }
    }

    private static string Refusal() => Assert.Throws<DefinitionException>(static () => A.Gate("""
        { "flags": { "f": { "Titel": 1, "rules": [
          { "when": { "attribute": "a", "bucketIn": { "salt": "s", "fromPercent": 12.5, "toPercent": 2.5 } }, "serve": "on" },
          { "when": { "attribute": "a", "bucketIn": { "salt": "s", "fromPercent": -0.5, "toPercent": 1000.5 } }, "serve": "on" },
          { "when": { "attribute": "a", "lessThan": 1e999 }, "serve": "on" },
          { "when": { "attribute": "a", "semver": "1.x" }, "split": { "weights": { "on": -1.5, "off": 0 } } } ] } } }
        """)).Message;
}
