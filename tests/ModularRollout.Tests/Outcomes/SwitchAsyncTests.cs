namespace ModularRollout.Tests.Outcomes;

public sealed class SwitchAsyncTests : IDisposable
{
    private readonly Exposed _exposed = new();

    public void Dispose() => _exposed.Dispose();

    [Theory]
    [InlineData(DecisionArm.Candidate, "candidate", false)]
    [InlineData(DecisionArm.Baseline, "baseline", false)]
    [InlineData(DecisionArm.Candidate, "candidate", true)]
    [InlineData(DecisionArm.Baseline, "baseline", true)]
    public async Task SwitchAsync_EveryForm_RunsThePathOfTheArmAndRecordsOnce(DecisionArm arm, string expected, bool yields)
    {
        EvaluationContext context = _exposed.In(arm);
        string ran = "";

        string[] results =
        [
            await _exposed.Gate.SwitchAsync(_exposed.Key, context, 1, (_, _) => Result("baseline"), (_, _) => Result("candidate"), default),
            await _exposed.Gate.SwitchAsync(Exposed.Flag, context, 1, (_, _) => Result("baseline"), (_, _) => Result("candidate"), default),
            await _exposed.Gate.SwitchAsync(_exposed.Key, context, _ => Result("baseline"), _ => Result("candidate"), default),
            await _exposed.Gate.SwitchAsync(Exposed.Flag, context, _ => Result("baseline"), _ => Result("candidate"), default),
        ];
        await _exposed.Gate.SwitchAsync(_exposed.Key, context, 1, (_, _) => Note("baseline"), (_, _) => Note("candidate"), default);
        await _exposed.Gate.SwitchAsync(Exposed.Flag, context, 1, (_, _) => Note("baseline"), (_, _) => Note("candidate"), default);
        await _exposed.Gate.SwitchAsync(_exposed.Key, context, _ => Note("baseline"), _ => Note("candidate"), default);
        await _exposed.Gate.SwitchAsync(Exposed.Flag, context, _ => Note("baseline"), _ => Note("candidate"), default);

        Assert.Equal(Enumerable.Repeat(expected, 4), results);
        Assert.Equal(string.Concat(Enumerable.Repeat(expected + " ", 4)), ran);
        Assert.Equal(Enumerable.Repeat($"{arm} success 0", 8), _exposed.Drain());

        async ValueTask<string> Result(string path)
        {
            await Step();
            return path;
        }

        async ValueTask Note(string path)
        {
            await Step();
            ran += path + " ";
        }

        Task Step() => yields ? Task.Run(static () => { }) : Task.CompletedTask;
    }

    [Fact]
    public async Task SwitchAsync_PathTakesTime_RecordsItByTheGatesClock()
    {
        var done = new TaskCompletionSource<int>();

        ValueTask<int> work = _exposed.Gate.SwitchAsync(_exposed.Key, _exposed.In(DecisionArm.Candidate), done, Wait, Wait, default);
        _exposed.Clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Empty(_exposed.Drain());
        done.SetResult(4);

        Assert.Equal(4, await work);
        Assert.Equal(["Candidate success 3000"], _exposed.Drain());

        static ValueTask<int> Wait(TaskCompletionSource<int> done, CancellationToken cancellationToken) => new(done.Task);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task SwitchAsync_PathThrows_RecordsAFailureAndThrowsTheSame(bool yields)
    {
        var thrown = new InvalidOperationException("no");

        Exception caught = await Assert.ThrowsAsync<InvalidOperationException>(
            async () => await _exposed.Gate.SwitchAsync(_exposed.Key, _exposed.In(DecisionArm.Candidate), thrown, ThrowAsync, ThrowAsync, default));
        Exception early = Assert.Throws<InvalidOperationException>(
            () => { _ = _exposed.Gate.SwitchAsync(_exposed.Key, _exposed.In(DecisionArm.Candidate), thrown, ThrowEarly, ThrowEarly, default).AsTask(); });

        Assert.Same(thrown, caught);
        Assert.Same(thrown, early);
        Assert.Equal(["Candidate failure 0", "Candidate failure 0"], _exposed.Drain());

        async ValueTask<int> ThrowAsync(Exception exception, CancellationToken cancellationToken)
        {
            await (yields ? Task.Run(static () => { }, cancellationToken) : Task.CompletedTask);
            throw exception;
        }

        static ValueTask ThrowEarly(Exception exception, CancellationToken cancellationToken) => throw exception;
    }

    [Fact]
    public async Task SwitchAsync_CallersOwnCancellation_IsNotRecorded()
    {
        using var own = new CancellationTokenSource();
        EvaluationContext context = _exposed.In(DecisionArm.Candidate);

        ValueTask<int> work = _exposed.Gate.SwitchAsync(_exposed.Key, context, WaitForEver, WaitForEver, own.Token);
        own.Cancel();

        await Assert.ThrowsAsync<TaskCanceledException>(async () => await work);
        await Assert.ThrowsAsync<TaskCanceledException>(async () => await _exposed.Gate.SwitchAsync(Exposed.Flag, context, 0, WaitLinked, WaitLinked, own.Token));
        Assert.Empty(_exposed.Drain());

        static async ValueTask<int> WaitForEver(CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return 1;
        }

        static async ValueTask WaitLinked(int state, CancellationToken cancellationToken)
        {
            using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.Delay(Timeout.Infinite, linked.Token);
        }
    }

    [Fact]
    public async Task SwitchAsync_PathsOwnTimeout_IsAFailure()
    {
        using var own = new CancellationTokenSource();
        using var timeout = new CancellationTokenSource();
        timeout.Cancel();

        await Assert.ThrowsAsync<TaskCanceledException>(
            async () => await _exposed.Gate.SwitchAsync(_exposed.Key, _exposed.In(DecisionArm.Candidate), timeout.Token, TimeOut, TimeOut, own.Token));
        await Assert.ThrowsAsync<TaskCanceledException>(
            async () => await _exposed.Gate.SwitchAsync(_exposed.Key, _exposed.In(DecisionArm.Candidate), timeout.Token, TimeOut, TimeOut, default));

        Assert.Equal(["Candidate failure 0", "Candidate failure 0"], _exposed.Drain());

        static async ValueTask<int> TimeOut(CancellationToken timeout, CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.Infinite, timeout);
            return 1;
        }
    }

