using System.Text;

namespace ModularRollout.Tests.Providers;

/// <summary>A provider that does what each step of a script says, and then waits for ever.</summary>
internal sealed class ScriptedProvider : IFlagProvider
{
    private readonly Queue<Func<string?, CancellationToken, ValueTask<FlagPayload>>> _script = new();

    public ScriptedProvider(string name = "scripted") => Name = name;

    public string Name { get; }

    public int Calls { get; private set; }

    public int MostAtOnce { get; private set; }

    public List<string?> Known { get; } = [];

    private int AtOnce { get; set; }

    public static ReadOnlyMemory<byte> On(string flag = "a") => Document(flag, "on");

    public static ReadOnlyMemory<byte> Off(string flag = "a") => Document(flag, "off");

    public static ReadOnlyMemory<byte> Document(string flag, string serve) =>
        Encoding.UTF8.GetBytes($$"""{"flags":{"{{flag}}":{"variants":{"on":true,"off":false},"otherwise":{"serve":"{{serve}}"} } } }""");

    public ScriptedProvider Deliver(string version, ReadOnlyMemory<byte> json) => Then((_, _) => new(new FlagPayload(version, json)));

    public ScriptedProvider Deliver(string version, string json) => Deliver(version, Encoding.UTF8.GetBytes(json));

    public ScriptedProvider SayUnchanged() => Then(static (_, _) => new(FlagPayload.Unchanged));

    public ScriptedProvider Throw(string message) => Then((_, _) => throw new InvalidOperationException(message));

    public ScriptedProvider Then(Func<string?, CancellationToken, ValueTask<FlagPayload>> step)
    {
        lock (_script)
        {
            _script.Enqueue(step);
            return this;
        }
    }

    public ScriptedProvider ThenAwait(Task<FlagPayload> answer) => Then((_, cancellation) => new(answer.WaitAsync(cancellation)));

    public async ValueTask<FlagPayload> FetchAsync(string? knownVersion, CancellationToken cancellationToken)
    {
        Func<string?, CancellationToken, ValueTask<FlagPayload>>? step;
        lock (_script)
        {
            Calls++;
            MostAtOnce = Math.Max(MostAtOnce, ++AtOnce);
            Known.Add(knownVersion);
            _script.TryDequeue(out step);
        }

        try
        {
            if (step is null)
            {
                await Task.Delay(Timeout.Infinite, cancellationToken);
                return default;
            }

            return await step(knownVersion, cancellationToken);
        }
        finally
        {
            lock (_script)
            {
                AtOnce--;
            }
        }
    }
}
