using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.FeatureManagement;
using Microsoft.FeatureManagement.FeatureFilters;

namespace ModularRollout.Benchmarks.Peers;

/// <summary>Scenario C's rules as filters of Microsoft.FeatureManagement, which has no rules: any of the three turns the flag on.</summary>
[FilterAlias("Country")]
internal sealed class CountryFilter : IContextualFeatureFilter<PeerSubject>, IFilterParametersBinder
{
    public object BindParameters(IConfiguration parameters) => parameters.GetSection("Values").Get<string[]>() ?? [];

    public Task<bool> EvaluateAsync(FeatureFilterEvaluationContext context, PeerSubject appContext) =>
        Task.FromResult(Array.IndexOf((string[])context.Settings, appContext.Country) >= 0);
}

[FilterAlias("Plan")]
internal sealed class PlanFilter : IContextualFeatureFilter<PeerSubject>, IFilterParametersBinder
{
    public object BindParameters(IConfiguration parameters) => parameters["Value"] ?? "";

    public Task<bool> EvaluateAsync(FeatureFilterEvaluationContext context, PeerSubject appContext) =>
        Task.FromResult(string.Equals((string)context.Settings, appContext.Plan, StringComparison.Ordinal));
}

/// <summary>A comparison, then Microsoft's own share of the users.</summary>
[FilterAlias("EmailShare")]
internal sealed class EmailShareFilter : IContextualFeatureFilter<PeerSubject>, IFilterParametersBinder
{
    private readonly ContextualTargetingFilter _targeting;

    public EmailShareFilter(IOptions<TargetingEvaluationOptions> options, ILoggerFactory loggers) =>
        _targeting = new ContextualTargetingFilter(options, loggers);

    public object BindParameters(IConfiguration parameters) => new Share(parameters["Suffix"] ?? "", _targeting.BindParameters(parameters));

    public Task<bool> EvaluateAsync(FeatureFilterEvaluationContext context, PeerSubject appContext)
    {
        var share = (Share)context.Settings;
        if (!appContext.Email.EndsWith(share.Suffix, StringComparison.Ordinal))
        {
            return Task.FromResult(false);
        }

        context.Settings = share.Targeting;
        return _targeting.EvaluateAsync(context, appContext);
    }

    private sealed record Share(string Suffix, object Targeting);
}
