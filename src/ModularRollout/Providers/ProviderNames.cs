namespace ModularRollout.Providers;

/// <summary>Reads the names of providers, once: they must be told apart.</summary>
internal static class ProviderNames
{
    public static string[] Of(IReadOnlyList<IFlagProvider> providers)
    {
        string[] names = new string[providers.Count];
        for (int i = 0; i < names.Length; i++)
        {
            ArgumentNullException.ThrowIfNull(providers[i], nameof(providers));
            string name = providers[i].Name;
            if (string.IsNullOrEmpty(name) || Array.IndexOf(names, name) >= 0)
            {
                throw new ArgumentException(
                    string.IsNullOrEmpty(name) ? $"Provider {i} has no name; give it one." : $"Two providers are named '{name}'; give each a name of its own.",
                    nameof(providers));
            }

            names[i] = name;
        }

        return names;
    }
}
