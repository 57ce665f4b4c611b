namespace ModularRollout.Tests.Rollouts.Control.Faults;

/// <summary>Shoppers whose paths are switched by options with predicates that throw or hang: their answers reach them, and nobody else notices.</summary>
internal sealed class ModelSwitches(FaultyShop shop)
{
    private const int MostHanging = 3;

    private readonly List<Task<int>> _hanging = [];
    private TaskCompletionSource _released = New();

    /// <summary>Lets sixty shoppers through, with predicates that throw.</summary>
    public void Throw()
    {
        var options = new SwitchOptions<int>
        {
            IsExpected = static _ => throw new InvalidOperationException("No."),
            IsFailure = static _ => throw new InvalidOperationException("No."),
        };
        for (int i = 0; i < 60; i++)
        {
            Decision decision = Decide();
            if (i % 20 == 0)
            {
                Assert.Throws<FormatException>(() => decision.Switch<int, int>(i, static _ => throw new FormatException(), static _ => throw new FormatException(), options, CancellationToken.None));
            }
            else
            {
                Assert.Equal(i, decision.Switch(i, static number => number, static number => number, options, CancellationToken.None));
            }
        }
    }

    /// <summary>Lets a few shoppers in, with predicates that hang until they are let go on.</summary>
    public async Task HangAsync()
    {
        while (_hanging.Count < MostHanging)
        {
            TaskCompletionSource isIn = New();
            Task released = _released.Task;
            var options = new SwitchOptions<int>
            {
                IsFailure = _ =>
                {
                    isIn.SetResult();
                    released.Wait();
                    return true;
                },
            };
            Decision decision = Decide();
            Task<int> switching = Task.Factory.StartNew(
                () => decision.Switch(7, static number => number, static number => number, options, CancellationToken.None),
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default);
            _hanging.Add(switching);
            await Eventually.Within(Task.WhenAny(isIn.Task, switching));
        }
    }

    /// <summary>Lets those go on whose predicates hang, and sees that they get their answers.</summary>
    public async Task ReleaseAsync()
    {
        _released.SetResult();
        _released = New();
        Assert.All(await Eventually.Within(Task.WhenAll(_hanging)), static answer => Assert.Equal(7, answer));
        _hanging.Clear();
    }

    private Decision Decide() => shop.Shop.Gate.Decide(Shop.Flag, new EvaluationContext("shopper-" + shop.Shop.NextShopper++));

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
