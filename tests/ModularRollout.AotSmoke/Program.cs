using ModularRollout.AotSmoke;

DefinitionChecks.Run();
DecisionChecks.Run();
OperatorChecks.Run();
ObservationChecks.Run();
await ProviderChecks.RunAsync();
await RolloutChecks.RunAsync();

Console.WriteLine($"{Check.Passed} checks passed, {Check.Failed} failed");
return Check.Failed == 0 && Check.Passed > 0 ? 0 : 1;
