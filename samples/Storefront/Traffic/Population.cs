using System.Globalization;
using ModularRollout;

namespace Storefront.Traffic;

/// <summary>Everybody who might come to the shop: 100,000 shoppers, of whom some work here.</summary>
internal sealed class Population
{
    public const int Size = 100_000;

    private const int Staff = 400;

    private static readonly string[] s_countries = ["AT", "CH", "DE", "FR", "IT"];

    private readonly Shopper[] _shoppers = new Shopper[Size];

    public Population(ulong seed)
    {
        var dice = new Dice(seed);
        for (int i = 0; i < Size; i++)
        {
            string id = string.Create(CultureInfo.InvariantCulture, $"shopper-{i:D5}");
            string host = i < Staff ? "storefront.example" : "mail.example";
            _shoppers[i] = new Shopper(id, EvaluationContext.For(id).With("email", $"{id}@{host}").With("country", s_countries[dice.Below(s_countries.Length)]).Build());
        }
    }

    public IReadOnlyList<Shopper> Shoppers => _shoppers;

    /// <summary>Picks who comes next. One visit in a hundred is by staff: they like their shop.</summary>
    public Shopper Next(Dice dice) => _shoppers[dice.Chance(.01) ? dice.Below(Staff) : Staff + dice.Below(Size - Staff)];
}
