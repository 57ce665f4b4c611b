namespace ModularRollout.Testing.Tests;

public sealed class ReferencesTests
{
    [Fact]
    public void Package_References_AreTheEngineAndTheClockAndNoTestFramework() => Assert.Equal(
        ["Microsoft.Extensions.TimeProvider.Testing", "ModularRollout"],
        typeof(FakeFeatureGate).Assembly.GetReferencedAssemblies().Select(static name => name.Name!).Where(static name => !name.StartsWith("System.", StringComparison.Ordinal)).Order());
}
