namespace ModularRollout.DependencyInjection;

/// <summary>The key under which a container holds a part of a gate. Equal to itself alone, so that several gates keep their parts apart.</summary>
internal sealed class RegistrationKey(string what)
{
    public override string ToString() => what;
}