    [Fact]
    public async Task SwitchAsync_Token_IsHandedToThePath()
    {
        using var own = new CancellationTokenSource();

        CancellationToken seen = await _exposed.Gate.SwitchAsync(_exposed.Key, default, ValueTask.FromResult, ValueTask.FromResult, own.Token);

        Assert.Equal(own.Token, seen);
    }

    [Fact]
    public async Task SwitchAsync_ResultsOfAnyType_ComeBackAsTheyAre()
    {
        EvaluationContext context = _exposed.In(DecisionArm.Candidate);

        string? nothing = await _exposed.Gate.SwitchAsync(_exposed.Key, context, static _ => new ValueTask<string?>(""), static _ => new ValueTask<string?>((string?)null), default);
        int? number = await _exposed.Gate.SwitchAsync(_exposed.Key, context, static _ => new ValueTask<int?>(1), static _ => new ValueTask<int?>((int?)null), default);
        (int, Guid) pair = await _exposed.Gate.SwitchAsync(_exposed.Key, context, static _ => default, async static _ => await Task.Run(static () => (7, Guid.Empty)), default);

        Assert.Null(nothing);
        Assert.Null(number);
        Assert.Equal((7, Guid.Empty), pair);
    }

    [Fact]
    public async Task SwitchAsync_Options_ReclassifyResultsAndExceptions()
    {
        Decision decision = _exposed.Gate.Decide(_exposed.Key, _exposed.In(DecisionArm.Baseline));
        var results = new SwitchOptions<int> { IsFailure = static status => status >= 500 };
        var nothing = new SwitchOptions { IsExpected = static exception => exception is ArgumentException };

        await decision.SwitchAsync(500, static (status, _) => ValueTask.FromResult(status), static (_, _) => default, results, default);
        await decision.SwitchAsync(500, static async (status, _) => await Task.Run(() => status), static (_, _) => default, results, default);
        await decision.SwitchAsync(404, static (status, _) => ValueTask.FromResult(status), static (_, _) => default, results, default);
        await Assert.ThrowsAsync<ArgumentException>(async () => await decision.SwitchAsync(0, ThrowAsync, ThrowAsync, nothing, default));

        // Those that went on on another thread came through its lane: only the order within a lane is told.
        Assert.Equal(["Baseline failure 0", "Baseline failure 0", "Baseline success 0", "Baseline success 0"], _exposed.Drain().Order());

        static async ValueTask ThrowAsync(int state, CancellationToken cancellationToken)
        {
            await Task.Run(static () => { }, cancellationToken);
            throw new ArgumentException("expected");
        }
    }

    [Fact]
    public async Task SwitchAsync_CallerWithAContext_ResumesInsideWithoutIt()
    {
        var context = new CountingContext();
        SynchronizationContext? before = SynchronizationContext.Current;
        var done = new TaskCompletionSource<int>();
        SynchronizationContext.SetSynchronizationContext(context);
        Task<int> work = _exposed.Gate.SwitchAsync(_exposed.Key, _exposed.In(DecisionArm.Candidate), done, Wait, Wait, default).AsTask();
        SynchronizationContext.SetSynchronizationContext(before);
        done.SetResult(3);

        Assert.Equal(3, await work);
        Assert.Equal(0, context.Posts);

        static ValueTask<int> Wait(TaskCompletionSource<int> done, CancellationToken cancellationToken) => new(done.Task);
    }

    private sealed class CountingContext : SynchronizationContext
    {
        public int Posts { get; private set; }

        public override void Post(SendOrPostCallback d, object? state) => Posts++;
    }
}
