namespace ModularRollout.Tests.Definitions;

/// <summary>What is told of wrong plans.</summary>
public sealed class PlanDiagnosticsTests
{
    [Theory]
    [InlineData(
        """{"flags":{"f":{"owner":"o","rollout":{}}}}""",
        "(1,38) Error MR1005 flags.f.rollout: `candidate` is missing; a rollout needs it.",
        "(1,38) Error MR1005 flags.f.rollout: `baseline` is missing; a rollout needs it.",
        "(1,38) Error MR1005 flags.f.rollout: `stages` is missing; a rollout needs it.")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","rollout":1}}}""",
        "(1,38) Error MR1004 flags.f.rollout: The value is 1; write an object.")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","rollout":{"candidate":"on","baseline":"on","stages":[{"name":"a","percent":1}]}}}}""",
        "(1,38) Error MR1027 flags.f.rollout: `on` is both candidate and baseline; a rollout moves from one variant to another.")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","rollout":{"baseline":"on","candidate":"on","stages":[{"name":"a","percent":1}]}}}}""",
        "(1,38) Error MR1027 flags.f.rollout: `on` is both candidate and baseline; a rollout moves from one variant to another.")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","rollout":{"candidate":"om","baseline":1,"stages":[{"name":"a","percent":1}]}}}}""",
        "(1,51) Error MR1011 flags.f.rollout.candidate: `om` is not a variant of the flag. Did you mean `on`?",
        "(1,67) Error MR1004 flags.f.rollout.baseline: The value is 1; write a string.")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","otherwise":{"serve":"on"},"rollout":{"candidate":"on","baseline":"off","stages":[{"name":"a","percent":1}]}}}}""",
        """(1,40) Error MR1026 flags.f.otherwise: A rollout stands in for `otherwise`, which must serve the plan's baseline; write `"otherwise": { "serve": "off" }`.""")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","rollout":{"candidate":"off","baseline":"on","stages":[{"name":"a","percent":1}]}}}}""",
        """(1,15) Error MR1026 flags.f: A rollout stands in for `otherwise`, which must serve the plan's baseline; write `"otherwise": { "serve": "on" }`.""")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","rollout":{"candidate":"on","baseline":"off","stages":[]}}}}""",
        "(1,82) Error MR1015 flags.f.rollout.stages: The plan has no stages; write at least one.")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","rollout":{"candidate":"on","baseline":"off","stages":{}}}}}""",
        "(1,82) Error MR1004 flags.f.rollout.stages: The value is an object; write a list.")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","rollout":{"candidate":"on","baseline":"off","stages":[{"percent":1}]}}}}""",
        "(1,83) Error MR1005 flags.f.rollout.stages[0]: `name` is missing; a stage needs it.")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","rollout":{"candidate":"on","baseline":"off","stages":[{"name":"a"}]}}}}""",
        "(1,83) Error MR1016 flags.f.rollout.stages[0]: The stage reaches nobody; write `audience` or `percent`.")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","rollout":{"candidate":"on","baseline":"off","stages":[{"name":"a","percent":1,"audience":"s"}]}}}}""",
        "(1,83) Error MR1016 flags.f.rollout.stages[0]: The stage has an audience and a share; keep one of `audience` and `percent`.")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","rollout":{"candidate":"on","baseline":"off","stages":[{"name":"a","percent":5},{"name":"b","audience":"s"},{"name":"c","percent":4}]}}}}""",
        "(1,136) Error MR1027 flags.f.rollout.stages[2]: The share falls from 5 to 4 percent; percentages never decrease along the stages.")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","rollout":{"candidate":"on","baseline":"off","stages":[{"name":"a","percent":1},{"name":"a","percent":2}]}}}}""",
        "(1,108) Error MR1003 flags.f.rollout.stages[1]: Two stages are called `a`; give each a name of its own.")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","rollout":{"candidate":"on","baseline":"off","stages":[{"name":"a","percent":101}]}}}}""",
        "(1,105) Error MR1024 flags.f.rollout.stages[0].percent: 101 is out of range; write a percentage from 0 to 100.")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","rollout":{"candidate":"on","baseline":"off","stages":[{"name":"a","percent":1,"dwell":"1w"}]}}}}""",
        """(1,115) Error MR1025 flags.f.rollout.stages[0].dwell: "1w" is not a duration; write a whole number and `ms`, `s`, `m`, `h` or `d`, such as "30m".""")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","rollout":{"candidate":"on","baseline":"off","stages":[{"name":"a","percent":1,"dwell":"99999999d"}]}}}}""",
        """(1,115) Error MR1025 flags.f.rollout.stages[0].dwell: "99999999d" is not a duration; write a whole number and `ms`, `s`, `m`, `h` or `d`, such as "30m".""")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","rollout":{"candidate":"on","baseline":"off","stages":[{"name":"a","percent":1,"dwell":"m"}]}}}}""",
        """(1,115) Error MR1025 flags.f.rollout.stages[0].dwell: "m" is not a duration; write a whole number and `ms`, `s`, `m`, `h` or `d`, such as "30m".""")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","rollout":{"candidate":"on","baseline":"off","stages":[{"name":"a","percent":1,"dwell":1}]}}}}""",
        "(1,115) Error MR1004 flags.f.rollout.stages[0].dwell: The value is 1; write a string.")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","rollout":{"candidate":"on","baseline":"off","stages":[{"name":"a","percent":1,"minSubjects":-1}]}}}}""",
        "(1,121) Error MR1024 flags.f.rollout.stages[0].minSubjects: -1 is out of range; write a whole number, 0 or more.")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","rollout":{"candidate":"on","baseline":"off","stages":[{"name":"a","percent":1,"minSubjects":1.5}]}}}}""",
        "(1,121) Error MR1024 flags.f.rollout.stages[0].minSubjects: 1.5 is out of range; write a whole number, 0 or more.")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","rollout":{"candidate":"on","baseline":"off","stages":[{"name":"a","percent":1,"approval":{}}]}}}}""",
        "(1,118) Error MR1005 flags.f.rollout.stages[0].approval: `from` is missing; an approval needs it.")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","rollout":{"candidate":"on","baseline":"off","stages":[{"name":"a","percent":1,"approval":{"from":["x"],"count":0}}]}}}}""",
        "(1,140) Error MR1024 flags.f.rollout.stages[0].approval.count: 0 is out of range; write a whole number, 1 or more.")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","rollout":{"candidate":"on","baseline":"off","stages":[{"name":"a","percent":1,"holdbackPercent":200}]}}}}""",
        "(1,125) Error MR1024 flags.f.rollout.stages[0].holdbackPercent: 200 is out of range; write a percentage from 0 to 100.")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","rollout":{"candidate":"on","baseline":"off","stages":[{"name":"a","percent":1,"onWindowEnd":"stop"}]}}}}""",
        """(1,121) Error MR1006 flags.f.rollout.stages[0].onWindowEnd: "stop" is not what may happen at the end of the window; write `hold`, `rollback` or `advance`.""")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","rollout":{"candidate":"on","baseline":"off","stages":[{"nam":"a","name":"b","percent":1}]}}}}""",
        "(1,84) Error MR1002 flags.f.rollout.stages[0].nam: `nam` is not a property of a stage. Did you mean `name`?")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","rollout":{"candidate":"on","baseline":"off","stages":[{"name":"a","percent":1}],"start":"now"}}}}""",
        """(1,117) Error MR1006 flags.f.rollout.start: "now" is not a start; write `manual` or `onPublish`.""")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","rollout":{"candidate":"on","baseline":"off","stages":[{"name":"a","percent":1}],"start":"2026-01-01"}}}}""",
        """(1,117) Error MR1022 flags.f.rollout.start: "2026-01-01" is not an instant; write one such as "2026-11-01T09:00:00Z".""")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","rollout":{"candidate":"on","baseline":"off","stages":[{"name":"a","percent":1}],"start":1}}}}""",
        "(1,117) Error MR1004 flags.f.rollout.start: The value is 1; write a string.")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","rollout":{"candidate":"on","baseline":"off","stages":[{"name":"a","percent":1}],"measure":"swich"}}}}""",
        """(1,119) Error MR1006 flags.f.rollout.measure: "swich" is not a measure; write `switch` or `activity`. Did you mean `switch`?""")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","rollout":{"candidate":"on","baseline":"off","stages":[{"name":"a","percent":1}],"falseRollback":1}}}}""",
        "(1,125) Error MR1024 flags.f.rollout.falseRollback: 1 is out of range; write a fraction above 0 and below 1.")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","rollout":{"candidate":"on","baseline":"off","stages":[{"name":"a","percent":1}],"falseAdvance":0}}}}""",
        "(1,124) Error MR1024 flags.f.rollout.falseAdvance: 0 is out of range; write a fraction above 0 and below 1.")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","rollout":{"candidate":"on","baseline":"off","stages":[{"name":"a","percent":1}],"settle":"60"}}}}""",
        """(1,118) Error MR1025 flags.f.rollout.settle: "60" is not a duration; write a whole number and `ms`, `s`, `m`, `h` or `d`, such as "30m".""")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","rollout":{"candidate":"on","baseline":"off","stages":[{"name":"a","percent":1}],"onBlind":"advance"}}}}""",
        """(1,119) Error MR1006 flags.f.rollout.onBlind: "advance" is not a reaction; write `hold` or `rollback`.""")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","rollout":{"candidate":"on","baseline":"off","stages":[{"name":"a","percent":1}],"onBreach":"rolback"}}}}""",
        """(1,120) Error MR1006 flags.f.rollout.onBreach: "rolback" is not a reaction; write `hold` or `rollback`. Did you mean `rollback`?""")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","rollout":{"candidate":"on","baseline":"off","stages":[{"name":"a","percent":1}],"restart":"new"}}}}""",
        """(1,119) Error MR1006 flags.f.rollout.restart: "new" is not a way to restart; write `newBuckets` or `sameBuckets`.""")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","rollout":{"candidate":"on","baseline":"off","stages":[{"name":"a","percent":1}],"maxAttempts":0}}}}""",
        "(1,123) Error MR1024 flags.f.rollout.maxAttempts: 0 is out of range; write a whole number, 1 or more.")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","rollout":{"candidate":"on","baseline":"off","stages":[{"name":"a","percent":1}],"minOutcomes":"many"}}}}""",
        """(1,123) Error MR1004 flags.f.rollout.minOutcomes: The value is "many"; write a number.""")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","rollout":{"candidate":"on","baseline":"off","stages":[{"name":"a","percent":1}],"by":"$now"}}}}""",
        "(1,114) Error MR1006 flags.f.rollout.by: `$now` is no attribute to bucket by; name one that stays with its subject, such as `targetingKey`.")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","rollout":{"candidate":"on","baseline":"off","stages":[{"name":"a","percent":1}],"changeHours":{"days":["Mo"],"from":"9:00","to":"24:00"}}}}}""",
        """(1,132) Error MR1006 flags.f.rollout.changeHours.days[0]: "Mo" is not a day; write `Mon`, `Tue`, `Wed`, `Thu`, `Fri`, `Sat` or `Sun`. Did you mean `Mon`?""",
        """(1,145) Error MR1022 flags.f.rollout.changeHours.from: "9:00" is not a time of day; write hours and minutes, such as "09:00".""",
        """(1,157) Error MR1022 flags.f.rollout.changeHours.to: "24:00" is not a time of day; write hours and minutes, such as "09:00".""")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","rollout":{"candidate":"on","baseline":"off","stages":[{"name":"a","percent":1}],"changeHours":{"days":"Mon"}}}}}""",
        "(1,123) Error MR1005 flags.f.rollout.changeHours: `from` is missing; change hours needs it.",
        "(1,123) Error MR1005 flags.f.rollout.changeHours: `to` is missing; change hours needs it.",
        """(1,131) Error MR1004 flags.f.rollout.changeHours.days: The value is "Mon"; write a list.""")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","rollout":{"candidate":"on","baseline":"off","stages":[{"name":"a","percent":1}],"changeHours":{"from":1,"to":"16:00"}}}}}""",
        "(1,131) Error MR1004 flags.f.rollout.changeHours.from: The value is 1; write a string.")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","rollout":{"candidate":"on","baseline":"off","stages":[{"name":"a","percent":1}],"probes":[1]}}}}""",
        "(1,119) Error MR1004 flags.f.rollout.probes[0]: The value is 1; write a string.")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","rollout":{"candidate":"on","baseline":"off","stages":[{"name":"a","percent":1}],"guards":{}}}}}""",
        "(1,118) Error MR1004 flags.f.rollout.guards: The value is an object; write a list.")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","rollout":{"candidate":"on","baseline":"off","stages":[{"name":"a","percent":1}],"guards":[{}]}}}}""",
        "(1,119) Error MR1005 flags.f.rollout.guards[0]: `name` is missing; a guard needs it.",
        "(1,119) Error MR1005 flags.f.rollout.guards[0]: `events` is missing; a guard needs it.",
        "(1,119) Error MR1005 flags.f.rollout.guards[0]: `noMoreThan` is missing; a guard needs it.")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","rollout":{"candidate":"on","baseline":"off","stages":[{"name":"a","percent":1}],"guards":[{"name":"g","events":"errors","noMoreThan":{"rate":0.1}},{"name":"g","events":"errors","noMoreThan":{"rate":0.1}}]}}}}""",
        "(1,176) Error MR1003 flags.f.rollout.guards[1]: Two guards are called `g`; give each a name of its own.")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","rollout":{"candidate":"on","baseline":"off","stages":[{"name":"a","percent":1}],"guards":[{"name":"g","events":"error","noMoreThan":{"rate":0.1}}]}}}}""",
        """(1,140) Error MR1006 flags.f.rollout.guards[0].events: "error" is not a kind of event; write `errors` or `slow`. Did you mean `errors`?""")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","rollout":{"candidate":"on","baseline":"off","stages":[{"name":"a","percent":1}],"guards":[{"name":"g","events":1,"noMoreThan":{"rate":0.1}}]}}}}""",
        "(1,140) Error MR1004 flags.f.rollout.guards[0].events: The value is 1; write `errors`, `slow`, or an object with `slowerThan` or `custom`.")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","rollout":{"candidate":"on","baseline":"off","stages":[{"name":"a","percent":1}],"guards":[{"name":"g","events":{},"noMoreThan":{"rate":2}}]}}}}""",
        "(1,140) Error MR1016 flags.f.rollout.guards[0].events: There are 0 properties; write one of `slowerThan` and `custom`.",
        "(1,164) Error MR1024 flags.f.rollout.guards[0].noMoreThan.rate: 2 is out of range; write a fraction above 0 and below 1.")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","rollout":{"candidate":"on","baseline":"off","stages":[{"name":"a","percent":1}],"guards":[{"name":"g","events":{"slowerThan":"1x"},"noMoreThan":{"rate":0.1,"timesBaseline":1}}]}}}}""",
        """(1,154) Error MR1025 flags.f.rollout.guards[0].events.slowerThan: "1x" is not a duration; write a whole number and `ms`, `s`, `m`, `h` or `d`, such as "30m".""",
        "(1,173) Error MR1016 flags.f.rollout.guards[0].noMoreThan: There are 2 properties; write one of `timesBaseline` and `rate`.")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","rollout":{"candidate":"on","baseline":"off","stages":[{"name":"a","percent":1}],"guards":[{"name":"g","events":{"custom":""},"noMoreThan":{"timesBaseline":0}}]}}}}""",
        "(1,150) Error MR1004 flags.f.rollout.guards[0].events.custom: The value is an empty string; write some text.",
        "(1,184) Error MR1024 flags.f.rollout.guards[0].noMoreThan.timesBaseline: 0 is out of range; write a number above 0.")]
    [InlineData(
        """{"flags":{"f":{"owner":"o","rollout":{"candidate":"on","baseline":"off","stages":[{"name":"a","percent":1}],"guards":[{"name":"","events":"slow","noMoreThan":{"rate":0.1},"per":"user","onBreach":"stop","prove":{"rate":0.1,"timesBaseline":2},"dryRun":1}]}}}}""",
        "(1,127) Error MR1004 flags.f.rollout.guards[0].name: The value is an empty string; write some text.",
        "(1,159) Error MR1016 flags.f.rollout.guards[0].noMoreThan: `slow` means slower than the baseline, so a rate of it says nothing; write `timesBaseline`, or count events that are `slowerThan` a duration.",
        """(1,178) Error MR1006 flags.f.rollout.guards[0].per: "user" is not what is counted; write `outcome` or `subject`.""",
        """(1,196) Error MR1006 flags.f.rollout.guards[0].onBreach: "stop" is not a reaction; write `hold` or `rollback`.""",
        "(1,211) Error MR1016 flags.f.rollout.guards[0].prove: There are 2 properties; write one of `timesBaseline` and `rate`.",
        "(1,251) Error MR1004 flags.f.rollout.guards[0].dryRun: The value is 1; write `true` or `false`.")]
    public void Read_Wrong_TellsWhatAndWhere(string document, params string[] expected) => Assert.Equal(expected, Reading.Of(document).Told);
}
