namespace ModularRollout.Rollouts.Counting.Saving;

/// <summary>The binary form of an instance's evidence.</summary>
/// <remarks>
/// Numbers are LEB128 as <see cref="BinaryWriter.Write7BitEncodedInt64"/> writes them, but for the mark and for hashes; sorted subjects are written as differences. Later formats raise
/// <see cref="Version"/>. In this order: mark, version, instance, evidence version, keys of the events, stretches, thresholds, instances, labels by event, samples, sketches, budgets, pending.
/// </remarks>
internal static class CountsFormat
{
    /// <summary>"MRC" and a zero, in the order of the bytes.</summary>
    public const int Mark = 0x0043524D;
    public const byte Version = 2;
}
