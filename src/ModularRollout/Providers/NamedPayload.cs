namespace ModularRollout.Providers;

/// <summary>A document and the name of the provider that delivered it.</summary>
internal readonly record struct NamedPayload(string Name, FlagPayload Payload);
