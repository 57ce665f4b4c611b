using BenchmarkDotNet.Attributes;
using ModularRollout.Rollouts.Evidence;

namespace ModularRollout.Benchmarks.Rollouts;

/// <summary>P: one look of a guard at new evidence: all twelve points of the grid, six cells of labels.</summary>
public class GuardBenchmarks
{
    private readonly LabelCell[] _cells = new LabelCell[6];
    private readonly GuardStatistic _comparison = GuardStatistic.Comparison(1);
    private readonly GuardStatistic _budget = GuardStatistic.Budget(.01);
    private readonly ShiryaevRobertsStatistic _afterCompletion = new();
    private long _look;

    /// <summary>Every look has new labels in every cell: one without changes nothing, and costs nothing.</summary>
    [Benchmark(Baseline = true)]
    public double Comparison()
    {
        MoreLabels();
        return _comparison.Look(_cells, 1).LogE;
    }

    [Benchmark]
    public double Budget()
    {
        _look++;
        return _budget.Look(_look, 100 * _look, 1).LogE;
    }

    [Benchmark]
    public double AfterCompletion()
    {
        MoreLabels();
        _afterCompletion.Look(_cells);
        return _look;
    }

    private void MoreLabels()
    {
        _look++;
        for (int i = 0; i < _cells.Length; i++)
        {
            _cells[i] = new LabelCell((i + 1) / 10.0, _look, (2 * _look) + i);
        }
    }
}
