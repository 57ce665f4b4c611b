using System.Globalization;
using Microsoft.Extensions.DependencyInjection;

namespace ModularRollout.DependencyInjection;

/// <summary>The layers of one gate in their order: the keys under which the container holds their providers.</summary>
internal sealed class LayerRegistrations
{
    private readonly List<object> _keys = [];

    public object Next()
    {
        var key = new RegistrationKey(string.Create(CultureInfo.InvariantCulture, $"layer {_keys.Count}"));
        _keys.Add(key);
        return key;
    }

    public IFlagProvider[] Resolve(IServiceProvider services)
    {
        var providers = new IFlagProvider[_keys.Count];
        for (int i = 0; i < providers.Length; i++)
        {
            providers[i] = services.GetRequiredKeyedService<IFlagProvider>(_keys[i]);
        }

        return providers;
    }
}
