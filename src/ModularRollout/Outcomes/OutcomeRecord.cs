namespace ModularRollout.Outcomes;

/// <summary>One outcome on its way to the reader: 40 bytes, no references.</summary>
internal readonly struct OutcomeRecord
{
    public OutcomeRecord(int channel, ulong subject, DecisionArm arm, byte code, long reported, TimeSpan age, TimeSpan duration)
    {
        Subject = subject;
        Reported = reported;
        AgeTicks = age.Ticks;
        DurationTicks = duration.Ticks;
        Channel = channel;
        Code = code;
        ArmCode = (byte)arm;
    }

    /// <summary>Gets the hash that placed the subject.</summary>
    public ulong Subject { get; }

    /// <summary>Gets the timestamp of the report, which no setting of the clock moves.</summary>
    public long Reported { get; }

    /// <summary>Gets how long before the report the decision was made, in ticks of <see cref="TimeSpan"/>.</summary>
    public long AgeTicks { get; }

    /// <summary>Gets how long the work took, in ticks of <see cref="TimeSpan"/>.</summary>
    public long DurationTicks { get; }

    public int Channel { get; }

    /// <summary>Gets an <see cref="OutcomeCode"/>.</summary>
    public byte Code { get; }

    public DecisionArm Arm => (DecisionArm)ArmCode;

    private byte ArmCode { get; }

    /// <summary>Gets the number of the combination of values that the subject has, where the reader asks for them.</summary>
    public ushort Values { get; init; }
}
