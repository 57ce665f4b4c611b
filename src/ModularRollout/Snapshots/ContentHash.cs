using System.Buffers.Binary;
using System.Globalization;
using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace ModularRollout.Snapshots;

/// <summary>Hashes what decides: definitions, exposures, kills and ambient attributes. XXH128; equal on every machine.</summary>
internal static class ContentHash
{
    /// <summary>The longest name that the definition reader lets pass.</summary>
    private const int LongestName = 256;

    /// <summary>Gets a named text's part of the sum that hashes all definitions whatever their order.</summary>
    public static UInt128 OfDefinition(char kind, string name, UInt128 text)
    {
        Span<char> chars = stackalloc char[1 + LongestName + 8];
        chars[0] = kind;
        name.CopyTo(chars[1..]);
        Span<byte> bytes = MemoryMarshal.AsBytes(chars)[..(2 * (name.Length + 9))];
        BinaryPrimitives.WriteUInt128LittleEndian(bytes[^16..], text);
        return XxHash128.HashToUInt128(bytes);
    }

    public static UInt128 Of(SnapshotContent content)
    {
        var hash = new XxHash128();
        Append(hash, content.DefinitionsHash);
        foreach (RolloutExposure exposure in content.Exposures)
        {
            Append(hash, "exposure");
            Append(hash, Describe(exposure));
        }

        foreach (string kill in content.Kills)
        {
            Append(hash, "kill");
            Append(hash, kill);
        }

        foreach (ref readonly AttributeSlot slot in content.Ambient.AsSpan())
        {
            Append(hash, "ambient");
            Append(hash, slot);
        }

        return hash.GetCurrentHashAsUInt128();
    }

    private static string Describe(RolloutExposure exposure) => string.Create(
        CultureInfo.InvariantCulture,
        $"{exposure.Flag}\n{exposure.Attempt}\n{exposure.Stage}\n{string.Join('\u001f', exposure.Audiences)}\n{exposure.HasShare}\n{exposure.Bound}\n{exposure.IsEverything}\n{exposure.Salt}");

    private static void Append(XxHash128 hash, in AttributeSlot slot)
    {
        Append(hash, slot.Name);
        Append(hash, (UInt128)(uint)slot.Kind);
        Append(hash, slot.Kind == AttributeKind.Text ? 0 : (UInt128)(ulong)slot.Bits);
        string[] texts = slot.Reference as string[] ?? (slot.Reference is string one ? [one] : []);
        Append(hash, (UInt128)texts.Length);
        foreach (string text in texts)
        {
            Append(hash, text);
        }
    }

    private static void Append(XxHash128 hash, string text)
    {
        Append(hash, (UInt128)text.Length);
        hash.Append(MemoryMarshal.AsBytes(text.AsSpan()));
    }

    private static void Append(XxHash128 hash, UInt128 value)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128LittleEndian(bytes, value);
        hash.Append(bytes);
    }
}
