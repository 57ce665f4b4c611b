using System.Security.Cryptography;
using System.Text;

namespace ModularRollout.Rollouts.Stores.Files;

/// <summary>The names of a store's files.</summary>
/// <remarks>
/// Any name of a flag becomes a file name that every file system takes: a to z, digits, dot, hyphen and underscore stand for themselves,
/// every other byte of its UTF-8 is <c>%xx</c>. Without capitals no two names fall together where case does not count, and the prefix
/// keeps them from being names of devices. A longer one ends with a hash, and is known by the flag its entries name.
/// </remarks>
internal static class StoreNames
{
    public const string Lock = "controller.lock";
    public const string Holder = "controller.holder";
    public const string Temporary = ".tmp";
    public const string Removed = ".removed";

    private const string JournalPrefix = "journal-";
    private const string JournalSuffix = ".jsonl";
    private const string CheckpointPrefix = "checkpoint-";
    private const string CheckpointSuffix = ".checkpoint";
    private const char Separator = '@';
    private const char Shortened = '~';
    private const int Longest = 100;
    private const int Kept = 60;
    private const int HashBytes = 16;

    public static string JournalOf(string flag) => JournalPrefix + Encode(flag) + JournalSuffix;

    public static string CheckpointOf(string flag, string name) => CheckpointsOf(flag) + Encode(name) + CheckpointSuffix;

    public static bool IsJournal(string file) =>
        file.StartsWith(JournalPrefix, StringComparison.Ordinal) && file.EndsWith(JournalSuffix, StringComparison.Ordinal);

    /// <summary>Gets how the names of a flag's checkpoints begin.</summary>
    public static string CheckpointsOf(string flag) => CheckpointPrefix + Encode(flag) + Separator;

    public static bool IsCheckpoint(string file) => file.EndsWith(CheckpointSuffix, StringComparison.Ordinal);

    /// <summary>Gets whether a file is a checkpoint that was to be removed.</summary>
    public static bool IsRemoved(string file) => file.EndsWith(CheckpointSuffix + Removed, StringComparison.Ordinal);

    /// <summary>Gets the flag of a journal.</summary>
    /// <returns><see langword="null"/> when the name does not say it.</returns>
    public static string? FlagOf(string journal)
    {
        ReadOnlySpan<char> code = journal.AsSpan(JournalPrefix.Length, journal.Length - JournalPrefix.Length - JournalSuffix.Length);
        return code.Contains(Shortened) ? null : Decode(code) is { } flag && JournalOf(flag) == journal ? flag : null;
    }

    private static string Encode(string name)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(name);
        var code = new StringBuilder(bytes.Length);
        foreach (byte one in bytes)
        {
            if (char.IsAsciiLetterLower((char)one) || char.IsAsciiDigit((char)one) || one is (byte)'.' or (byte)'-' or (byte)'_')
            {
                code.Append((char)one);
            }
            else
            {
                code.Append('%').Append(Convert.ToHexStringLower([one]));
            }
        }

        return code.Length <= Longest
            ? code.ToString()
            : code.ToString(0, Kept) + Shortened + Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, HashBytes));
    }

    private static string? Decode(ReadOnlySpan<char> code)
    {
        byte[] bytes = new byte[code.Length];
        int length = 0;
        for (int i = 0; i < code.Length; i++)
        {
            if (code[i] != '%')
            {
                bytes[length++] = (byte)code[i];
            }
            else if (i + 2 < code.Length && Convert.FromHexString(code.Slice(i + 1, 2), bytes.AsSpan(length), out _, out _) == System.Buffers.OperationStatus.Done)
            {
                length++;
                i += 2;
            }
            else
            {
                return null;
            }
        }

        return Encoding.UTF8.GetString(bytes, 0, length);
    }
}
