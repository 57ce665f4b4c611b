using ModularRollout.Rollouts.Evidence;

namespace ModularRollout.Tests.Rollouts.Evidence;

[Collection(ProcessWide.Name)]
public sealed class EvidenceAllocationTests
{
    [Fact]
    public void Look_Warm_AllocatesNothing()
    {
        var comparison = GuardStatistic.Comparison(1);
        var budget = GuardStatistic.Budget(.01);
        var forever = new ShiryaevRobertsStatistic();
        var cells = new LabelCell[6];
        var looks = new GuardLook[2];

        long Looks(int from, int to)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int k = from; k < to; k++)
            {
                for (int c = 0; c < cells.Length; c++)
                {
                    cells[c] = new LabelCell((c + 1) / 10.0, k, (2 * k) + c);
                }

                looks[0] = comparison.Look(cells, 1);
                looks[1] = budget.Look(k, 100 * k, 1);
                forever.Look(cells);
                ActionStatistic.Of(looks, .01);
                GuardLook.Average(looks);
                ComparisonStatistic.LogEProven(cells);
                SampleRatioStatistic.LogBayesFactor(.5, k, k);
                AnytimeInterval.OfRatio(cells, .05);
                AnytimeInterval.OfQuantile(k, .9, .05);
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Looks(1, 50);

        Assert.Equal(0, Looks(50, 100));
    }
}
