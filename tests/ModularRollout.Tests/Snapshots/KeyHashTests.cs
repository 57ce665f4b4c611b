using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;
using FsCheck.Xunit;
using ModularRollout.Snapshots;

namespace ModularRollout.Tests.Snapshots;

public sealed class KeyHashTests
{
    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("customer-4711")]
    [InlineData("Zürich")]
    [InlineData("🚀")]
    [InlineData("\0")]
    [InlineData("\u007f\u0080\u07ff\u0800\uffff")]
    public void OfText_Text_IsXxh3OfItsUtf8(string text) => Assert.Equal(Expected(text), KeyHash.OfText(text));

    [Fact]
    public void OfText_MalformedUtf16_HashesAsReplacementCharacter()
    {
        // Not a theory: the metadata of attributes cannot hold malformed texts.
        foreach (string text in (string[])["\ud800", "\udc00", "a\ud800b", "\udc00\ud800", "\ud800\ud800\udc00"])
        {
            string replaced = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

            Assert.Contains('\ufffd', replaced);
            Assert.Equal(Expected(replaced), KeyHash.OfText(text));
        }
    }

    [Theory]
    [InlineData('x')]
    [InlineData('ü')]
    [InlineData('€')]
    [InlineData('\ud800')]
    public void OfText_AnyLength_IsXxh3OfItsUtf8(char letter)
    {
        foreach (int length in (int[])[1, 16, 63, 64, 65, 240, 241, 5_461, 65_535, 65_536, 65_537, 200_001])
        {
            string text = new(letter, length);

            Assert.Equal(Expected(text), KeyHash.OfText(text));
        }
    }

    [Fact]
    public void OfText_OneLetterBeyondAscii_IsSeenAtEveryPlace()
    {
        foreach (char letter in (string)"\u007f\u0080\u00ff\u0100\u8000\uff00")
        {
            for (int length = 1; length <= 66; length++)
            {
                for (int place = 0; place < length; place++)
                {
                    string text = new string('a', place) + letter + new string('b', length - place - 1);

                    Assert.Equal(Expected(text), KeyHash.OfText(text));
                }
            }
        }
    }

    [Fact]
    public void OfText_LongTextOfPairs_SplitsNoneBetweenChunks()
    {
        string text = "x" + string.Concat(Enumerable.Repeat("🚀", 70_000));

        Assert.Equal(Expected(text), KeyHash.OfText(text));
    }

    [Fact]
    public void OfSalt_Salt_IsItsTextsHash() => Assert.Equal(Expected("checkout.new-flow"), KeyHash.OfSalt("checkout.new-flow"));

    [Theory]
    [InlineData('x', 1)]
    [InlineData('x', 64)]
    [InlineData('x', 65)]
    [InlineData('€', 20)]
    [InlineData('€', 65_536)]
    public void OfText_Warm_AllocatesNothing(char letter, int length)
    {
        string text = new(letter, length);
        KeyHash.OfText(text);

        long before = GC.GetAllocatedBytesForCurrentThread();
        KeyHash.OfText(text);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Mix_TwoMillionRandomKeysAndSeeds_EqualsTheLibrary()
    {
        var random = new Random(4711);
        Span<byte> bytes = stackalloc byte[8];
        for (int i = 0; i < 2_000_000; i++)
        {
            ulong key = (ulong)random.NextInt64(long.MinValue, long.MaxValue);
            ulong seed = (ulong)random.NextInt64(long.MinValue, long.MaxValue);
            BinaryPrimitives.WriteUInt64LittleEndian(bytes, key);

            if (KeyHash.Mix(key, KeyHash.Fold(seed)) != XxHash3.HashToUInt64(bytes, (long)seed))
            {
                Assert.Fail($"Key {key}, seed {seed}.");
            }
        }
    }

    [Property(MaxTest = 1_000)]
    public void Mix_AnyKeyAndSeed_EqualsTheLibrary(ulong key, ulong seed)
    {
        byte[] bytes = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, key);

        Assert.Equal(XxHash3.HashToUInt64(bytes, (long)seed), KeyHash.Mix(key, KeyHash.Fold(seed)));
    }

    [Property(MaxTest = 1_000)]
    public bool OfText_AnyText_IsXxh3OfItsUtf8(string? text) => KeyHash.OfText(text) == Expected(text ?? "");

    internal static ulong Expected(string text) => XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(text));
}
