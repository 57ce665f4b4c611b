namespace ModularRollout.Tests.Rollouts.Stores;

/// <summary>What a program did to a disk, or what it believes since.</summary>
internal abstract record DiskEvent
{
    /// <summary>A new file got a name.</summary>
    internal sealed record Create(int File, string Path) : DiskEvent;

    internal sealed record Write(int File, long Offset, byte[] Bytes) : DiskEvent;

    internal sealed record SetLength(int File, long Length) : DiskEvent;

    /// <summary>Everything that was done to a file until now, its names included, is on the medium.</summary>
    internal sealed record Flush(int File) : DiskEvent;

    internal sealed record Move(int File, string From, string To) : DiskEvent;

    internal sealed record Delete(int File, string Path) : DiskEvent;

    /// <summary>From here on the program relies on something.</summary>
    internal sealed record Mark(Action<CrashExpectation> Believe) : DiskEvent;
}
