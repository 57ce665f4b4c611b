namespace ModularRollout.Tests.Definitions;

/// <summary>What is told of wrong flags.</summary>
public sealed class FlagDiagnosticsTests
{
    [Theory]
    [InlineData(
        """{"flags":{"f":{}}}""",
        "(1,11) Warning MR1103 flags.f: The flag has no owner; name the team that answers for it in `owner`.")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","owner":"p"}}}""",
        "(1,28) Error MR1003 flags.f.owner: `owner` stands here twice; keep one.")]
    [InlineData(
        """{"flags":{"f":{"owner":""}}}""",
        "(1,24) Error MR1004 flags.f.owner: The value is an empty string; write some text.")]
    [InlineData(
        """{"flags":{"f":{"owner":null}}}""",
        "(1,24) Error MR1004 flags.f.owner: The value is null; write a string.")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","description":1}}}""",
        "(1,42) Error MR1004 flags.f.description: The value is 1; write a string.")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","kind":"relase"}}}""",
        """(1,35) Error MR1006 flags.f.kind: "relase" is not a kind of flag; write `release`, `experiment`, `operations`, `permission` or `migration`. Did you mean `release`?""")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","kind":2}}}""",
        "(1,35) Error MR1004 flags.f.kind: The value is 2; write a string.")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","operators":"a"}}}""",
        """(1,40) Error MR1004 flags.f.operators: The value is "a"; write a list.""")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","tags":[1]}}}""",
        "(1,36) Error MR1004 flags.f.tags[0]: The value is 1; write a string.")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","touches":[""]}}}""",
        "(1,39) Error MR1004 flags.f.touches[0]: The value is an empty string; write some text.")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","created":"2026-13-01"}}}""",
        """(1,38) Error MR1022 flags.f.created: "2026-13-01" is not a date; write year, month and day, such as "2027-02-01".""")]
    [InlineData("""{"flags":{"f":{"owner":"o","created":"2024-02-29","expires":"2026-12-31"}}}""")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","created":"2026-00-30"}}}""",
        """(1,38) Error MR1022 flags.f.created: "2026-00-30" is not a date; write year, month and day, such as "2027-02-01".""")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","created":"2026-02-00"}}}""",
        """(1,38) Error MR1022 flags.f.created: "2026-02-00" is not a date; write year, month and day, such as "2027-02-01".""")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","created":"0000-02-28"}}}""",
        """(1,38) Error MR1022 flags.f.created: "0000-02-28" is not a date; write year, month and day, such as "2027-02-01".""")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","created":"2026-02-30"}}}""",
        """(1,38) Error MR1022 flags.f.created: "2026-02-30" is not a date; write year, month and day, such as "2027-02-01".""")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","created":"1.1.2026"}}}""",
        """(1,38) Error MR1022 flags.f.created: "1.1.2026" is not a date; write year, month and day, such as "2027-02-01".""")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","created":"2026-1a-01"}}}""",
        """(1,38) Error MR1022 flags.f.created: "2026-1a-01" is not a date; write year, month and day, such as "2027-02-01".""")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","created":{}}}}""",
        "(1,38) Error MR1004 flags.f.created: The value is an object; write a string.")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","expires":"2026-11-21"}}}""",
        "(1,38) Warning MR1101 flags.f.expires: The flag expired on 2026-11-21; carry out its removal plan, or give it a later date.")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","permanent":true,"expires":"2027-01-01"}}}""",
        "(1,55) Error MR1016 flags.f.expires: The flag is permanent and expires; keep one of `permanent` and `expires`.")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","permanent":"yes"}}}""",
        """(1,40) Error MR1004 flags.f.permanent: The value is "yes"; write `true` or `false`.""")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","removalPlan":""}}}""",
        "(1,42) Error MR1004 flags.f.removalPlan: The value is an empty string; write some text.")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","links":{"a":"issue 1"}}}}""",
        """(1,41) Error MR1023 flags.f.links.a: "issue 1" is not an absolute URI; write one such as "https://example.org/issue/1".""")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","links":{"a":"/x"}}}}""",
        """(1,41) Error MR1023 flags.f.links.a: "/x" is not an absolute URI; write one such as "https://example.org/issue/1".""")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","links":{"a":"http://"}}}}""",
        """(1,41) Error MR1023 flags.f.links.a: "http://" is not an absolute URI; write one such as "https://example.org/issue/1".""")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","links":{"a":"1x:y"}}}}""",
        """(1,41) Error MR1023 flags.f.links.a: "1x:y" is not an absolute URI; write one such as "https://example.org/issue/1".""")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","links":{"a":"mailto:x@y.z","a":"urn:b"}}}}""",
        "(1,56) Error MR1003 flags.f.links.a: The link `a` stands here twice; keep one.")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","links":{"a":3}}}}""",
        "(1,41) Error MR1004 flags.f.links.a: The value is 3; write a string.")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","links":[]}}}""",
        "(1,36) Error MR1004 flags.f.links: The value is a list; write an object.")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","variants":{}}}}""",
        "(1,39) Error MR1015 flags.f.variants: The flag has no variants; name at least one, or leave `variants` out for `on` and `off`.")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","variants":[]}}}""",
        "(1,39) Error MR1004 flags.f.variants: The value is a list; write an object.")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","variants":{"a":null},"off":"a"}}}""",
        "(1,44) Error MR1004 flags.f.variants.a: The value is null; write a boolean, a string, a number, an object or a list.")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","variants":{"a":1,"a":2},"off":"a"}}}""",
        "(1,46) Error MR1003 flags.f.variants.a: The variant `a` stands here twice; keep one.")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","variants":{"":true,"off":false}}}}""",
        "(1,40) Error MR1007 flags.f.variants['']: The name is empty; a name has 1 to 256 characters and no control characters.")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","variants":{"a":"x","b":1},"off":"a"}}}""",
        "(1,52) Error MR1012 flags.f.variants.b: The variant `b` is a number, but `a` is a string; all variants of a flag have one type.")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","variants":{"a":null,"b":"x","c":"y"},"off":"a"}}}""",
        "(1,44) Error MR1004 flags.f.variants.a: The value is null; write a boolean, a string, a number, an object or a list.")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","variants":{"a":"x","b":null,"c":1},"off":"a"}}}""",
        "(1,52) Error MR1004 flags.f.variants.b: The value is null; write a boolean, a string, a number, an object or a list.",
        "(1,61) Error MR1012 flags.f.variants.c: The variant `c` is a number, but `a` is a string; all variants of a flag have one type.")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","variants":{"a":1,"b":"x"},"off":"a"}}}""",
        "(1,50) Error MR1012 flags.f.variants.b: The variant `b` is a string, but `a` is a number; all variants of a flag have one type.")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","variants":{"a":{},"b":true},"off":"a"}}}""",
        "(1,51) Error MR1012 flags.f.variants.b: The variant `b` is a boolean, but `a` is an object or a list; all variants of a flag have one type.")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","variants":{"a":1,"b":[]},"off":"a"}}}""",
        "(1,50) Error MR1012 flags.f.variants.b: The variant `b` is an object or a list, but `a` is a number; all variants of a flag have one type.")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","variants":{"a":1e400},"off":"a"}}}""",
        "(1,44) Error MR1024 flags.f.variants.a: 1e400 is out of range; write a number that fits a double.")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","variants":{"a":{"x":{"y":1,"z":2,"y":3}}},"off":"a"}}}""",
        "(1,62) Error MR1003 flags.f.variants.a.x.y: `y` stands here twice; keep one.")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","variants":{"a":"x"}}}}""",
        "(1,15) Error MR1005 flags.f: `off` is missing; name the variant that is served when the flag is off.")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","variants":{"yes":true}}}}""",
        "(1,15) Error MR1005 flags.f: `off` is missing; name the variant that is served when the flag is off.")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","off":"of"}}}""",
        "(1,34) Error MR1011 flags.f.off: `of` is not a variant of the flag. Did you mean `on`?")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","off":3}}}""",
        "(1,34) Error MR1004 flags.f.off: The value is 3; write a string.")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","enabled":1}}}""",
        "(1,38) Error MR1004 flags.f.enabled: The value is 1; write `true` or `false`.")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","enable":true}}}""",
        "(1,28) Error MR1002 flags.f.enable: `enable` is not a property of a flag. Did you mean `enabled`?")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","requires":{}}}}""",
        "(1,39) Error MR1004 flags.f.requires: The value is an object; write a list.")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","requires":[1]}}}""",
        "(1,40) Error MR1004 flags.f.requires[0]: The value is 1; write an object.")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","requires":[{"flag":"g","is":[]}]}}}""",
        "(1,57) Error MR1015 flags.f.requires[0].is: The list is empty, so nothing can match; write at least one entry.")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","requires":[{"is":["on"]}]}}}""",
        "(1,40) Error MR1005 flags.f.requires[0]: `flag` is missing; a prerequisite needs it.")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","requires":[{"flag":"g","iss":["on"]}]}}}""",
        "(1,40) Error MR1005 flags.f.requires[0]: `is` is missing; a prerequisite needs it.",
        "(1,52) Error MR1002 flags.f.requires[0].iss: `iss` is not a property of a prerequisite. Did you mean `is`?")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","requires":[{"flag":"","is":[7]}]}}}""",
        "(1,48) Error MR1004 flags.f.requires[0].flag: The value is an empty string; write some text.",
        "(1,57) Error MR1004 flags.f.requires[0].is[0]: The value is 7; write a string.")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","targets":[]}}}""",
        "(1,38) Error MR1004 flags.f.targets: The value is a list; write an object.")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","targets":{"onn":["a"]}}}}""",
        "(1,39) Error MR1011 flags.f.targets.onn: `onn` is not a variant of the flag. Did you mean `on`?")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","targets":{"on":"a"}}}}""",
        """(1,44) Error MR1004 flags.f.targets.on: The value is "a"; write a list.""")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","targets":{"on":["a"],"off":["a"]}}}}""",
        """(1,57) Error MR1003 flags.f.targets.off[0]: "a" is a target of `on` already; keep one.""")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","targets":{"on":["a"],"on":["b"]}}}}""",
        "(1,50) Error MR1003 flags.f.targets.on: The targets of `on` stand here twice; keep one list.")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","targets":{"on":[1]}}}}""",
        "(1,45) Error MR1004 flags.f.targets.on[0]: The value is 1; write a string.")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","rules":{}}}}""",
        "(1,36) Error MR1004 flags.f.rules: The value is an object; write a list.")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","rules":[7]}}}""",
        "(1,37) Error MR1004 flags.f.rules[0]: The value is 7; write an object.")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","rules":[{"when":{"any":[]}}]}}}""",
        "(1,37) Error MR1005 flags.f.rules[0]: Nothing is served; write `serve` with a variant, or `split` with weights.",
        "(1,37) Warning MR1102 flags.f.rules[0]: The rule `rules[0]` is never reached: its condition is never true.")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","rules":[{"serve":"on"}]}}}""",
        "(1,37) Error MR1005 flags.f.rules[0]: `when` is missing; a rule needs it.")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","rules":[{"when":{"segment":"s"},"serve":"on","split":{"weights":{"on":1}}}]}}}""",
        "(1,37) Error MR1016 flags.f.rules[0]: Both `serve` and `split` say what is served; keep one.")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","rules":[{"name":"all","when":{"all":[]},"serve":"on"},{"when":{"segment":"s"},"serve":"off"}]}}}""",
        "(1,83) Warning MR1102 flags.f.rules[1]: The rule `rules[1]` is never reached: a rule above it matches everybody.")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","rules":[{"when":{"any":[]},"serve":"on"}]}}}""",
        "(1,37) Warning MR1102 flags.f.rules[0]: The rule `rules[0]` is never reached: its condition is never true.")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","rules":[{"when":{"segment":"s"},"serve":"on"},{"name":"again","when":{"segment" :"s"},"serve":"off"}]}}}""",
        "(1,75) Warning MR1102 flags.f.rules[1]: The rule `again` is never reached: a rule above it has the same condition.")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","rules":[{"when":{"not":{"any":[{"any":[]}]}},"serve":"on"},{"when":{"segment":"s"},"serve":"off"}]}}}""",
        "(1,88) Warning MR1102 flags.f.rules[1]: The rule `rules[1]` is never reached: a rule above it matches everybody.")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","otherwise":{"serve":"onn"}}}}""",
        "(1,49) Error MR1011 flags.f.otherwise.serve: `onn` is not a variant of the flag. Did you mean `on`?")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","otherwise":{}}}}""",
        "(1,40) Error MR1005 flags.f.otherwise: Nothing is served; write `serve` with a variant, or `split` with weights.")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","otherwise":"on"}}}""",
        """(1,40) Error MR1004 flags.f.otherwise: The value is "on"; write an object.""")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","otherwise":{"split":{}}}}}""",
        "(1,49) Error MR1005 flags.f.otherwise.split: `weights` is missing; a split needs it.")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","otherwise":{"split":{"weights":{"on":0,"off":0}}}}}}""",
        "(1,60) Error MR1013 flags.f.otherwise.split.weights: The weights sum to zero; give at least one variant a weight above zero.")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","otherwise":{"split":{"weights":{}}}}}}""",
        "(1,60) Error MR1013 flags.f.otherwise.split.weights: The weights sum to zero; give at least one variant a weight above zero.")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","otherwise":{"split":{"weights":{"on":-1}}}}}}""",
        "(1,66) Error MR1013 flags.f.otherwise.split.weights.on: The weight -1 is negative; write 0 or more.")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","otherwise":{"split":{"weights":{"onn":1}}}}}}""",
        "(1,61) Error MR1011 flags.f.otherwise.split.weights.onn: `onn` is not a variant of the flag. Did you mean `on`?")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","otherwise":{"split":{"weights":{"on":1,"on":2}}}}}}""",
        "(1,68) Error MR1003 flags.f.otherwise.split.weights.on: The variant `on` has two weights; keep one.")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","otherwise":{"split":{"weights":{"on":"1"}}}}}}""",
        """(1,66) Error MR1004 flags.f.otherwise.split.weights.on: The value is "1"; write a number.""")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","otherwise":{"split":{"weights":[]}}}}}""",
        "(1,60) Error MR1004 flags.f.otherwise.split.weights: The value is a list; write an object.")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","otherwise":{"split":{"weights":{"on":1e-29}}}}}}""",
        "(1,66) Error MR1024 flags.f.otherwise.split.weights.on: 1e-29 is out of range; write a number of at most 28 digits.")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","otherwise":{"split":{"weights":{"on":79228162514264337593543950335,"off":1}}}}}}""",
        "(1,60) Error MR1013 flags.f.otherwise.split.weights: The weights cannot be summed exactly; write them with fewer digits.")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","otherwise":{"split":{"weights":{"on":10000000000000000000000,"off":0.00000000001}}}}}}""",
        "(1,60) Error MR1013 flags.f.otherwise.split.weights: The weights cannot be summed exactly; write them with fewer digits.")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","otherwise":{"split":{"salt":"a/rollout","weights":{"on":1}}}}}}""",
        """(1,57) Error MR1014 flags.f.otherwise.split.salt: The salt "a/rollout" belongs to a rollout; choose one that does not end in `/rollout` or `/rollout/<number>`.""")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","otherwise":{"split":{"salt":"","by":"$now","weights":{"on":1}}}}}}""",
        "(1,57) Error MR1004 flags.f.otherwise.split.salt: The value is an empty string; write some text.",
        "(1,65) Error MR1006 flags.f.otherwise.split.by: `$now` is no attribute to bucket by; name one that stays with its subject, such as `targetingKey`.")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","otherwise":{"split":{"salt":"/rollout/7","weights":{"on":1}}}}}}""",
        """(1,57) Error MR1014 flags.f.otherwise.split.salt: The salt "/rollout/7" belongs to a rollout; choose one that does not end in `/rollout` or `/rollout/<number>`.""")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","variants":{"red":"r","blue":"b"},"off":"red"}}}""",
        "(1,50) Warning MR1105 flags.f.variants.blue: Nothing serves the variant `blue`; serve it, or remove it.")]
    [InlineData("""{"flags":{"f":{"owner":"o","variants":{"red":"r","blue":"b"},"off":"red","otherwise":{"serve":"blue"}}}}""")]
    [InlineData("""{"flags":{"f":{"owner":"o","variants":{"red":"r","blue":"b"},"off":"blue","otherwise":{"serve":"red"}}}}""")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","variants":{"red":"r","blue":"b"},"off":"red","otherwise":{"split":{"weights":{"red":1,"blue":0}}}}}}""",
        "(1,50) Warning MR1105 flags.f.variants.blue: Nothing serves the variant `blue`; serve it, or remove it.")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","kind":"migration","enabled":true,"requires":[],"targets":{},"rules":[]}}}""",
        "(1,57) Warning MR1106 flags.f.enabled: `enabled` does not apply to a migration, whose stage comes from its journal alone; remove it.",
        "(1,73) Warning MR1106 flags.f.requires: `requires` does not apply to a migration, whose stage comes from its journal alone; remove it.",
        "(1,86) Warning MR1106 flags.f.targets: `targets` does not apply to a migration, whose stage comes from its journal alone; remove it.",
        "(1,97) Warning MR1106 flags.f.rules: `rules` does not apply to a migration, whose stage comes from its journal alone; remove it.")]
    public void Read_Wrong_TellsWhatAndWhere(string document, params string[] expected) => Assert.Equal(expected, Reading.Of(document).Told);
}
