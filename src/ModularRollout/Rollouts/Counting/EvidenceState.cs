using System.Numerics;
using ModularRollout.Rollouts.Counting.Slots;
using ModularRollout.Rollouts.Counting.Subjects;

namespace ModularRollout.Rollouts.Counting;

/// <summary>The settled evidence of one attempt, as one instance knows it: its own, and what it has been told of others'. What is saved and merged.</summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class EvidenceState
{
    /// <summary>The most stages of a plan.</summary>
    public const int MostStages = 32;

    private const int Arms = 3;

    private readonly SubjectSketch?[,] _sketches = new SubjectSketch?[MostStages, Arms];

    public EvidenceState(EventTable events, string instance)
    {
        Events = events;
        Instance = instance;
        Instances.Add(instance, Own = new InstanceCounts(events.Count));
        Labels = NewLabels(events);
        EpochLabels = NewLabels(events);
    }

    private EvidenceState(EvidenceState copied)
    {
        (Events, Instance, Version, Epoch, Stretches) = (copied.Events, copied.Instance, copied.Version, copied.Epoch, copied.Stretches.Copy());
        Own = copied.Own.Copy();
        foreach ((string name, InstanceCounts counts) in copied.Instances)
        {
            Instances.Add(name, ReferenceEquals(counts, copied.Own) ? Own : counts.Share());
        }

        Labels = Array.ConvertAll(copied.Labels, static labels => labels?.Copy());
        EpochLabels = Array.ConvertAll(copied.EpochLabels, static labels => labels?.Copy());
        Samples = Array.ConvertAll(copied.Samples, static sample => sample?.Copy());
        Budgets = Array.ConvertAll(copied.Budgets, static budget => budget?.Copy());
        Thresholds = [.. copied.Thresholds];
        for (int i = 0; i < _sketches.Length; i++)
        {
            _sketches[i / Arms, i % Arms] = copied._sketches[i / Arms, i % Arms]?.Copy();
        }
    }

    public EventTable Events { get; }

    public string Instance { get; }

    /// <summary>Gets a number that grows with every slot that is judged and every merge that says something new.</summary>
    public long Version { get; set; }

    public StretchTable Stretches { get; } = new();

    public SortedDictionary<string, InstanceCounts> Instances { get; } = new(StringComparer.Ordinal);

    public InstanceCounts Own { get; }

    /// <summary>Gets the labels of each event; <see langword="null"/> where no comparison counts it.</summary>
    public LabelSet?[] Labels { get; }

    /// <summary>Gets the labels since completion; a subject is labelled once an epoch.</summary>
    public LabelSet?[] EpochLabels { get; }

    /// <summary>Gets the epoch since completion, 0-based.</summary>
    public int Epoch { get; private set; }

    public SampleSet?[] Samples { get; } = new SampleSet?[StretchTable.Most];

    public BudgetSet?[] Budgets { get; } = new BudgetSet?[MostStages];

    public BaselineLatency?[] Thresholds { get; } = new BaselineLatency?[MostStages];

    /// <summary>Gets the first stage whose subjects are kept: the last one but one, for decisions of pinned snapshots.</summary>
    public int FirstStageKept => Math.Max(0, Stretches.Stage - 1);

    /// <summary>Copies everything, to be saved without keeping anybody from counting: what is large is common to both until it changes.</summary>
    public EvidenceState Copy() => new(this);

    public SubjectSketch? SketchAt(int stage, DecisionArm arm) => _sketches[stage, (int)arm];

    public SubjectSketch SketchOf(int stage, DecisionArm arm) => _sketches[stage, (int)arm] ??= new SubjectSketch();

    public void PutSketch(int stage, DecisionArm arm, SubjectSketch sketch) => _sketches[stage, (int)arm] = sketch;

    /// <summary>Opens a stretch. What is only needed while a stage or stretch lasts is forgotten one later.</summary>
    public void Open(int number, Stretch stretch)
    {
        Stretches.Open(number, stretch);
        Samples[number] ??= Stretches[number]!.HasBothArms ? new SampleSet(Stretches[number]!) : null;
        for (int old = 0; old < Stretches.Last - 1; old++)
        {
            Samples[old]?.Close();
        }

        for (int old = 0; old < FirstStageKept; old++)
        {
            Budgets[old] = null;
            (_sketches[old, 0], _sketches[old, 1], _sketches[old, 2]) = (null, null, null);
        }
    }

    /// <summary>Begins an epoch, from which on every subject may be labelled again; those that have begun stay.</summary>
    public void BeginEpoch(int epoch)
    {
        if (epoch > Epoch)
        {
            Epoch = epoch;
            Array.ForEach(EpochLabels, static labels => labels?.Forget());
        }
    }

    /// <summary>Keeps who was counted for budgets by another state of this instance.</summary>
    public void KeepBudgets(EvidenceState other)
    {
        for (int stage = FirstStageKept; stage < MostStages; stage++)
        {
            if (other.Budgets[stage] is { } counted)
            {
                (Budgets[stage] ??= new BudgetSet()).Unite(counted);
            }
        }
    }

    /// <summary>Gets what an outcome's subject is needed for.</summary>
    public PendingSubject NeedsOf(int number, Stretch stretch, DecisionArm arm, ulong subject, bool isOutcome, ulong events, long offset)
    {
        bool isInArm = arm != DecisionArm.None && stretch.HasBothArms;
        bool isServed = arm != DecisionArm.Baseline && Events.CountedPerSubject != 0 && (isOutcome || (events & Events.CountedPerSubject) != 0);
        PendingUses uses = (isOutcome ? PendingUses.None : PendingUses.Custom)
            | (isInArm && isOutcome ? PendingUses.Sample : PendingUses.None)
            | (isServed ? PendingUses.Budget : PendingUses.None);
        return Review(new PendingSubject(subject, isInArm ? events & Events.Labelled : 0, events, offset, (byte)number, uses));
    }

    /// <summary>Leaves out what a subject is not needed for: it is known already, or not accepted.</summary>
    public PendingSubject Review(PendingSubject pending)
    {
        ulong labels = 0;
        for (ulong rest = pending.Labels; rest != 0; rest &= rest - 1)
        {
            int bit = BitOperations.TrailingZeroCount(rest);
            labels |= LabelsOf(pending.Stretch)[bit]!.Wants(pending.Subject, pending.Stretch) ? 1ul << bit : 0;
        }

        PendingUses uses = pending.Uses;
        bool isSampled = (uses & PendingUses.Sample) != 0 && Samples[pending.Stretch]!.Wants(pending.Subject);
        bool isCounted = (uses & PendingUses.Budget) != 0 && (BudgetOf(pending.Stretch)?.Wants(pending.Subject, pending.IsOutcome, pending.Events & Events.CountedPerSubject) ?? false);
        uses &= PendingUses.Custom | (isSampled ? PendingUses.Sample : 0) | (isCounted ? PendingUses.Budget : 0);
        return pending with { Labels = labels, Uses = uses };
    }

    /// <summary>Counts what a slot held, in the order of its decisions.</summary>
    public void Judge(PendingSlot slot)
    {
        foreach ((int stretch, StretchTally tally) in slot.Tallies)
        {
            Own.TallyOf(stretch).Add(tally);
        }

        slot.Subjects.Sort();
        foreach (PendingSubject subject in slot.Subjects)
        {
            Judge(Review(subject));
        }

        Version++;
    }

    /// <summary>Halves the range of whatever needs most of the subjects that wait.</summary>
    public void Narrow(PendingSlots slots)
    {
        long[] needs = new long[(2 * Labels.Length) + StretchTable.Most + MostStages];
        foreach (PendingSlot slot in slots.Slots)
        {
            foreach (PendingSubject subject in slot.Subjects)
            {
                CountNeeds(subject, needs);
            }
        }

        int most = 0;
        for (int i = 1; i < needs.Length; i++)
        {
            most = needs[i] > needs[most] ? i : most;
        }

        Narrow(most);
        slots.Review(Review);
    }

    private LabelSet?[] NewLabels(EventTable events)
    {
        var labels = new LabelSet?[events.Count];
        for (int bit = 0; bit < labels.Length; bit++)
        {
            labels[bit] = (events.Labelled & (1ul << bit)) != 0 ? new LabelSet(Stretches) : null;
        }

        return labels;
    }

    private LabelSet?[] LabelsOf(int stretch) => Stretches[stretch]!.IsComplete ? EpochLabels : Labels;

    private void Narrow(int need)
    {
        int samples = 2 * Labels.Length, budgets = samples + StretchTable.Most;
        if (need < samples)
        {
            (need < Labels.Length ? Labels : EpochLabels)[need % Labels.Length]!.Narrow();
        }
        else if (need < budgets)
        {
            Samples[need - samples]!.Narrow();
        }
        else
        {
            Budgets[need - budgets]!.Narrow();
        }
    }

    private void Judge(PendingSubject subject)
    {
        for (ulong rest = subject.Labels; rest != 0; rest &= rest - 1)
        {
            LabelsOf(subject.Stretch)[BitOperations.TrailingZeroCount(rest)]!.Label(subject.Subject, subject.Stretch);
        }

        if ((subject.Uses & PendingUses.Sample) != 0)
        {
            Samples[subject.Stretch]!.Add(subject.Subject);
        }

        if ((subject.Uses & PendingUses.Budget) != 0)
        {
            ulong counted = BudgetOf(subject.Stretch)!.Take(subject.Subject, subject.IsOutcome, subject.Events & Events.CountedPerSubject);
            Own.TallyOf(subject.Stretch).AddOfSubject(subject.IsOutcome, counted);
        }
    }

    /// <summary>Gets the subjects counted in the stage of a stretch; <see langword="null"/> for a stage long past.</summary>
    private BudgetSet? BudgetOf(int stretch)
    {
        int stage = Stretches[stretch]!.Stage;
        return stage < FirstStageKept ? null : Budgets[stage] ??= new BudgetSet();
    }

    private void CountNeeds(in PendingSubject subject, long[] needs)
    {
        for (ulong rest = subject.Labels; rest != 0; rest &= rest - 1)
        {
            needs[(Stretches[subject.Stretch]!.IsComplete ? Labels.Length : 0) + BitOperations.TrailingZeroCount(rest)]++;
        }

        needs[(2 * Labels.Length) + subject.Stretch] += (subject.Uses & PendingUses.Sample) != 0 ? 1 : 0;
        needs[(2 * Labels.Length) + StretchTable.Most + Stretches[subject.Stretch]!.Stage] += (subject.Uses & PendingUses.Budget) != 0 ? 1 : 0;
    }
}
