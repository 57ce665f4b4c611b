using Spectre.Console;
using Spectre.Console.Rendering;

namespace Storefront.Views;

/// <summary>A bar that fills from left to right. Without colours a thick line and a thin one tell the parts apart.</summary>
internal static class Bar
{
    public static IRenderable Of(double part, int width, Color color)
    {
        (char done, char rest) = AnsiConsole.Profile.Capabilities.Unicode ? ('━', '─') : ('#', '-');
        int filled = (int)Math.Round(Math.Clamp(part, 0, 1) * width);
        return new Paragraph().Append(new string(done, filled), color).Append(new string(rest, width - filled), Color.Grey);
    }

    /// <summary>A bar whose right end is a limit: the nearer, the warmer.</summary>
    public static IRenderable ToLimit(double part, int width) => Of(part, width, part >= 1 ? Color.Red : part > .5 ? Color.Orange1 : part > .25 ? Color.Yellow : Color.Green);
}
