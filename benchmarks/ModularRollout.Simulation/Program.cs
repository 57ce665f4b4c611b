using System.Diagnostics;
using ModularRollout.Simulation;
using ModularRollout.Simulation.Reporting;

if (Arguments.TryParse(args) is not { } asked)
{
    Console.Error.WriteLine(Arguments.Usage);
    return 2;
}

Experiment[] experiments = [.. Experiment.All(asked.IsSmoke).Where(experiment => asked.Only is null || experiment.Name == asked.Only)];
if (experiments.Length == 0)
{
    Console.Error.WriteLine($"There is no experiment {asked.Only}; there are {string.Join(", ", Experiment.All(false).Select(static experiment => experiment.Name))}.");
    return 2;
}

var findings = new Findings();
long start = Stopwatch.GetTimestamp();
foreach (Experiment experiment in experiments)
{
    Watch.Over(experiment.Name, () => experiment.Run(new Runs(experiment.Name, asked.Runs, asked.Seed), findings));
}

TimeSpan taken = Stopwatch.GetElapsedTime(start);

MarksTable.Print(findings);
Console.WriteLine(FormattableString.Invariant($"{findings.Marks.Count(static mark => mark.IsMet is not null)} marks, {findings.Missed} missed, {asked.Runs} runs, {taken.TotalSeconds:0} s."));
if (asked.IsPublished)
{
    MarkdownReport.Write(RepositoryRoot.Results, asked, taken, findings);
    Charts.Write(RepositoryRoot.Results, findings);
    Console.WriteLine($"Written to {RepositoryRoot.Results}.");
}

return findings.Missed == 0 ? 0 : 1;
