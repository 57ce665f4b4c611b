using Storefront.Traffic;

namespace Storefront.Shop;

/// <summary>The shop's own books: what either checkout sold, and how long shoppers waited. No guard looks at them.</summary>
internal sealed class Till
{
    public PathBook Legacy { get; } = new();

    public PathBook OnePage { get; } = new();

    /// <summary>Notes an answer that a shopper got.</summary>
    public void Ring(Shopper shopper, bool isOnePage, TimeSpan duration, bool isSold) => (isOnePage ? OnePage : Legacy).Add(shopper, duration, isSold);

    /// <summary>Begins a new page of each book.</summary>
    public void TurnPage()
    {
        Legacy.TurnPage();
        OnePage.TurnPage();
    }
}

/// <summary>The book of one path: orders in all; shoppers and waiting times of the page that is open.</summary>
internal sealed class PathBook
{
    private const int Longest = 2000;

    private readonly int[] _milliseconds = new int[Longest];
    private readonly HashSet<string> _shoppers = [];
    private int _answers;

    /// <summary>Gets the orders sold since the shop opened.</summary>
    public long Orders { get; private set; }

    /// <summary>Gets how many different shoppers got an answer on this page.</summary>
    public int Shoppers => _shoppers.Count;

    public void Add(Shopper shopper, TimeSpan duration, bool isSold)
    {
        _ = _shoppers.Add(shopper.Id);
        Orders += isSold ? 1 : 0;
        _answers++;
        _milliseconds[Math.Min((int)duration.TotalMilliseconds, Longest - 1)]++;
    }

    /// <summary>Gets the time within which a part of the page's answers came.</summary>
    public TimeSpan? Quantile(double part)
    {
        int rank = (int)Math.Ceiling(_answers * part);
        int milliseconds = -1;
        for (int seen = 0; rank > seen; seen += _milliseconds[++milliseconds])
        {
        }

        return rank == 0 ? null : TimeSpan.FromMilliseconds(milliseconds);
    }

    public void TurnPage()
    {
        Array.Clear(_milliseconds);
        _shoppers.Clear();
        _answers = 0;
    }
}
