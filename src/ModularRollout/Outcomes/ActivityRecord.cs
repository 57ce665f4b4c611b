using System.Diagnostics;

namespace ModularRollout.Outcomes;

/// <summary>One decision whose outcome will be that of an activity.</summary>
internal readonly struct ActivityRecord
{
    public ActivityRecord(int channel, ulong subject, DecisionArm arm, long decided, Activity root)
    {
        Channel = channel;
        Subject = subject;
        Arm = arm;
        Decided = decided;
        Root = root;
    }

    public int Channel { get; }

    public ulong Subject { get; }

    public DecisionArm Arm { get; }

    /// <summary>Gets the number of the combination of values that the subject has, where the reader asks for them.</summary>
    public ushort Values { get; init; }

    /// <summary>Gets the timestamp of the decision.</summary>
    public long Decided { get; }

    /// <summary>Gets the outermost activity of this process around the decision.</summary>
    public Activity Root { get; }
}
