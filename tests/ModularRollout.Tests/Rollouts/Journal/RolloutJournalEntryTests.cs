using System.Security.Cryptography;
using System.Text;
using FsCheck;
using FsCheck.Xunit;
using ModularRollout.Rollouts;
using ModularRollout.Rollouts.Journal;

namespace ModularRollout.Tests.Rollouts.Journal;

public sealed class RolloutJournalEntryTests
{
    private static readonly string s_golden =
        """
        {"version":1,"flag":"größe","attempt":2,"sequence":1,"time":"2026-11-22T10:00:00.0000001Z","actor":"ada","kind":"rollBack",
        "from":{"status":"holding","stage":1,"holdReason":"breach","guard":"errors","stretch":3},"to":{"status":"rolledBack","stage":-1,"holdReason":"none","stretch":0},
        "reason":"It said \"no\".\n","verdicts":[{"guard":"errors","verdict":"breach","log":5.3,"logLimit":"Infinity","candidateEvents":9,"baselineEvents":1,"candidateOutcomes":100,"baselineOutcomes":900,"sentence":"Worse."},
        {"guard":"slow","verdict":"inconclusive","log":"-Infinity","logLimit":5.2,"candidateEvents":0,"baselineEvents":0,"candidateOutcomes":0,"baselineOutcomes":0,"sentence":""}],
        "counters":{"B":2,"a":1},"snapshot":"c0ffee","definition":"{\"a\":1}","detail":"sre","hash":"52d0823ce9136099e376a149a89d62f09a05948bf0e4a2e1223357d9b0c7b6ad"}
        """.ReplaceLineEndings("");

    [Fact]
    public void ToJson_FullEntry_IsTheGoldenLine()
    {
        RolloutJournalEntry entry = Full();

        Assert.Equal(s_golden, Encoding.UTF8.GetString(entry.ToJson()));
    }

