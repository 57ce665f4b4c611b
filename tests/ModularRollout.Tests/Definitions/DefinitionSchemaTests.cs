using System.Text;
using System.Text.Json;
using ModularRollout.Definitions;
using ModularRollout.Fuzz;
using NJsonSchema;

namespace ModularRollout.Tests.Definitions;

public sealed class DefinitionSchemaTests
{
    private static readonly string s_path = RepositoryFiles.PathOf("src/ModularRollout/modular-rollout.schema.json");

    [Fact]
    public void Write_Grammar_GivesTheFileThatIsShipped()
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, DefinitionSchema.WriterOptions))
        {
            DefinitionSchema.Write(writer);
        }

        Assert.Equal(File.ReadAllText(s_path), Encoding.UTF8.GetString(stream.ToArray()) + "\n");
    }

    [Fact]
    public async Task Schema_KitchenSink_Validates()
    {
        JsonSchema schema = await ReadSchemaAsync();
        Reading reading = Reading.Of(DefinitionCorpus.KitchenSink);

        Assert.Empty(schema.Validate(Encoding.UTF8.GetString(reading.Sink.Print(reading.Document.Bytes.Span))));
    }

    [Theory]
    [InlineData("""{"flgs":{}}""")]
    [InlineData("""{"schemaVersion":2}""")]
    [InlineData("""{"flags":{"f":{"kind":"relase"}}}""")]
    [InlineData("""{"flags":{"f":{"otherwise":{}}}}""")]
    [InlineData("""{"flags":{"f":{"rules":[{"serve":"on"}]}}}""")]
    [InlineData("""{"flags":{"f":{"rollout":{"candidate":"on","baseline":"off","stages":[]}}}}""")]
    [InlineData("""{"segments":{"s":{"attribute":"a"}}}""")]
    [InlineData("""{"segments":{"s":{"attribute":"a","in":["x"],"exists":true}}}""")]
    public async Task Schema_Wrong_DoesNotValidate(string document)
    {
        JsonSchema schema = await ReadSchemaAsync();

        Assert.NotEmpty(schema.Validate(document));
        Assert.True(Reading.Of(document).Document.HasErrors);
    }

    // The validator reads an older draft, in which definitions stand elsewhere.
    private static async Task<JsonSchema> ReadSchemaAsync() =>
        await JsonSchema.FromJsonAsync((await File.ReadAllTextAsync(s_path)).Replace("$defs", "definitions", StringComparison.Ordinal));
}
