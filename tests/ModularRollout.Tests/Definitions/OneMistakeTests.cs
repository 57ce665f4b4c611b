using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ModularRollout.Definitions;
using ModularRollout.Fuzz;

namespace ModularRollout.Tests.Definitions;

/// <summary>Puts another value at every place of a document that holds every property of the grammar: one mistake is told once, where it is.</summary>
public sealed class OneMistakeTests
{
    private static readonly JsonDocumentOptions s_lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    [Theory]
    [InlineData("7", 160)]
    [InlineData("-1e9", 160)]
    [InlineData("1e12", 160)]
    [InlineData("1e999", 100)]
    [InlineData("true", 160)]
    [InlineData("null", 160)]
    [InlineData("\"text\"", 100)]
    [InlineData("\"\"", 100)]
    [InlineData("[]", 160)]
    public void Read_AnotherValueAtAnyPlace_IsToldAtMostOnce(string value, int wrongTypes)
    {
        int seen = 0;
        foreach (Place place in Places(Corpus(), Place.Root))
        {
            IReadOnlyList<DefinitionDiagnostic> told = ToldWith(place, value);

            Assert.True(told.Count <= 1, $"{place.Path} = {value}: {string.Join('\n', told)}");
            if (told is [{ Code: DefinitionCodes.WrongType, Path: var path }])
            {
                Assert.Equal(place.Path, path);
                seen++;
            }
        }

        Assert.True(seen >= wrongTypes, $"{seen} places were of another type.");
    }

    [Fact]
    public void Read_EmptyObjectAtAnyPlace_IsToldWhatItMisses()
    {
        foreach (Place place in Places(Corpus(), Place.Root))
        {
            IReadOnlyList<DefinitionDiagnostic> told = ToldWith(place, "{}");

            Assert.True(told.Count <= 1 || told.All(one => one.Path == place.Path), $"{place.Path}: {string.Join('\n', told)}");
        }
    }

    private static IReadOnlyList<DefinitionDiagnostic> ToldWith(Place place, string value)
    {
        JsonNode document = Corpus();
        place.Replace(document, JsonNode.Parse(value));
        return Reading.Of(document.ToJsonString()).Document.Diagnostics;
    }

    private static JsonNode Corpus() => JsonNode.Parse(DefinitionCorpus.KitchenSink, documentOptions: s_lenient)!;

    private static IEnumerable<Place> Places(JsonNode? node, Place place)
    {
        IEnumerable<(Place Place, JsonNode? Node)> children = node switch
        {
            JsonObject properties => properties.Select(property => (place.Property(property.Key), property.Value)),
            JsonArray elements => elements.Select((element, i) => (place.Element(i), element)),
            _ => [],
        };
        return children.SelectMany(static child => Places(child.Node, child.Place).Prepend(child.Place));
    }

    /// <summary>Where a value stands: the path that diagnostics name, and how to get there.</summary>
    private sealed record Place(string Path, Place? Holder, string Name, int Index)
    {
        public static readonly Place Root = new("", null, "", -1);

        public Place Property(string name) => new(PathOf(name), this, name, -1);

        public Place Element(int index) => new(string.Create(CultureInfo.InvariantCulture, $"{Path}[{index}]"), this, "", index);

        public void Replace(JsonNode document, JsonNode? value)
        {
            JsonNode holder = Holder!.Find(document);
            if (Index < 0)
            {
                holder[Name] = value;
            }
            else
            {
                holder[Index] = value;
            }
        }

        private string PathOf(string name) =>
            name.AsSpan().ContainsAny('.', '-') ? $"{Path}['{name}']"
            : Path.Length == 0 ? name
            : $"{Path}.{name}";

        private JsonNode Find(JsonNode document) => Holder is null ? document : Index < 0 ? Holder.Find(document)[Name]! : Holder.Find(document)[Index]!;
    }
}
