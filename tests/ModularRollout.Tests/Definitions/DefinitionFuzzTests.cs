using FsCheck.Xunit;
using ModularRollout.Fuzz;

namespace ModularRollout.Tests.Definitions;

public sealed class DefinitionFuzzTests
{
    [Fact]
    public void Read_MutatedDocuments_KeepsItsPromises()
    {
        var fuzz = new DefinitionFuzz(seed: 20261122);

        fuzz.Run(100_000);

        Assert.True(fuzz.Accepted > 1_000 && fuzz.Refused > 10_000);
    }

    [Property]
    public bool Read_AnyBytes_IsAcceptedOrTold(byte[] bytes)
    {
        Reading reading = Reading.Of(bytes);

        return reading.Document.HasErrors == reading.Document.Diagnostics.Any(d => d.Severity == DiagnosticSeverity.Error);
    }
}
