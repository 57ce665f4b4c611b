using ModularRollout.Rollouts.Counting.Impact;
using ModularRollout.Rollouts.Counting.Subjects;

namespace ModularRollout.Rollouts.Counting.Saving;

/// <summary>Reads what <see cref="CountsWriter"/> wrote.</summary>
/// <remarks>Bytes that are not what was written give an <see cref="InvalidDataException"/>, after a time and memory in proportion to their number.</remarks>
internal sealed class CountsReader : IDisposable
{
    private const int Arms = 3;

    private readonly BinaryReader _from;
    private readonly EventTable _events;
    private readonly bool _isRestore;
    private string? _instance;
    private int[] _bits = [];

    private CountsReader(ReadOnlySpan<byte> saved, EventTable events, string? instance)
    {
        _from = new BinaryReader(new MemoryStream(saved.ToArray()));
        _events = events;
        _instance = instance;
        _isRestore = instance is not null;
    }

    private long Left => _from.BaseStream.Length - _from.BaseStream.Position;

    /// <summary>Reads evidence.</summary>
    /// <param name="saved">The bytes.</param>
    /// <param name="events">The events of the plan in force.</param>
    /// <param name="instance">Who goes on from it; <see langword="null"/> to read it as that of the instance that saved it, to be merged.</param>
    public static EvidenceState Read(ReadOnlySpan<byte> saved, EventTable events, string? instance)
    {
        using var reader = new CountsReader(saved, events, instance);
        try
        {
            return reader.Read();
        }
        catch (Exception exception) when (exception is EndOfStreamException or FormatException or ArgumentException or OverflowException)
        {
            throw new InvalidDataException($"The saved evidence is damaged before byte {saved.Length - reader.Left} of {saved.Length}: {exception.Message}", exception);
        }
    }

    public void Dispose() => _from.Dispose();

    private EvidenceState Read()
    {
        EvidenceState state = ReadHead(out bool isOwn);
        ReadStretches(state);
        ReadInstances(state);
        ReadLabels(state.Stretches, state.Labels);
        state.BeginEpoch(ReadIndex(int.MaxValue));
        ReadLabels(state.Stretches, state.EpochLabels);
        ReadSamples(state);
        ReadSketches(state);
        ReadBudgets(state);
        ReadPending(state, isOwn);
        return Left == 0 ? state : throw new FormatException($"{Left} bytes too many.");
    }

    private long ReadNumber() => _from.Read7BitEncodedInt64();

    private int ReadIndex(int most) => ReadNumber() is var number && number >= 0 && number < most ? (int)number : throw new FormatException($"{number} is not below {most}.");

    private long ReadCount() => ReadNumber() is >= 0 and var count ? count : throw new FormatException("A count is negative.");

    /// <summary>Reads how many of something follow: not more than there are bytes.</summary>
    private int ReadLength() => ReadIndex((int)Math.Min(int.MaxValue, Left + 1));

    private EvidenceState ReadHead(out bool isOwn)
    {
        int mark = _from.ReadInt32();
        byte version = _from.ReadByte();
        if (mark != CountsFormat.Mark || version != CountsFormat.Version)
        {
            throw new FormatException($"The mark is {mark:x8} and the format {version}; only {CountsFormat.Mark:x8} and {CountsFormat.Version} can be read.");
        }

        string savedBy = _from.ReadString();
        _instance ??= savedBy;
        isOwn = _isRestore && savedBy == _instance;
        long evidence = ReadCount();
        _bits = new int[ReadLength()];
        for (int bit = 0; bit < _bits.Length; bit++)
        {
            _bits[bit] = _events.IndexOf(_from.ReadString());
        }

        return new EvidenceState(_events, _instance) { Version = evidence };
    }

    private void ReadStretches(EvidenceState state)
    {
        int count = ReadIndex(StretchTable.Most + 1);
        for (int number = 0; number < count; number++)
        {
            long stage = ReadNumber();
            if (stage >= 0)
            {
                ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(stage, EvidenceState.MostStages);
                state.Open(number, new Stretch((int)stage, _from.ReadUInt64(), _from.ReadBoolean(), _from.ReadBoolean(), _from.ReadBoolean()));
            }
        }

        for (int stage = 0; stage < EvidenceState.MostStages; stage++)
        {
            if (ReadIndex(2) == 1)
            {
                state.Thresholds[stage] = new BaselineLatency(0, new TimeSpan(ReadNumber()), new TimeSpan(ReadNumber()), new TimeSpan(ReadNumber()));
            }
        }
    }

    private void ReadInstances(EvidenceState state)
    {
        for (int count = ReadLength(); count > 0; count--)
        {
            string name = _from.ReadString();
            if (!state.Instances.TryGetValue(name, out InstanceCounts? counts))
            {
                state.Instances.Add(name, counts = new InstanceCounts(_events.Count));
            }

            for (int tallies = ReadLength(); tallies > 0; tallies--)
            {
                ReadTally(counts.TallyOf(ReadIndex(StretchTable.Most)));
            }

            for (int stages = ReadLength(); stages > 0; stages--)
            {
                ReadLatency(counts.LatencyOf(ReadIndex(EvidenceState.MostStages), (DecisionArm)ReadIndex(Arms)));
            }

            ReadImpact(counts.Impact);
        }
    }

