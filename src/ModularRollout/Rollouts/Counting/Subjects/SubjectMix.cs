namespace ModularRollout.Rollouts.Counting.Subjects;

/// <summary>A second hash of a subject, independent of the one that places it in an arm.</summary>
/// <remarks>The finaliser of MurmurHash3 (Appleby, public domain): a bijection in which every bit of the input changes each bit of the output with a chance of about one half.</remarks>
internal static class SubjectMix
{
    private const ulong First = 0xFF51AFD7ED558CCD;
    private const ulong Second = 0xC4CEB9FE1A85EC53;

    public static ulong Of(ulong subject)
    {
        ulong mixed = (subject ^ (subject >> 33)) * First;
        mixed = (mixed ^ (mixed >> 33)) * Second;
        return mixed ^ (mixed >> 33);
    }
}
