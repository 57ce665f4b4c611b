using System.Text;
using ModularRollout.Definitions;

namespace ModularRollout.Fuzz;

/// <summary>Mutates documents at random, from a seed, and checks what must hold for any bytes.</summary>
internal sealed class DefinitionFuzz
{
    private static readonly string[] Tokens =
    [
        "{", "}", "[", "]", ":", ",", "\"", "\\ud800", "\\u0000", "null", "true", "false", "1e999", "-0", "1.0", "9223372036854775808",
        "79228162514264337593543950336", "\"on\"", "\"off\"", "\"variants\"", "\"serve\"", "\"split\"", "\"weights\"", "\"when\"", "\"all\"",
        "\"not\"", "\"in\"", "\"matches\"", "\"(a{9}){9}\"", "\"x-y\"", "\"rollout\"", "\"percent\"", "//", "/*", "\n", "ä", "😀", "{\"all\":[]}",
    ];

    private readonly List<byte[]> _corpus = [];
    private readonly Random _random;
    private readonly CountingSink _sink = new();

    public DefinitionFuzz(int seed)
    {
        _random = new Random(seed);
        foreach (string document in DefinitionCorpus.Documents)
        {
            _corpus.Add(Encoding.UTF8.GetBytes(document));
        }
    }

    public int Accepted { get; private set; }

    public int Refused { get; private set; }

    public long Diagnostics { get; private set; }

    /// <summary>Reads so many mutated documents.</summary>
    /// <exception cref="InvalidOperationException">A reading broke a promise; the message holds the document.</exception>
    public void Run(int inputs)
    {
        for (int i = 0; i < inputs; i++)
        {
            byte[] document = Mutate();
            try
            {
                Check(document);
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"Input {i}: {exception.Message}\n{Convert.ToBase64String(document)}", exception);
            }
        }
    }

    private void Check(byte[] bytes)
    {
        var options = new DefinitionReadOptions { Today = new DateOnly(2026, 11, 22), Strict = _random.Next(2) == 0 };
        _sink.Clear();
        long before = GC.GetAllocatedBytesForCurrentThread();
        DefinitionDocument document = DefinitionReader.Read(bytes, options, _sink);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        // A regular expression may cost some hundred KB however short it is; everything else is in proportion.
        Require(allocated < 4_000_000 + (2_000L * bytes.Length), $"allocated {allocated} bytes");
        bool hasErrors = false;
        foreach (DefinitionDiagnostic diagnostic in document.Diagnostics)
        {
            CheckDiagnostic(document, diagnostic);
            hasErrors |= diagnostic.Severity == DiagnosticSeverity.Error;
        }

        Require(hasErrors == document.HasErrors, "HasErrors is wrong");
        Diagnostics += document.Diagnostics.Count;
        if (hasErrors)
        {
            Refused++;
        }
        else
        {
            Accepted++;
            CheckPrinted(document);
        }
    }

    private static void CheckDiagnostic(DefinitionDocument document, DefinitionDiagnostic diagnostic)
    {
        Require(diagnostic.Code.StartsWith("MR1", StringComparison.Ordinal) && diagnostic.Code.Length == 6, "code");
        Require(diagnostic.Message.Length is > 10 and < 1000 && diagnostic.Message.EndsWith('.') | diagnostic.Message.EndsWith('?'), $"sentence: {diagnostic.Message}");
        int lines = document.Bytes.Span.Count((byte)'\n') + 1;
        Require(diagnostic.Line >= 1 && diagnostic.Line <= lines, $"line {diagnostic.Line} of {lines}");
        Require(diagnostic.Column >= 1 && diagnostic.Column <= document.Bytes.Length + 1, $"column {diagnostic.Column}");
    }

    // What is accepted means the same after it was printed.
    private void CheckPrinted(DefinitionDocument document)
    {
        byte[] printed = _sink.Print(document.Bytes.Span);
        List<UInt128> hashes = [.. _sink.Hashes];
        _sink.Clear();
        DefinitionDocument again = DefinitionReader.Read(printed, new DefinitionReadOptions(), _sink);
        Require(!again.HasErrors, $"printed text is refused: {(again.HasErrors ? again.Diagnostics[0] : null)}");
        Require(hashes.Count == _sink.Hashes.Count, "printed text has other flags");
        for (int i = 0; i < hashes.Count; i++)
        {
            Require(hashes[i] == _sink.Hashes[i], "printed text has another hash");
        }

        Require(_sink.Print(again.Bytes.Span).AsSpan().SequenceEqual(printed), "printing is not idempotent");
    }

    private static void Require(bool holds, string message)
    {
        if (!holds)
        {
            throw new InvalidOperationException(message);
        }
    }

    private byte[] Mutate()
    {
        List<byte> bytes = [.. _corpus[_random.Next(_corpus.Count)]];
        for (int i = _random.Next(4); i >= 0; i--)
        {
            MutateOnce(bytes);
        }

        return [.. bytes];
    }

    private void MutateOnce(List<byte> bytes)
    {
        int at = _random.Next(bytes.Count + 1);
        int length = Math.Min(_random.Next(1, 40), bytes.Count - at);
        switch (_random.Next(8))
        {
            case 0 when bytes.Count > at:
                bytes[at] ^= (byte)(1 << _random.Next(8));
                break;
            case 1 when bytes.Count > at:
                bytes[at] = (byte)_random.Next(256);
                break;
            case 2:
                bytes.RemoveRange(at, length);
                break;
            case 3:
                bytes.InsertRange(at, bytes.GetRange(at, length));
                break;
            case 4:
                byte[] other = _corpus[_random.Next(_corpus.Count)];
                int from = _random.Next(other.Length);
                bytes.InsertRange(at, other.AsSpan(from, Math.Min(_random.Next(80), other.Length - from)).ToArray());
                break;
            case 5 when _random.Next(20) == 0:
                bytes.InsertRange(at, Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(_random.Next(2) == 0 ? "[" : "{\"not\":", _random.Next(300)))));
                break;
            case 6 when _random.Next(10) == 0:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            default:
                SwapToken(bytes, at, length);
                break;
        }
    }

    // Puts a token in the place of the one at or after a position.
    private void SwapToken(List<byte> bytes, int at, int length)
    {
        int start = bytes.FindIndex(at, static c => c is (byte)'"' or (byte)',' or (byte)':' or (byte)'{' or (byte)'[');
        start = start < 0 ? at : start;
        int end = start < bytes.Count && bytes[start] == '"' ? bytes.IndexOf((byte)'"', start + 1) + 1 : start + 1;
        if (end > start && end <= bytes.Count && _random.Next(2) == 0)
        {
            bytes.RemoveRange(start, end - start);
        }

        if (length > 0)
        {
            bytes.InsertRange(start, Encoding.UTF8.GetBytes(Tokens[_random.Next(Tokens.Length)]));
        }
    }
}
