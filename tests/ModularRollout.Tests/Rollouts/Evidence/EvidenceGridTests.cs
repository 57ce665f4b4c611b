using ModularRollout.Rollouts.Evidence;

namespace ModularRollout.Tests.Rollouts.Evidence;

public sealed class EvidenceGridTests
{
    [Fact]
    public void Worse_Points_AreGeometricFromATenthMoreToTwentyTimes() => AssertGeometric(EvidenceGrid.Worse.ToArray(), 1.1, 20);

    [Fact]
    public void Better_Points_AreGeometricFromATwentiethToAlmostAll() => AssertGeometric(EvidenceGrid.Better.ToArray(), .05, .95);

    private static void AssertGeometric(double[] points, double first, double last)
    {
        Assert.Equal(EvidenceGrid.Points, points.Length);
        Assert.Equal(12, points.Length);
        Assert.Equal(first, points[0]);
        Assert.Equal(last, points[^1]);
        Assert.All(points.Skip(1).Zip(points), pair => Assert.Equal(Math.Pow(last / first, 1.0 / 11), pair.First / pair.Second, 1e-12));
    }
}
