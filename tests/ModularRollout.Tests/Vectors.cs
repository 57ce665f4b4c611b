using System.Text.Json;

namespace ModularRollout.Tests;

/// <summary>Reads the golden vectors.</summary>
internal static class Vectors
{
    public static JsonElement Read(string file, string property)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(RepositoryFiles.PathOf("tests/ModularRollout.Vectors/" + file)));
        return document.RootElement.GetProperty(property).Clone();
    }
}
