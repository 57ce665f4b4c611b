using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ModularRollout.Testing;

namespace ModularRollout.Storefront.Tests;

/// <summary>The plan that the Storefront ships, ready for a drill: the same file, and shoppers like its own.</summary>
internal static class CheckoutPlan
{
    private const string Flag = "checkout.one-page";

    public static RolloutDrill Drill() => With(RolloutDrill.FromFile(RepositoryFiles.PathOf("samples/Storefront/flags.json"), Flag));

    /// <summary>Makes a drill of the plan without one of its guards.</summary>
    public static RolloutDrill DrillWithout(string guard)
    {
        var options = new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
        JsonNode document = JsonNode.Parse(File.ReadAllBytes(RepositoryFiles.PathOf("samples/Storefront/flags.json")), documentOptions: options)!;
        JsonArray guards = document["flags"]![Flag]!["rollout"]!["guards"]!.AsArray();
        Assert.True(guards.Remove(guards.Single(known => (string?)known!["name"] == guard)));
        return With(RolloutDrill.FromJson(Encoding.UTF8.GetBytes(document.ToJsonString()), Flag));
    }

    private static RolloutDrill With(RolloutDrill drill)
    {
        drill.Traffic.VisitsPerSecond = 6;
        drill.Traffic.ErrorRate = .008;
        drill.Traffic.MedianDuration = TimeSpan.FromMilliseconds(250);
        drill.Traffic.Subject = static number => EvaluationContext.For($"shopper-{number}").With("email", $"{number}@{(number % 100 == 0 ? "storefront.example" : "mail.example")}").Build();
        return drill;
    }
}