    /// <summary>Reads the counts of a tally whose events may be others than those of the plan in force.</summary>
    private void ReadTally(StretchTally tally)
    {
        var saved = new StretchTally(_bits.Length);
        foreach (ref long count in saved.Counts)
        {
            count = ReadCount();
        }

        tally.Take(saved, _bits);
    }

    private void ReadLatency(LatencyHistogram latency)
    {
        int bucket = 0;
        for (int count = ReadLength(); count > 0; count--)
        {
            bucket += ReadIndex(LatencyHistogram.Buckets);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(bucket, LatencyHistogram.Buckets);
            latency.RaiseTo(bucket, ReadCount());
        }
    }

    private void ReadImpact(ImpactTally impact)
    {
        for (int count = ReadLength(); count > 0; count--)
        {
            var key = new ImpactKey(ReadIndex(EvidenceState.MostStages), _from.ReadString(), _from.ReadString(), (DecisionArm)ReadIndex(Arms));
            impact.RaiseTo(key, new ImpactCount(ReadCount(), ReadCount(), ReadCount()));
        }
    }

    private void ReadLabels(StretchTable stretches, LabelSet?[] sets)
    {
        foreach (int bit in _bits)
        {
            if (ReadIndex(2) == 1)
            {
                ReadLabels(stretches, bit < 0 ? null : sets[bit]);
            }
        }
    }

    private void ReadLabels(StretchTable stretches, LabelSet? labels)
    {
        for (int count = ReadLength(); count > 0; count--)
        {
            (int earlier, int stretch) = (ReadIndex(StretchTable.Most + 1, -1), ReadIndex(StretchTable.Most));
            (long candidate, long total) = (ReadCount(), ReadCount());
            ArgumentOutOfRangeException.ThrowIfGreaterThan(candidate, total);
            if (stretches[stretch] is null || (earlier >= 0 && stretches[earlier] is null))
            {
                throw new FormatException($"There are labels of the stretches {earlier} and {stretch}, which were not opened.");
            }

            labels?.Cells.Add((earlier, stretch), candidate, total);
        }

        (SubjectRange range, KeyValuePair<ulong, ulong>[] subjects) = ReadSubjects(hasNumbers: true);
        labels?.Restore(range, subjects);
    }

    private int ReadIndex(int most, int least) => ReadNumber() is var number && number >= least && number < most ? (int)number : throw new FormatException($"{number} is not from {least} to {most - 1}.");

    private void ReadSamples(EvidenceState state)
    {
        for (int stretch = 0; stretch <= state.Stretches.Last; stretch++)
        {
            int form = ReadIndex(3);
            if (form > 0)
            {
                (long candidate, long baseline) = (ReadCount(), ReadCount());
                (SubjectRange range, KeyValuePair<ulong, ulong>[] subjects) = ReadSubjects(hasNumbers: false);
                state.Samples[stretch]?.Restore(range, candidate, baseline, form == 1 ? subjects : null);
            }
        }
    }

    private void ReadSketches(EvidenceState state)
    {
        for (int stage = 0; stage < EvidenceState.MostStages; stage++)
        {
            for (DecisionArm arm = DecisionArm.None; arm <= DecisionArm.Candidate; arm++)
            {
                int form = ReadIndex(3);
                if (form > 0)
                {
                    state.PutSketch(stage, arm, form == 2 ? SubjectSketch.OfRegisters(ReadRegisters()) : ReadExact());
                }
            }
        }
    }

    private byte[] ReadRegisters() =>
        _from.ReadBytes(SubjectSketch.Registers) is { Length: SubjectSketch.Registers } registers ? registers : throw new EndOfStreamException("The registers end too early.");

    private SubjectSketch ReadExact()
    {
        var sketch = new SubjectSketch();
        foreach ((ulong subject, _) in ReadSubjects(hasNumbers: false).Subjects)
        {
            sketch.Add(subject);
        }

        return sketch;
    }

    private void ReadBudgets(EvidenceState state)
    {
        for (int stage = 0; stage < EvidenceState.MostStages; stage++)
        {
            if (ReadIndex(2) == 1)
            {
                (SubjectRange range, KeyValuePair<ulong, ulong>[] subjects) = ReadSubjects(hasNumbers: true);
                if (_isRestore)
                {
                    state.Budgets[stage] = new BudgetSet();
                    state.Budgets[stage]!.Restore(range, subjects);
                }
            }
        }
    }

    /// <summary>What had not settled is cut off where the instance itself goes on: nobody will report the rest of it.</summary>
    private void ReadPending(EvidenceState state, bool isOwn)
    {
        for (int count = ReadLength(); count > 0; count--)
        {
            (int stretch, long outcomes) = (ReadIndex(StretchTable.Most), ReadCount());
            if (isOwn)
            {
                state.Own.TallyOf(stretch).CutOff += outcomes;
            }
        }
    }

    private (SubjectRange Range, KeyValuePair<ulong, ulong>[] Subjects) ReadSubjects(bool hasNumbers)
    {
        var range = new SubjectRange(ReadIndex(65));
        var subjects = new KeyValuePair<ulong, ulong>[ReadLength()];
        ulong last = 0;
        for (int i = 0; i < subjects.Length; i++)
        {
            ulong more = (ulong)ReadNumber();
            ulong subject = last + more;
            ulong number = hasNumbers ? (ulong)ReadNumber() : 1;
            if (more == 0 || subject < last || number == 0)
            {
                throw new FormatException("The subjects are not in order, or one has no number.");
            }

            subjects[i] = new(last = subject, number);
        }

        return (range, subjects);
    }
}
