using System.Text;
using ModularRollout.Testing.Drills;

namespace ModularRollout.Testing.Tests.Drills;

public sealed class ServedVariantsTests
{
    private static readonly EvaluationContext[] s_subjects = [new("ada"), new("bob"), new("eve")];

    [Fact]
    public void Differences_SameDefinition_AreNone() =>
        Assert.Null(Served("""{ "otherwise": { "split": { "weights": { "on": 50, "off": 50 } } } }""").Differences(Served("""{ "otherwise": { "split": { "weights": { "on": 50, "off": 50 } } } }"""), s_subjects));

    [Fact]
    public void Differences_OneSubjectGetsAnotherVariant_NamesItWithBothValues() => Assert.Equal(
        "After the rollback, 1 of 3 subjects do not get what they got before the rollout. `bob` got `off` (false) and gets `on` (true).",
        Served("""{ }""").Differences(Served("""{ "targets": { "on": ["bob"] } }"""), s_subjects));

    [Fact]
    public void Differences_VariantHasAnotherValue_NamesBothValues() => Assert.Equal(
        "After the rollback, 3 of 3 subjects do not get what they got before the rollout. `ada` got `some` ({\"limit\":1}) and gets `some` ({\"limit\":2}).",
        Served("""{ "variants": { "some": { "limit": 1 } }, "off": "some" }""").Differences(Served("""{ "variants": { "some": { "limit": 2 } }, "off": "some" }"""), s_subjects));

    [Fact]
    public void CountOf_Variant_CountsSubjects() => Assert.Equal(2, Served("""{ "targets": { "on": ["bob", "eve"] } }""").CountOf("on"));

    private static ServedVariants Served(string flag)
    {
        using FeatureGate gate = FeatureGate.FromJson(Encoding.UTF8.GetBytes($$"""{ "flags": { "f": {{flag}} } }"""));
        return ServedVariants.Of(s_subjects, subject => gate.Decide("f", subject));
    }
}
