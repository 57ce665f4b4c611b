using System.Text;
using FsCheck;
using FsCheck.Xunit;
using ModularRollout.Rollouts.Journal;

namespace ModularRollout.Tests.Rollouts.Journal;

public sealed class RolloutJournalTests
{
    [Fact]
    public void Read_NoLines_IsEmptyAndWhole()
    {
        RolloutJournal journal = RolloutJournal.Read("checkout", []);

        Assert.Empty(journal.Entries);
        Assert.Null(journal.HeadHash);
        Assert.Null(journal.Damage);
    }

    [Fact]
    public void Read_WholeChain_KeepsEverything()
    {
        RolloutJournalEntry[] chain = Entries.Chain(5);

        RolloutJournal journal = RolloutJournal.Read("checkout", Entries.Lines(chain));

        Assert.Equal(chain.Select(static entry => entry.Hash), journal.Entries.Select(static entry => entry.Hash));
        Assert.Equal([1L, 2, 3, 4, 5], journal.Entries.Select(static entry => entry.Sequence));
        Assert.Equal(chain[^1].Hash, journal.HeadHash);
        Assert.Null(journal.Damage);
    }

    [Fact]
    public void Read_EntryMissing_TellsWhereAndKeepsWhatIsBefore() => AssertDamage(
        static chain => [chain[0], chain[1], chain[3], chain[4]],
        RolloutDamageKind.Missing, 3, "The journal of 'checkout' is damaged. Entry 4 stands where 3 should: entries are missing or out of order.");

    [Fact]
    public void Read_FirstEntryMissing_TellsIt() => AssertDamage(
        static chain => [chain[1], chain[2]],
        RolloutDamageKind.Missing, 1, "The journal of 'checkout' is damaged. Entry 2 stands where 1 should: entries are missing or out of order.");

    [Fact]
    public void Read_EntryTwice_TellsIt() => AssertDamage(
        static chain => [chain[0], chain[1], chain[1], chain[2]],
        RolloutDamageKind.Repeated, 3, "The journal of 'checkout' is damaged. Entry 2 stands again where 3 should: entries are repeated or out of order.");

    [Fact]
    public void Read_EntriesSwapped_TellsIt() => AssertDamage(
        static chain => [chain[0], chain[2], chain[1], chain[3]],
        RolloutDamageKind.Missing, 2, "The journal of 'checkout' is damaged. Entry 3 stands where 2 should: entries are missing or out of order.");

    [Fact]
    public void Read_EntryOfAnotherFlag_TellsIt() => AssertDamage(
        static chain => [chain[0], Entries.After(chain[0], "search")],
        RolloutDamageKind.Foreign, 2, "The journal of 'checkout' is damaged. Entry 2 belongs to the flag 'search'; this is the journal of 'checkout'.");

    [Fact]
    public void Read_EntryOfAnotherChain_TellsIt() => AssertDamage(
        static chain => [chain[0], chain[1], Entries.Chain(3, reason: "Forged.")[2]],
        RolloutDamageKind.Unchained, 3, "The journal of 'checkout' is damaged. Entry 3 (attempt 1) does not follow the entry before it (attempt 1).");

    [Theory]
    [InlineData(1, 3)]
    [InlineData(2, 1)]
    public void Read_AttemptOutOfOrder_TellsIt(int attempt, int next)
    {
        RolloutJournalEntry first = Entries.After(previous: null);
        RolloutJournalEntry second = Entries.After(first, attempt: attempt);

        RolloutJournal journal = RolloutJournal.Read("checkout", Entries.Lines(first, second, Entries.After(second, attempt: next)));

        Assert.Equal((RolloutDamageKind.Unchained, 3L), (journal.Damage!.Kind, journal.Damage.Sequence));
    }

    [Fact]
    public void Read_FirstAttemptIsNotTheFirst_TellsIt()
    {
        RolloutJournal journal = RolloutJournal.Read("checkout", Entries.Lines(Entries.After(previous: null, attempt: 2)));

        Assert.Equal(RolloutDamageKind.Unchained, journal.Damage!.Kind);
    }

