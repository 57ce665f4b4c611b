using Storefront.Rollout;

namespace Storefront.Views;

/// <summary>Shows runs: live on a terminal, or a line for each event.</summary>
internal interface IView
{
    /// <summary>Shows the looks of a run as they come.</summary>
    Task ShowAsync(Release release, IAsyncEnumerable<Frame> frames, CancellationToken stop);

    /// <summary>Shows how a run ended.</summary>
    void Close(Verdict verdict);

    /// <summary>Shows one more sentence.</summary>
    /// <param name="sentence">The sentence.</param>
    /// <param name="isGood">Whether it is good news; <see langword="null"/> for neither.</param>
    void Say(string sentence, bool? isGood = null);
}
