using ModularRollout.Definitions;

namespace ModularRollout.Snapshots.Conditions;

/// <summary>The text is an IP address in any of some blocks.</summary>
internal sealed class CidrTest : AttributeTest
{
    private readonly CidrBlock[] _blocks;
    private readonly string[] _texts;

    public CidrTest(AttributeRef attribute, CidrBlock[] blocks, string[] texts)
        : base(attribute)
    {
        _blocks = blocks;
        _texts = texts;
    }

    protected override string Comparison => $"cidr {AttributeText.List(_texts)}";

    public override bool Matches(in EvaluationContext context, FeatureSnapshot snapshot)
    {
        if (Attribute.Text(context, snapshot) is { } text && IpAddressText.TryParse(text, out IpAddress address))
        {
            foreach (CidrBlock block in _blocks)
            {
                if (block.Contains(address))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
