using System.Buffers;
using System.Text;
using System.Text.Json;
using ModularRollout.Definitions;

namespace ModularRollout.Fuzz;

/// <summary>Keeps where each flag and segment stands, so that a document can be printed.</summary>
internal sealed class CountingSink : IDefinitionSink
{
    private readonly List<(bool IsFlag, string Name, int Start, int Length)> _entries = [];

    public List<UInt128> Hashes { get; } = [];

    public void Clear()
    {
        _entries.Clear();
        Hashes.Clear();
    }

    public void Accept(ParsedSegment segment)
    {
        Hashes.Add(segment.Hash);
        _entries.Add((false, segment.Name, segment.Start, segment.Length));
    }

    public void Accept(ParsedFlag flag)
    {
        Hashes.Add(flag.Hash);
        _entries.Add((true, flag.Name, flag.Start, flag.Length));
    }

    /// <summary>Prints what was accepted, sections in the order in which they were met.</summary>
    public byte[] Print(ReadOnlySpan<byte> document)
    {
        var text = new ArrayBufferWriter<byte>();
        text.Write("{\"schemaVersion\":1"u8);
        bool? section = null;
        foreach ((bool isFlag, string name, int start, int length) in _entries)
        {
            string opening = section is null ? "," : "},";
            text.Write(Encoding.UTF8.GetBytes(section == isFlag ? "," : $"{opening}\"{(isFlag ? "flags" : "segments")}\":{{"));
            section = isFlag;
            text.Write(Encoding.UTF8.GetBytes($"\"{JsonEncodedText.Encode(name)}\":"));
            CanonicalText.Write(document.Slice(start, length), text);
        }

        text.Write(section is null ? "}"u8 : "}}"u8);
        return text.WrittenSpan.ToArray();
    }
}
