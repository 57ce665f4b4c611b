using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ModularRollout.Testing.Drills;

/// <summary>The document under drill, without what a drill cannot have: other rollouts, a start of its own, probes of a running application, activities that are measured.</summary>
internal static class DrillDocument
{
    private static readonly string[] s_leftOut = ["start", "after", "conflictsWith", "probes", "measure"];

    public static byte[] Prepare(ReadOnlySpan<byte> utf8Json)
    {
        JsonNode? document;
        try
        {
            document = JsonNode.Parse(utf8Json, documentOptions: new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        }
        catch (JsonException)
        {
            // Whoever reads definitions says better what is wrong.
            return utf8Json.ToArray();
        }

        if (document is JsonObject root && root["flags"] is JsonObject flags)
        {
            foreach ((_, JsonNode? flag) in flags)
            {
                Strip(flag);
            }
        }

        return Encoding.UTF8.GetBytes(document?.ToJsonString() ?? "null");
    }

    private static void Strip(JsonNode? flag)
    {
        if (flag is JsonObject definition && definition["rollout"] is JsonObject plan)
        {
            foreach (string property in s_leftOut)
            {
                plan.Remove(property);
            }
        }
    }
}