    [Fact]
    public void Hash_FullEntry_IsThatOfTheLineWithoutIt()
    {
        string line = Encoding.UTF8.GetString(Full().ToJson());
        string bare = line[..line.LastIndexOf(",\"hash\"", StringComparison.Ordinal)] + "}";

        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(bare))), Full().Hash);
    }

    [Fact]
    public void Parse_GoldenLine_ReadsEverything()
    {
        RolloutJournalEntry entry = RolloutJournalEntry.Parse(Encoding.UTF8.GetBytes(s_golden));

        Assert.Equal(("größe", 2, 1L, "ada", RolloutEntryKind.RollBack), (entry.Flag, entry.Attempt, entry.Sequence, entry.Actor, entry.Kind));
        Assert.Equal(new DateTimeOffset(2026, 11, 22, 10, 0, 0, TimeSpan.Zero).AddTicks(1), entry.Time);
        Assert.Equal(new RolloutPosition(RolloutStatus.Holding, 1, RolloutHoldReason.Breach, "errors", 3), entry.From);
        Assert.Equal(new RolloutPosition(RolloutStatus.RolledBack, -1), entry.To);
        Assert.Equal(("It said \"no\".\n", "c0ffee", "{\"a\":1}", "sre", null), (entry.Reason, entry.SnapshotHash, entry.Definition, entry.Detail, entry.PreviousHash));
        Assert.Equal([("B", 2L), ("a", 1L)], entry.Counters.Select(static counter => (counter.Key, counter.Value)));
        Assert.Equal(
            [("errors", GuardVerdict.Breach, 5.3, double.PositiveInfinity, 9, 1, 100, 900, "Worse."), ("slow", GuardVerdict.Inconclusive, double.NegativeInfinity, 5.2, 0, 0, 0, 0, "")],
            entry.Verdicts.Select(static one => (one.Guard, one.Verdict, one.Log, one.LogLimit, one.CandidateEvents, one.BaselineEvents, one.CandidateOutcomes, one.BaselineOutcomes, one.Sentence)));
        Assert.Equal(s_golden, Encoding.UTF8.GetString(entry.ToJson()));
    }

    [Fact]
    public void Parse_LineOfNewerVersion_SaysSo()
    {
        byte[] newer = Sealed(s_golden.Replace("\"version\":1", "\"version\":2", StringComparison.Ordinal));

        InvalidDataException exception = Assert.Throws<InvalidDataException>(() => RolloutJournalEntry.Parse(newer));

        Assert.Equal("The entry's version is 2; this version of the package reads 1.", exception.Message);
    }

    [Theory]
    [InlineData("rollBack", "3")]
    [InlineData("rollBack", "RollBack")]
    [InlineData("rollBack", "start, advance")]
    [InlineData("2026-11-22", "never")]
    [InlineData("\"stage\":1", "\"stage\":\"1\"")]
    [InlineData("\"stage\":1", "\"stage\":-2")]
    [InlineData("\"actor\"", "\"other\"")]
    public void Parse_SealedNonsense_Throws(string part, string nonsense)
    {
        byte[] line = Sealed(s_golden.Replace(part, nonsense, StringComparison.Ordinal));

        Assert.Throws<InvalidDataException>(() => RolloutJournalEntry.Parse(line));
    }

    [Fact]
    public void ToJson_MalformedText_BecomesReplacementCharacters()
    {
        RolloutJournalEntry entry = With(new GuardReading("g", GuardVerdict.Healthy), "a\ud800b");

        Assert.Equal("a\ufffdb", entry.Reason);
        Assert.Equal("a\ufffdb", RolloutJournalEntry.Parse(entry.ToJson()).Reason);
    }

    [Property]
    public void Parse_AnyTexts_RoundTrips(NonNull<string> reason, NonNull<string> actor, string? detail)
    {
        RolloutJournalEntry entry = With(new GuardReading(actor.Get, GuardVerdict.Healthy) { Sentence = reason.Get }, reason.Get, actor.Get, detail);

        RolloutJournalEntry read = RolloutJournalEntry.Parse(entry.ToJson());

        Assert.Equal(
            (WellFormed(reason.Get), WellFormed(actor.Get), WellFormed(detail), WellFormed(actor.Get), WellFormed(reason.Get)),
            (read.Reason, read.Actor, read.Detail, read.Verdicts[0].Guard, read.Verdicts[0].Sentence));
        Assert.Equal(WellFormed(actor.Get), Assert.Single(read.Counters).Key);
        Assert.Equal(-1, entry.Line.IndexOfAny((byte)'\n', (byte)'\r', (byte)0));
    }

    [Property]
    public void Parse_AnyNumbersAndInstants_RoundTrips(double log, long events, DateTimeOffset time)
    {
        RolloutJournalEntry entry = With(new GuardReading("g", GuardVerdict.Healthy) { Log = log, CandidateEvents = events }, time: time);

        RolloutJournalEntry read = RolloutJournalEntry.Parse(entry.ToJson());

        Assert.Equal((BitConverter.DoubleToInt64Bits(log), events), (BitConverter.DoubleToInt64Bits(read.Verdicts[0].Log), read.Verdicts[0].CandidateEvents));
        Assert.Equal((time, TimeSpan.Zero), (read.Time, read.Time.Offset));
    }

    [Property]
    public void Parse_AnyBytes_ThrowsNothingElse(byte[] bytes)
    {
        Exception? exception = Record.Exception(() => RolloutJournalEntry.Parse(bytes));

        Assert.IsType<InvalidDataException>(exception);
    }

    [Fact]
    public void Parse_AnyBitFlipped_Throws()
    {
        byte[] line = Full().ToJson();

        for (int bit = 0; bit < line.Length * 8; bit++)
        {
            line[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Throws<InvalidDataException>(() => RolloutJournalEntry.Parse(line));
            line[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    private static RolloutJournalEntry Full() => RolloutJournalEntry.After(previous: null, new RolloutEntryDraft
    {
        Flag = "größe",
        Attempt = 2,
        Time = new DateTimeOffset(2026, 11, 22, 11, 0, 0, TimeSpan.FromHours(1)).AddTicks(1),
        Actor = "ada",
        Kind = RolloutEntryKind.RollBack,
        From = new RolloutPosition(RolloutStatus.Holding, 1, RolloutHoldReason.Breach, "errors", 3),
        To = new RolloutPosition(RolloutStatus.RolledBack, -1),
        Reason = "It said \"no\".\n",
        Verdicts =
        [
            new GuardReading("errors", GuardVerdict.Breach)
            {
                Log = 5.3, CandidateEvents = 9, BaselineEvents = 1, CandidateOutcomes = 100, BaselineOutcomes = 900, Sentence = "Worse.",
            },
            new GuardReading("slow", GuardVerdict.Inconclusive) { LogLimit = 5.2 },
        ],
        Counters = new Dictionary<string, long> { ["a"] = 1, ["B"] = 2 },
        SnapshotHash = "c0ffee",
        Definition = "{\"a\":1}",
        Detail = "sre",
    });

    private static RolloutJournalEntry With(GuardReading reading, string reason = "", string actor = "", string? detail = null, DateTimeOffset time = default) =>
        RolloutJournalEntry.After(previous: null, new RolloutEntryDraft
        {
            Flag = "f",
            Attempt = 1,
            Time = time,
            Actor = actor,
            Kind = RolloutEntryKind.Hold,
            Reason = reason,
            Detail = detail,
            Verdicts = [reading],
            Counters = new Dictionary<string, long> { [actor] = 1 },
        });

    private static byte[] Sealed(string line) =>
        EntrySeal.Close(Encoding.UTF8.GetBytes(line[..line.LastIndexOf(",\"hash\"", StringComparison.Ordinal)] + "}"));

    /// <summary>Malformed UTF-16 has no form in UTF-8: it becomes U+FFFD.</summary>
    private static string? WellFormed(string? text) => text is null ? null : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}