    [Fact]
    public void Read_NextAttempt_Follows()
    {
        RolloutJournalEntry first = Entries.After(previous: null);

        RolloutJournal journal = RolloutJournal.Read("checkout", Entries.Lines(first, Entries.After(first, attempt: 2)));

        Assert.Null(journal.Damage);
    }

    [Fact]
    public void Read_EntryOfNewerVersion_IsUnreadableNotAltered()
    {
        RolloutJournalEntry[] chain = Entries.Chain(2);
        string newer = Encoding.UTF8.GetString(chain[1].ToJson()).Replace("\"version\":1", "\"version\":9", StringComparison.Ordinal);
        byte[] line = EntrySeal.Close(Encoding.UTF8.GetBytes(newer[..newer.LastIndexOf(",\"hash\"", StringComparison.Ordinal)] + "}"));

        RolloutJournal journal = RolloutJournal.Read("checkout", [chain[0].ToJson(), line]);

        Assert.Equal((RolloutDamageKind.Unreadable, 2L), (journal.Damage!.Kind, journal.Damage.Sequence));
        Assert.Contains("version is 9", journal.Damage.Sentence, StringComparison.Ordinal);
    }

    [Property]
    public void Read_AnyBitFlipped_KeepsWhatIsBeforeAndTellsIt(NonNull<string> reason, int line, int bit)
    {
        RolloutJournalEntry[] chain = Entries.Chain(4, reason: reason.Get);
        byte[][] lines = [.. chain.Select(static entry => entry.ToJson())];
        int at = (line & int.MaxValue) % lines.Length;
        int flipped = (bit & int.MaxValue) % (lines[at].Length * 8);
        lines[at][flipped / 8] ^= (byte)(1 << (flipped % 8));

        RolloutJournal journal = RolloutJournal.Read("checkout", lines.Select(static one => new ReadOnlyMemory<byte>(one)));

        Assert.Equal((RolloutDamageKind.Altered, at + 1L), (journal.Damage!.Kind, journal.Damage.Sequence));
        Assert.Equal(chain.Take(at).Select(static entry => entry.Hash), journal.Entries.Select(static entry => entry.Hash));
    }

    [Fact]
    public void Covers_TailRemoved_IsFalse()
    {
        RolloutJournalEntry[] chain = Entries.Chain(4);

        RolloutJournal shortened = RolloutJournal.Read("checkout", Entries.Lines(chain[..3]));

        Assert.True(shortened.Covers(0, hash: null));
        Assert.True(shortened.Covers(3, chain[2].Hash));
        Assert.True(shortened.Covers(1, chain[0].Hash));
        Assert.False(shortened.Covers(4, chain[3].Hash));
        Assert.False(shortened.Covers(3, chain[3].Hash));
    }

    [Fact]
    public void With_LinesThatFollow_IsTheWholeJournal()
    {
        RolloutJournalEntry[] chain = Entries.Chain(4);
        RolloutJournal journal = RolloutJournal.Read("checkout", Entries.Lines(chain[..2]));

        Assert.Same(journal, journal.With([]));
        Assert.Equal(chain[3].Hash, journal.With(Entries.Lines(chain[2..])).HeadHash);
        Assert.Equal(chain[2].Hash, journal.With(chain[2]).HeadHash);
        Assert.Equal(2, journal.Entries.Count);
    }

    [Fact]
    public void With_DamagedJournal_StaysDamaged()
    {
        RolloutJournalEntry[] chain = Entries.Chain(3);
        RolloutJournal damaged = RolloutJournal.Read("checkout", Entries.Lines(chain[0], chain[2]));

        Assert.Same(damaged, damaged.With(Entries.Lines(chain[1])));
    }

    private static void AssertDamage(Func<RolloutJournalEntry[], RolloutJournalEntry[]> damage, RolloutDamageKind kind, long sequence, string sentence)
    {
        RolloutJournalEntry[] chain = Entries.Chain(5);

        RolloutJournal journal = RolloutJournal.Read("checkout", Entries.Lines(damage(chain)));

        Assert.Equal((kind, sequence, sentence), (journal.Damage!.Kind, journal.Damage.Sequence, journal.Damage.Sentence));
        Assert.Equal(chain.Take((int)sequence - 1).Select(static entry => entry.Hash), journal.Entries.Select(static entry => entry.Hash));
    }
}
