namespace ModularRollout.Docs.Tests;

/// <summary>A fenced block of a page, and what the comment before it says of it.</summary>
public sealed record CodeBlock(string Language, string Mark, string Code)
{
    public override string ToString() => Mark.Length > 0 ? Mark : Code.Split('\n')[0];
}
