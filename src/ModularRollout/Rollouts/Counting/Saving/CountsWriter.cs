using ModularRollout.Rollouts.Counting.Impact;
using ModularRollout.Rollouts.Counting.Subjects;

namespace ModularRollout.Rollouts.Counting.Saving;

/// <summary>Writes an instance's evidence. The same evidence gives the same bytes, in whatever order it came.</summary>
internal sealed class CountsWriter : IDisposable
{
    private readonly MemoryStream _stream = new();
    private readonly BinaryWriter _to;

    private CountsWriter() => _to = new BinaryWriter(_stream);

    /// <summary>Writes evidence.</summary>
    /// <param name="state">The evidence.</param>
    /// <param name="unsettled">The outcomes by stretch that have not settled.</param>
    public static byte[] Write(EvidenceState state, SortedDictionary<int, long> unsettled)
    {
        using var writer = new CountsWriter();
        writer.WriteHead(state);
        writer.WriteStretches(state);
        writer.WriteInstances(state);
        writer.WriteLabels(state.Labels);
        writer.Write(state.Epoch);
        writer.WriteLabels(state.EpochLabels);
        writer.WriteSamples(state);
        writer.WriteSketches(state);
        writer.WriteBudgets(state);
        writer.WriteUnsettled(unsettled);
        writer._to.Flush();
        return writer._stream.ToArray();
    }

    public void Dispose() => _to.Dispose();

    private void Write(long number) => _to.Write7BitEncodedInt64(number);

    private void WriteHead(EvidenceState state)
    {
        _to.Write(CountsFormat.Mark);
        _to.Write(CountsFormat.Version);
        _to.Write(state.Instance);
        Write(state.Version);
        Write(state.Events.Count);
        foreach (TableEvent known in state.Events.Events)
        {
            _to.Write(known.Key);
        }
    }

    private void WriteStretches(EvidenceState state)
    {
        Write(state.Stretches.Last + 1);
        for (int number = 0; number <= state.Stretches.Last; number++)
        {
            Stretch? stretch = state.Stretches[number];
            Write(stretch is null ? -1 : stretch.Stage);
            if (stretch is not null)
            {
                _to.Write(stretch.Bound);
                _to.Write(stretch.HasShare);
                _to.Write(stretch.IsEverything);
                _to.Write(stretch.IsComplete);
            }
        }

        foreach (BaselineLatency? thresholds in state.Thresholds)
        {
            Write(thresholds is null ? 0 : 1);
            for (int quantile = 0; thresholds is not null && quantile < BaselineLatency.Quantiles; quantile++)
            {
                Write(thresholds.Value[quantile].Ticks);
            }
        }
    }

    private void WriteInstances(EvidenceState state)
    {
        Write(state.Instances.Count);
        foreach ((string name, InstanceCounts counts) in state.Instances)
        {
            _to.Write(name);
            Write(counts.Tallies.Count);
            foreach ((int stretch, StretchTally tally) in counts.Tallies)
            {
                Write(stretch);
                foreach (long count in tally.Counts)
                {
                    Write(count);
                }
            }

            Write(counts.Latency.Count);
            foreach (((int stage, DecisionArm arm), LatencyHistogram latency) in counts.Latency)
            {
                Write(stage);
                Write((int)arm);
                WriteLatency(latency);
            }

            WriteImpact(counts.Impact);
        }
    }

    private void WriteLatency(LatencyHistogram latency)
    {
        int used = 0;
        for (int bucket = 0; bucket < LatencyHistogram.Buckets; bucket++)
        {
            used += latency[bucket] != 0 ? 1 : 0;
        }

        Write(used);
        int last = 0;
        for (int bucket = 0; bucket < LatencyHistogram.Buckets; bucket++)
        {
            if (latency[bucket] != 0)
            {
                Write(bucket - last);
                Write(latency[bucket]);
                last = bucket;
            }
        }
    }

    private void WriteImpact(ImpactTally impact)
    {
        Write(impact.Counts.Count);
        foreach ((ImpactKey key, ImpactCount count) in impact.Counts)
        {
            Write(key.Stage);
            _to.Write(key.Attribute);
            _to.Write(key.Value);
            Write((int)key.Arm);
            Write(count.Outcomes);
            Write(count.Failures);
            Write(count.Ticks);
        }
    }

    private void WriteLabels(LabelSet?[] sets)
    {
        foreach (LabelSet? labels in sets)
        {
            Write(labels is null ? 0 : 1);
            if (labels is not null)
            {
                Write(labels.Cells.Cells.Count);
                foreach (((int earlier, int stretch), (long candidate, long total)) in labels.Cells.Cells)
                {
                    Write(earlier);
                    Write(stretch);
                    Write(candidate);
                    Write(total);
                }

                WriteSubjects(labels.Range, labels.Subjects, hasNumbers: true);
            }
        }
    }

    private void WriteSamples(EvidenceState state)
    {
        for (int stretch = 0; stretch <= state.Stretches.Last; stretch++)
        {
            SampleSet? sample = state.Samples[stretch];
            Write(sample is null ? 0 : sample.IsOpen ? 1 : 2);
            if (sample is not null)
            {
                Write(sample.Candidate);
                Write(sample.Baseline);
                WriteSubjects(sample.Range, sample.Subjects, hasNumbers: false);
            }
        }
    }

    private void WriteSketches(EvidenceState state)
    {
        for (int stage = 0; stage < EvidenceState.MostStages; stage++)
        {
            for (DecisionArm arm = DecisionArm.None; arm <= DecisionArm.Candidate; arm++)
            {
                SubjectSketch? sketch = state.SketchAt(stage, arm);
                Write(sketch is null ? 0 : sketch.Dense is null ? 1 : 2);
                if (sketch?.Dense is { } registers)
                {
                    _to.Write(registers);
                }
                else if (sketch is not null)
                {
                    WriteSubjects(default, sketch.Exact, hasNumbers: false);
                }
            }
        }
    }

    private void WriteBudgets(EvidenceState state)
    {
        foreach (BudgetSet? budget in state.Budgets)
        {
            Write(budget is null ? 0 : 1);
            if (budget is not null)
            {
                WriteSubjects(budget.Range, budget.Subjects, hasNumbers: true);
            }
        }
    }

    private void WriteUnsettled(SortedDictionary<int, long> unsettled)
    {
        Write(unsettled.Count);
        foreach ((int stretch, long count) in unsettled)
        {
            Write(stretch);
            Write(count);
        }
    }

    private void WriteSubjects(SubjectRange range, KeyValuePair<ulong, ulong>[] subjects, bool hasNumbers)
    {
        Write(range.Halvings);
        Write(subjects.Length);
        ulong last = 0;
        foreach ((ulong subject, ulong number) in subjects)
        {
            _to.Write7BitEncodedInt64((long)(subject - last));
            last = subject;
            if (hasNumbers)
            {
                _to.Write7BitEncodedInt64((long)number);
            }
        }
    }
}
