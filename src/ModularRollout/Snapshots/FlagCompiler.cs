using System.Runtime.InteropServices;
using ModularRollout.Definitions;
using ModularRollout.Snapshots.Conditions;

namespace ModularRollout.Snapshots;

/// <summary>Turns a checked flag into what the evaluator walks. Everything a decision says is made here.</summary>
internal sealed class FlagCompiler
{
    private readonly ConditionCompiler _conditions;
    private readonly VariantCompiler _variants = new();
    private readonly AttributeRefs _attributes;
    private readonly List<decimal> _weights = [];
    private readonly List<CompiledDecision> _decisions = [];

    public FlagCompiler(AttributeRefs attributes, ConditionCompiler conditions)
    {
        _attributes = attributes;
        _conditions = conditions;
    }

    public CompiledFlag Compile(ParsedFlag parsed, ReadOnlyMemory<byte> document)
    {
        CompiledVariant[] variants = _variants.Compile(parsed.Variants, document.Span);
        var flag = new CompiledFlag(parsed.Name, parsed.Hash, variants, parsed.Off) { IsEnabled = parsed.Enabled };
        if (!parsed.Enabled)
        {
            flag.Constant = flag.Rare.Disabled;
            return flag;
        }

        bool isTargeted = IsTargeted(parsed);
        CompiledServe otherwise = Serve(parsed, flag, parsed.Otherwise, null, isTargeted ? DecisionReason.Default : DecisionReason.Static);
        if (!isTargeted)
        {
            flag.Constant = otherwise.Constant;
            flag.Split = otherwise.Split?.By is null ? otherwise.Split : null;
        }

        if ((flag.Constant is null && flag.Split is null) || parsed.Rollout is not null)
        {
            flag.Targeting = Targeting(parsed, flag, otherwise);
        }

        return flag;
    }

    private static bool IsTargeted(ParsedFlag parsed) => parsed.Requires.Count > 0 || parsed.Targets.Count > 0 || parsed.Rules.Count > 0;

    private CompiledTargeting Targeting(ParsedFlag parsed, CompiledFlag flag, in CompiledServe otherwise)
    {
        _conditions.Begin(parsed.Conditions);
        CompiledRule[] rules = Rules(parsed, flag);
        return new CompiledTargeting
        {
            Requires = Requires(parsed),
            Targets = Targets(parsed, flag),
            Rules = rules,
            Plan = Plan(parsed, flag),
            Otherwise = otherwise,
            Segments = _conditions.TakeSegments(),
            Cost = _conditions.Cost,
        };
    }

    private CompiledRule[] Rules(ParsedFlag parsed, CompiledFlag flag)
    {
        if (parsed.Rules.Count == 0)
        {
            return [];
        }

        var rules = new CompiledRule[parsed.Rules.Count];
        for (int i = 0; i < rules.Length; i++)
        {
            ParsedRule rule = parsed.Rules[i];
            CompiledServe serve = Serve(parsed, flag, rule.Serve, rule.Name, DecisionReason.TargetingMatch);
            rules[i] = new CompiledRule(rule.Name, _conditions.Compile(rule.Condition), serve);
        }

        return rules;
    }

    private CompiledServe Serve(ParsedFlag parsed, CompiledFlag flag, in ParsedServe serve, string? rule, DecisionReason constant) =>
        serve.Variant >= 0
            ? new CompiledServe(new CompiledDecision(flag, flag.Variants[serve.Variant], constant, rule))
            : new CompiledServe(Split(parsed, flag, serve, rule));

    private CompiledSplit Split(ParsedFlag parsed, CompiledFlag flag, in ParsedServe serve, string? rule)
    {
        _weights.Clear();
        _decisions.Clear();
        foreach (ref readonly ParsedWeight weight in CollectionsMarshal.AsSpan(parsed.Weights).Slice(serve.FirstWeight, serve.WeightCount))
        {
            if (weight.Weight > 0)
            {
                _weights.Add(weight.Weight);
                _decisions.Add(new CompiledDecision(flag, flag.Variants[weight.Variant], DecisionReason.Split, rule, hasBucket: true));
            }
        }

        ulong[] bounds = ShareBounds.Of(CollectionsMarshal.AsSpan(_weights));
        return new CompiledSplit(Attribute(serve.By), serve.Salt ?? parsed.Name, bounds, CollectionsMarshal.AsSpan(_decisions));
    }

    private static CompiledPrerequisite[] Requires(ParsedFlag parsed)
    {
        if (parsed.Requires.Count == 0)
        {
            return [];
        }

        var requires = new CompiledPrerequisite[parsed.Requires.Count];
        for (int i = 0; i < requires.Length; i++)
        {
            ParsedPrerequisite required = parsed.Requires[i];
            string[] variants = parsed.RequiredVariants.GetRange(required.FirstVariant, required.VariantCount).ToArray();
            requires[i] = new CompiledPrerequisite(required.Flag, variants, required.Position);
        }

        return requires;
    }

    private static CompiledTargets? Targets(ParsedFlag parsed, CompiledFlag flag)
    {
        if (parsed.Targets.Count == 0)
        {
            return null;
        }

        var byVariant = new CompiledDecision?[flag.Variants.Length];
        var keys = new string[parsed.Targets.Count];
        var decisions = new CompiledDecision[keys.Length];
        for (int i = 0; i < keys.Length; i++)
        {
            ParsedTarget target = parsed.Targets[i];
            keys[i] = target.TargetingKey;
            decisions[i] = byVariant[target.Variant] ??= new CompiledDecision(flag, flag.Variants[target.Variant], DecisionReason.TargetingMatch);
        }

        return new CompiledTargets(keys, decisions);
    }

    private CompiledPlan? Plan(ParsedFlag parsed, CompiledFlag flag)
    {
        if (parsed.Rollout is not { } plan)
        {
            return null;
        }

        var audiences = new List<(string, int)>();
        foreach (ParsedStage stage in plan.Stages)
        {
            if (stage.Audience is { } audience)
            {
                audiences.Add((audience, stage.Position));
            }
        }

        return new CompiledPlan(flag.Variants[plan.Candidate], flag.Variants[plan.Baseline], Attribute(plan.By), [.. audiences])
        {
            After = plan.After,
            ConflictsWith = plan.ConflictsWith,
        };
    }

    private AttributeRef? Attribute(string? name) => name is null or AttributeRef.TargetingKey ? null : _attributes.Of(name);
}
