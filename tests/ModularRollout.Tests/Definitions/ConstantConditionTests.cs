using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace ModularRollout.Tests.Definitions;

/// <summary>Conditions that have one value whatever the context are told, however deep what settles them stands.</summary>
public sealed class ConstantConditionTests
{
    private const string Never = "The rule `first` is never reached: its condition is never true.";
    private const string Always = "The rule `second` is never reached: a rule above it matches everybody.";

    /// <summary>What is known of a condition without a context: ordered, so that `all` is the least of its parts and `any` the greatest.</summary>
    private enum Known
    {
        False,
        Nothing,
        True,
    }

    [Theory]
    [InlineData("""{"all":[]}""", Always)]
    [InlineData("""{"any":[]}""", Never)]
    [InlineData("""{"any":[{"all":[]}]}""", Always)]
    [InlineData("""{"all":[{"any":[]}]}""", Never)]
    [InlineData("""{"not":{"segment":"s"}}""")]
    [InlineData("""{"all":[{"segment":"s"},{"any":[]}]}""", Never)]
    [InlineData("""{"any":[{"segment":"s"},{"all":[]}]}""", Always)]
    [InlineData("""{"all":[{"all":[]},{"segment":"s"}]}""")]
    public void Read_Condition_IsToldWhereItIsConstant(string condition, params string[] told) => Assert.Equal(told, Told(condition));

    [Property(MaxTest = 1_000)]
    public Property Read_AnyCondition_IsConstantWhereLogicSaysSo() => Prop.ForAll(Trees().ToArbitrary(), static tree =>
    {
        string[] expected = tree.Value switch
        {
            Known.True => [Always],
            Known.False => [Never],
            _ => [],
        };
        return Told(tree.Json).SequenceEqual(expected).Label($"{tree.Json} is {tree.Value}: {string.Join('\n', Told(tree.Json))}");
    });

    private static Gen<Tree> Trees(int depth = 4)
    {
        Gen<Tree> leaf = Gen.Constant(new Tree("""{"segment":"s"}""", Known.Nothing));
        if (depth == 0)
        {
            return leaf;
        }

        Gen<Tree> inner = Trees(depth - 1);
        Gen<Tree[]> parts = Gen.Choose(0, 3).SelectMany(count => inner.ArrayOf(count));
        return Gen.OneOf(
            leaf,
            parts.Select(static list => new Tree($"{{\"all\":[{Join(list)}]}}", list.Select(static part => part.Value).Append(Known.True).Min())),
            parts.Select(static list => new Tree($"{{\"any\":[{Join(list)}]}}", list.Select(static part => part.Value).Append(Known.False).Max())),
            inner.Select(static part => new Tree($"{{\"not\":{part.Json}}}", Known.True - (int)part.Value)));
    }

    private static string Join(Tree[] parts) => string.Join(',', parts.Select(static part => part.Json));

    private static string[] Told(string condition) =>
    [
        .. Reading.Of($$$"""
            {"segments":{"s":{"attribute":"a","in":["x"]}},"flags":{"f":{"owner":"o","rules":[
            {"name":"first","when":{{{condition}}},"serve":"on"},{"name":"second","when":{"attribute":"b","in":["y"]},"serve":"off"}] } } }
            """).Document.Diagnostics.Select(static found => found.Message),
    ];

    private sealed record Tree(string Json, Known Value);
}
