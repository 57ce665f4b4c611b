using ModularRollout.AotSmoke;

DefinitionChecks.Run();
DecisionChecks.Run();
OperatorChecks.Run();
ObservationChecks.Run();

Console.WriteLine($"{Check.Passed} checks passed, {Check.Failed} failed");
return Check.Failed == 0 && Check.Passed > 0 ? 0 : 1;
