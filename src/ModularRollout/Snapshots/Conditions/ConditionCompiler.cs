using System.Text.RegularExpressions;
using ModularRollout.Definitions;

namespace ModularRollout.Snapshots.Conditions;

/// <summary>Compiles flat parsed conditions; remembers the segments they refer to and counts their tests.</summary>
internal sealed class ConditionCompiler
{
    private readonly AttributeRefs _attributes;
    private readonly List<SegmentCondition> _segments = [];
    private ParsedConditions _source = new();

    public ConditionCompiler(AttributeRefs attributes) => _attributes = attributes;

    /// <summary>Gets the number of conditions compiled since <see cref="Begin"/>.</summary>
    public int Cost { get; private set; }

    public void Begin(ParsedConditions source)
    {
        _source = source;
        _segments.Clear();
        Cost = 0;
    }

    public SegmentCondition[] TakeSegments() => _segments.Count == 0 ? [] : _segments.ToArray();

    public CompiledCondition Compile(int index)
    {
        Cost++;
        ParsedCondition node = _source.Nodes[index];
        switch (node.Kind)
        {
            case ConditionKind.All:
                return new AllCondition(Children(index, node.End));
            case ConditionKind.Any:
                return new AnyCondition(Children(index, node.End));
            case ConditionKind.Not:
                return new NotCondition(Compile(index + 1));
            case ConditionKind.Segment:
                var segment = new SegmentCondition(node.Name!, node.Position);
                _segments.Add(segment);
                return segment;
            default:
                return node.IgnoreCase ? TextTest<OrdinalIgnoreCase>(node) : TextTest<Ordinal>(node);
        }
    }

    private CompiledCondition[] Children(int parent, int end)
    {
        int count = 0;
        for (int child = parent + 1; child < end; child = _source.Nodes[child].End)
        {
            count++;
        }

        var children = new CompiledCondition[count];
        for (int i = 0, child = parent + 1; child < end; child = _source.Nodes[child].End)
        {
            children[i++] = Compile(child);
        }

        return children;
    }

    private CompiledCondition TextTest<TComparison>(in ParsedCondition node)
        where TComparison : struct, ITextComparison => node.Kind switch
        {
            ConditionKind.In => InTests.Compile<TComparison>(Attribute(node), node, _source.Values),
            ConditionKind.StartsWith => new TextPartTest<Start, TComparison>(Attribute(node), Texts(node)),
            ConditionKind.EndsWith => new TextPartTest<End, TComparison>(Attribute(node), Texts(node)),
            ConditionKind.Contains => new TextPartTest<Anywhere, TComparison>(Attribute(node), Texts(node)),
            ConditionKind.ContainsAny => new ListTest<TComparison>(Attribute(node), Texts(node), all: false),
            ConditionKind.ContainsAll => new ListTest<TComparison>(Attribute(node), Texts(node), all: true),
            _ => OtherTest(node),
        };

    private CompiledCondition OtherTest(in ParsedCondition node) => node.Kind switch
    {
        ConditionKind.Matches => new PatternTest(Attribute(node), (Regex)node.Operand!),
        ConditionKind.Before => new InstantTest(Attribute(node), isBefore: true, node.Instant),
        ConditionKind.After => new InstantTest(Attribute(node), isBefore: false, node.Instant),
        ConditionKind.SemVer => new SemVerTest(Attribute(node), (SemVerRange)node.Operand!),
        ConditionKind.Cidr => new CidrTest(Attribute(node), (CidrBlock[])node.Operand!, Texts(node)),
        ConditionKind.Exists => new ExistsTest(Attribute(node), node.Flag),
        ConditionKind.BucketIn => new BucketTest(Attribute(node), (string)node.Operand!, node.FromPercent, node.ToPercent),
        _ => new NumberTest(Attribute(node), node.Kind, node.Number),
    };

    private AttributeRef Attribute(in ParsedCondition node) => _attributes.Of(node.Name!);

    private string[] Texts(in ParsedCondition node)
    {
        var texts = new string[node.ValueCount];
        for (int i = 0; i < texts.Length; i++)
        {
            texts[i] = _source.Values[node.FirstValue + i].Text!;
        }

        return texts;
    }
}
